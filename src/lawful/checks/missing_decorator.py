"""Whether definitions of a kind carry the decorator that they must carry."""

from __future__ import annotations

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


class MissingDecorator(Check):
    """Flags definitions of a kind that carry none of the decorators of which they must carry one."""

    @parameters
    class Params:
        """The decorators, of which one must be there; what must carry it, by kind or by the end of its name.

        Kinds are test, async test, endpoint, function, method and class; tests must stand below the folder `within`.
        """

        names: tuple[str, ...] = ()
        kinds: tuple[str, ...] = ()
        nouns: tuple[str, ...] = ()
        public: bool = False
        within: str | None = None

    id = "missing-decorator"
    phrases = (
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
        ("All API endpoints must have `@require_auth`", {"names": ("require_auth",), "kinds": ("endpoint",)}),
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
        if all(is_named(each) and not any(stands_for(each, name, site) for name in names) for each in found):
            wanted = " or ".join(f"`@{name}`" for name in names)
            yield Finding(node, f"`{node.name.value}` does not carry {wanted}")
