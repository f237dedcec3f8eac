"""Whether definitions of a kind carry the decorator that they must carry."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, about_tests, parameters, requires_code
from lawful.rules.quoting import decorator
from lawful.syntax import cst
from lawful.syntax.kinds import is_called, is_named, stands_for
from lawful.syntax.public import is_public
from lawful.syntax.routes import routes
from lawful.syntax.testing import is_test, marks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from lawful.rules import Demand, Heard, Phrase
    from lawful.syntax import Site

_WORDS = "decorator marker mark decorate decorated marked carry use"
_ASYNC_TESTS = {"names": ("pytest.mark.asyncio",), "kinds": ("async test",)}
_WORKFLOWS = {"names": ("workflow.defn",), "nouns": ("Workflow",)}
_FOLDERS = {
    word: {"kinds": ("test",), "within": folder}
    for word, folder in {
        "unit": "unit", "integration": "integration", "end-to-end": "e2e", "e2e": "e2e", "functional": "functional",
    }.items()
}  # fmt: skip


def _of_each(phrase: Phrase) -> Phrase:
    """Hears what a phrase hears; of decorators that "and" joins every one is wanted, unless each has its own kind."""

    def hear(demand: Demand) -> Heard | None:
        heard = phrase.hear(demand)
        if heard is None or not demand.joined or demand.alternative:
            return heard
        of = {key: heard.params.get(key) for key in ("names", "kinds", "nouns")}
        names, kinds, nouns = (len(value) if isinstance(value, tuple) else 0 for value in of.values())
        return replace(heard, params={**heard.params, "every": True}) if names > 1 >= kinds + nouns else heard

    return replace(phrase, hear=hear)


class MissingDecorator(Check):
    """Flags definitions of a kind that carry none, or not all, of the decorators that they must carry."""

    @parameters
    class Params:
        """The decorators, of which one, or every one, must be there; what carries them, by kind or the end of its name.

        Kinds are test, async test, endpoint, function, method and class; tests must stand below the folder `within`.
        """

        names: tuple[str, ...] = ()
        kinds: tuple[str, ...] = ()
        nouns: tuple[str, ...] = ()
        public: bool = False
        within: str | None = None
        every: bool = False

    id = "missing-decorator"
    _phrases = (
        about_tests(
            requires_code(
                decorator,
                "names",
                "mark",
                "marked",
                "decorate",
                "decorated",
                "decorator",
                allows=(_WORDS, "test function method unit integration"),
                params={"kinds": ("test",)},
            )
        ),
        about_tests(
            requires_code(
                decorator,
                "names",
                "async test",
                "async",
                "asynchronous test",
                allows=(_WORDS, "test function method async asynchronous"),
                params={"kinds": ("async test",)},
            )
        ),
        requires_code(decorator, "names", *_FOLDERS, allows=(_WORDS, "test"), when=_FOLDERS),
        requires_code(
            decorator,
            "names",
            "test",
            "endpoint",
            "public class",
            "public function",
            "public method",
            allows=(_WORDS, "fastapi"),
            when={
                "test": {"kinds": ("test",)},
                "endpoint": {"kinds": ("endpoint",)},
                "public": {"public": True},
                "class": {"kinds": ("class",)},
                "function": {"kinds": ("function",)},
                "method": {"kinds": ("method",)},
            },
        ),
        requires_code(decorator, "names", "", allows=(_WORDS, "class method"), nouns="nouns"),
    )
    phrases = tuple(_of_each(each) for each in _phrases)
    asks = (
        ("Async tests use `@pytest.mark.asyncio`", _ASYNC_TESTS),
        (
            "Use `@workflow.defn` and `@activity.defn` decorators on all workflows and activities.",
            {"names": ("workflow.defn", "activity.defn"), "nouns": ("Workflow", "Activity")},
        ),
        (
            "Integration tests use `@pytest.mark.integration`.",
            {"names": ("pytest.mark.integration",), "kinds": ("test",), "within": "integration"},
        ),
        (
            "All API endpoints must have `@require_auth` and `@logged`",
            {"names": ("require_auth", "logged"), "kinds": ("endpoint",), "every": True},
        ),
    )
    ignores = (
        "Use `@property`.",
        "Use `@lru_cache` for expensive pure functions.",
        "Some tests are decorated with `@pytest.mark.vcr`.",
        "`@pytest.mark.asyncio` is not needed.",
    )
    valid = (
        Valid("import pytest\npytestmark = pytest.mark.asyncio\nasync def test_a(): ...", _ASYNC_TESTS, "test_a.py"),
        Valid("from temporalio import workflow as w\n@w.defn\nclass PayWorkflow: ...\nclass Workflow: ...", _WORKFLOWS),
        Valid("def test_a(): ...\nasync def helper(): ...", _ASYNC_TESTS, "test_a.py"),
        Valid("@decorators[0]\nclass PayWorkflow: ...\nasync def start_workflow(): ...", _WORKFLOWS),
    )
    invalid = (
        Invalid("async def test_a(): ...", params=_ASYNC_TESTS, path="test_a.py"),
        Invalid("@dataclass\nclass PayWorkflow: ...", line=2, params=_WORKFLOWS),
        Invalid("def pay_workflow(): ...", params=_WORKFLOWS),
        Invalid(
            "def test_a(): ...",
            params={"names": ("pytest.mark.integration",), "kinds": ("test",), "within": "integration"},
            path="tests/integration/test_a.py",
        ),
    )

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A class."""
        if self._class_is_meant(node, site):
            yield from self._decorated(node, [each.decorator for each in node.decorators], site)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function, method or test."""
        if self._is_meant(node, site):
            found = marks(node, site) if is_test(node, site) else [each.decorator for each in node.decorators]
            if found is not None:
                yield from self._decorated(node, found, site)

    def _class_is_meant(self, node: cst.ClassDef, site: Site) -> bool:
        named = any(is_called(node, noun) for noun in self.params.nouns)
        return named or ("class" in self.params.kinds and (not self.params.public or is_public(node.name.value, site)))

    def _is_meant(self, node: cst.FunctionDef, site: Site) -> bool:
        kinds = self.params.kinds
        if "test" in kinds or "async test" in kinds:
            below = self.params.within in (None, *site.module.source.path.split("/")[:-1])
            return below and is_test(node, site) and ("test" in kinds or node.asynchronous is not None)
        if "endpoint" in kinds:
            return any(routes(node, site))
        named = not site.definitions and any(is_called(node, noun) for noun in self.params.nouns)
        is_method = bool(site.definitions) and isinstance(site.definitions[-1], cst.ClassDef)
        of_kind = "function" in kinds or ("method" in kinds and is_method)
        return named or (of_kind and (not self.params.public or is_public(node.name.value, site)))

    def _decorated(
        self, node: cst.ClassDef | cst.FunctionDef, found: Sequence[cst.BaseExpression], site: Site
    ) -> Iterator[Finding]:
        names = self.params.names
        lacking = [name for name in names if not any(stands_for(each, name, site) for each in found)]
        enough = not lacking if self.params.every else len(lacking) < len(names)
        if not enough and all(is_named(each) for each in found):
            wanted = (" and " if self.params.every else " or ").join(f"`@{name}`" for name in lacking)
            yield Finding(node, f"`{node.name.value}` does not carry {wanted}")
