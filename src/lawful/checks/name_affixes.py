"""Whether the names of things of a kind begin or end as agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Check, Demand, Finding, Heard, Invalid, Kind, Phrase, Valid, parameters
from lawful.rules.quoting import noun
from lawful.syntax import cst
from lawful.syntax.kinds import is_declared, is_kind
from lawful.syntax.literals import dotted
from lawful.syntax.public import is_dunder, is_method
from lawful.syntax.routes import routes
from lawful.syntax.testing import is_fixture, is_test

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.language import Token
    from lawful.syntax import Site

_ENDS = {
    "prefix": "prefixes", "start": "prefixes", "begin": "prefixes", "starting": "prefixes", "beginning": "prefixes",
    "suffix": "suffixes", "end": "suffixes", "ending": "suffixes",
}  # fmt: skip
"""Words that say at which end of a name something stands."""
_KINDS = {
    "enum": "enum", "protocol": "protocol", "interface": "interface", "dataclass": "dataclass", "endpoint": "endpoint",
    "fixture": "fixture", "async": "async", "asynchronous": "async", "coroutine": "async", "boolean": "boolean",
    "bool": "boolean", "abstract": "abstract", "pydantic": "pydantic model", "typeddict": "typed dict",
}  # fmt: skip
"""Words for kinds of things that can be told from code, and what the check calls them."""
_NARROWING = frozenset({"class", "function", "method", "variable", "attribute"})
"""Words for the forms that things of a kind have."""
_BESIDE = frozenset("name base snake_case PascalCase flag field value return model schema type def case".split())
_AFFIX = regex(r"(?:[A-Za-z]\w*|_\w+)")
_CLASSES = frozenset({"enum", "protocol", "interface", "dataclass", "typed dict", "pydantic model", "abstract"})
_HUMP = regex(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def _affixes(token: Token) -> list[str]:
    """What a token says names begin or end with: `is_`/`has_`, `*_workflow`, `Enum`."""
    parts = [part.strip("*") for part in token.text.split("/")]
    written = token.code or token.text.startswith("_") or token.text.endswith("_") or "*" in token.text
    return parts if written and token.mark is None and all(_AFFIX.fullmatch(part) for part in parts) else []


def _hear(demand: Demand) -> Heard | None:
    if demand.kind not in {Kind.REQUIRE, Kind.FORBID}:
        return None
    words = [token for token in demand.terms if not _affixes(token)]
    ends = {_ENDS[token.term] for token in words if token.term in _ENDS}
    affixes = tuple(affix for token in demand.terms for affix in _affixes(token))
    said = {token.term or "" for token in words} - _ENDS.keys()
    kinds = {_KINDS[term] for term in said & _KINDS.keys()}
    rest = said - _KINDS.keys() - _NARROWING - (_BESIDE if kinds else _BESIDE - {"model", "schema"})
    others = [[token for token in words if token.term in rest and token in item] for item in demand.items]
    nouns = tuple(noun(each) for each in others if each)
    if len(ends) != 1 or not affixes or not all(nouns) or bool(kinds) == bool(nouns):
        return None
    forms = tuple(sorted(said & _NARROWING - {"class", "attribute"})) if kinds & {"boolean"} else ()
    params: dict[str, object] = {ends.pop(): affixes, "kinds": (*sorted(kinds), *forms), "nouns": nouns}
    return Heard({**params, "forbidden": demand.kind is Kind.FORBID}, frozenset(demand.items))


class NameAffixes(Check):
    """Flags names that lack the prefix or suffix agreed for things of their kind, or have one they should not."""

    @parameters
    class Params:
        """Prefixes and suffixes, of which one must be there, or of which none may be if they are forbidden.

        Kinds are enum, protocol, interface, dataclass, typed dict, pydantic model, abstract (class), endpoint, fixture,
        async (function) and boolean (function or variable). Nouns name things that a decorator or a base class declares
        to be what they are.
        """

        prefixes: tuple[str, ...] = ()
        suffixes: tuple[str, ...] = ()
        kinds: tuple[str, ...] = ()
        nouns: tuple[str, ...] = ()
        forbidden: bool = False

    id = "name-affixes"
    phrases = (Phrase(_hear),)
    asks = (
        ("Name workflows with a `_workflow` suffix.", {"suffixes": ("_workflow",), "nouns": ("Workflow",)}),
        (
            "Boolean variables start with `is_` or `has_`",
            {"prefixes": ("is_", "has_"), "kinds": ("boolean", "variable")},
        ),
        ("Async functions must end with `_async`", {"suffixes": ("_async",), "kinds": ("async",)}),
        ("Never prefix interfaces with `I`", {"prefixes": ("I",), "kinds": ("interface",), "forbidden": True}),
    )
    ignores = (
        "Name test files with a `test_` prefix.",
        "Environment variables start with `APP_`.",
        "Prefix commit messages with `feat`.",
        "Branches end with `_wip`.",
    )
    valid = (
        Valid("@workflow.defn\nclass PayWorkflow: ...", {"suffixes": ("_workflow",), "nouns": ("Workflow",)}),
        Valid("is_open = True\nreport = f()\ndef check(): ...", {"prefixes": ("is_",), "kinds": ("boolean",)}),
        Valid("from enum import Enum\nclass ColorEnum(Enum): ...", {"suffixes": ("Enum",), "kinds": ("enum",)}),
        Valid(
            "class Idea: ...\nclass Iban(ABC): ...", {"prefixes": ("I",), "kinds": ("interface",), "forbidden": True}
        ),
    )
    invalid = (
        Invalid(
            "@activity.defn\nasync def pay(): ...", line=2, params={"suffixes": ("_activity",), "nouns": ("Activity",)}
        ),
        Invalid("class A:\n    open: bool = False", line=2, params={"prefixes": ("is_",), "kinds": ("boolean",)}),
        Invalid("async def load(): ...", params={"suffixes": ("_async",), "kinds": ("async",)}),
        Invalid(
            "from typing import Protocol\nclass IStore(Protocol): ...",
            line=2,
            params={"prefixes": ("I",), "kinds": ("interface",), "forbidden": True},
        ),
    )

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A class."""
        kind = next((kind for kind in self.params.kinds if kind in _CLASSES and is_kind(node, kind, site)), None)
        called = kind or next((each.lower() for each in self.params.nouns if _is_one(node, each)), None)
        if called is not None:
            yield from self._named(node.name.value, called, node)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function or method."""
        if is_dunder(node.name.value) or is_test(node, site):
            return
        kind = next((kind for kind in self.params.kinds if self._is_function_of(node, kind, site)), None)
        called = kind or next((each.lower() for each in self.params.nouns if is_declared(node, each)), None)
        if called is not None:
            yield from self._named(node.name.value, called, node)

    def visit_AnnAssign(self, node: cst.AnnAssign, site: Site) -> Iterator[Finding]:
        """A variable or attribute that is declared to be true or false."""
        del site
        annotated = isinstance(node.annotation.annotation, cst.Name) and node.annotation.annotation.value == "bool"
        if annotated and isinstance(node.target, cst.Name) and self._means("variable"):
            yield from self._named(node.target.value, "boolean", node)

    def visit_Assign(self, node: cst.Assign, site: Site) -> Iterator[Finding]:
        """A variable that is set to true or false."""
        del site
        if isinstance(node.value, cst.Name) and node.value.value in {"True", "False"} and self._means("variable"):
            for target in node.targets:
                if isinstance(target.target, cst.Name):
                    yield from self._named(target.target.value, "boolean", node)

    def _means(self, form: str) -> bool:
        """Whether booleans of a form are meant: all forms are where none is named."""
        forms = _NARROWING & {*self.params.kinds}
        return "boolean" in self.params.kinds and (not forms or form in forms)

    def _is_function_of(self, node: cst.FunctionDef, kind: str, site: Site) -> bool:
        if kind == "boolean":
            returns = node.returns.annotation if node.returns else None
            is_boolean = isinstance(returns, cst.Name) and returns.value == "bool"
            return is_boolean and (self._means("function") or (self._means("method") and is_method(site)))
        return (
            (kind == "async" and node.asynchronous is not None)
            or (kind == "fixture" and is_fixture(node, site))
            or (kind == "endpoint" and any(routes(node, site)))
        )

    def _named(self, name: str, kind: str, where: cst.CSTNode) -> Iterator[Finding]:
        bare = name.strip("_") or name
        prefixes = [each for each in self.params.prefixes if _begins(bare, each)]
        suffixes = [each for each in self.params.suffixes if _ends(name, each)]
        found = [*prefixes, *suffixes]
        wanted = " or ".join(f"`{each}`" for each in (*self.params.prefixes, *self.params.suffixes))
        verb = "begin" if self.params.prefixes else "end"
        if self.params.forbidden and found:
            yield Finding(where, f"the name of the {kind} `{name}` should not {verb} with {wanted}")
        elif not self.params.forbidden and not found:
            yield Finding(where, f"the name of the {kind} `{name}` does not {verb} with {wanted}")


def _begins(name: str, prefix: str) -> bool:
    """Whether a name begins with a prefix as a word of its own: `Iban` does not begin with `I`."""
    if not name.startswith(prefix):
        return _HUMP.sub("_", name).lower().startswith(prefix) and prefix.endswith("_")
    following = name[len(prefix) :]
    return prefix.endswith("_") or not following[:1].islower()


def _ends(name: str, suffix: str) -> bool:
    """Whether a name ends with a suffix; `PayWorkflow` does with `_workflow`."""
    return name.endswith(suffix) or f"_{_HUMP.sub('_', name).lower()}".endswith(suffix)


def _is_one(node: cst.ClassDef, noun: str) -> bool:
    """Whether a class is declared to be what a noun says, or derives from something named for it."""
    derived = (dotted(each.value).rpartition(".")[2] for each in node.bases)
    return is_declared(node, noun) or any(name.endswith(noun) for name in derived)
