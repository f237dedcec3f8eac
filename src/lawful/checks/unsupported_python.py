"""Whether code runs on the oldest Python that a project supports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Check, Demand, Finding, Heard, Invalid, Kind, Phrase, Valid, parameters
from lawful.syntax import cst
from lawful.syntax.imports import imported
from lawful.syntax.newer import KEYWORDS, MODULES, NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lawful.language import Token
    from lawful.syntax import Site

_VERSION = regex(r"(?:python)?3\.(\d{1,2})\+?")
_SUPPORTING = frozenset("compatibility compatible support supported target minimum backward run oldest".split())
"""Words that say that code is to run on a version."""
_BESIDE = frozenset(
    "higher later newer up version maintain work working keep least interpreter full must python guarantee".split()
)
_NEWER = frozenset("feature only syntax version newer later construct language than higher module".split())
_OLD = {"version": "3.9"}


def _version(token: Token) -> int | None:
    """The minor version of Python 3 that a token names."""
    found = _VERSION.fullmatch(token.text.lower().replace(" ", ""))
    return int(found[1]) if found else None


def _hear(demand: Demand) -> Heard | None:
    versions = [found for token in demand.terms if (found := _version(token)) is not None]
    words = {token.term or "" for token in demand.terms if _version(token) is None}
    if demand.kind is Kind.FORBID:
        newest = min(versions, default=0) - ("than" not in words)
        fits = words <= _NEWER and words & {"feature", "syntax", "construct"}
    else:
        newest = min(versions, default=-1)
        fits = demand.kind is Kind.REQUIRE and words <= _SUPPORTING | _BESIDE and words & _SUPPORTING
    return Heard({"version": f"3.{newest}"}, frozenset(demand.items)) if fits and newest >= 0 else None


class UnsupportedPython(Check):
    """Flags syntax and names of the standard library that are newer than the oldest Python that is supported.

    It knows the syntax since Python 3.8 and the names that are most used. What stands in a `try` that catches
    something, or under a test of `sys.version_info` or `TYPE_CHECKING`, is left alone.
    """

    @parameters
    class Params:
        """The oldest Python on which the code must run."""

        version: str = "3.8"

    id = "unsupported-python"
    phrases = (Phrase(_hear),)
    asks = (
        ("Python 3.10+ compatibility required", {"version": "3.10"}),
        ("Target Python 3.11 or higher", {"version": "3.11"}),
        ("Code must be compatible with Python 3.9, 3.10 and 3.11", {"version": "3.9"}),
        ("Never use Python 3.12+ features", {"version": "3.11"}),
    )
    ignores = (
        "Python 3.12+",
        "Use Python 3.10+ features, such as `match`.",
        "Install Python 3.11 or higher.",
        "Support version 3.2 of the API.",
    )
    valid = (
        Valid("try:\n    import tomllib\nexcept ImportError:\n    import tomli as tomllib", _OLD),
        Valid("import sys\nif sys.version_info >= (3, 11):\n    from enum import StrEnum\n    StrEnum", _OLD),
        Valid("match = re.match('a', b)\nif (n := 1): ...\ndef f(a, /): ...\ntype = 1", _OLD),
        Valid("from __future__ import annotations\ndef f(a: int | None): ...\nmask = a | b", _OLD),
    )
    invalid = (
        Invalid("match x:\n    case 1: ...", params=_OLD),
        Invalid("import tomllib", params=_OLD),
        Invalid("def f(\n    a: int | None\n): ...", line=2, params=_OLD),
        Invalid("import datetime as d\nd.datetime.now(d.UTC)", line=2, params={"version": "3.10"}),
    )

    def visit_Match(self, node: cst.Match, site: Site) -> Iterator[Finding]:
        """A `match` statement."""
        yield from self._newer(node, 10, "the `match` statement", site)

    def visit_TryStar(self, node: cst.TryStar, site: Site) -> Iterator[Finding]:
        """`except*`."""
        yield from self._newer(node, 11, "`except*`", site)

    def visit_TypeAlias(self, node: cst.TypeAlias, site: Site) -> Iterator[Finding]:
        """`type Name = ...`."""
        yield from self._newer(node, 12, "the `type` statement", site)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """`def f[T]()` and positional-only parameters."""
        if node.type_parameters:
            yield from self._newer(node, 12, "the type parameter list", site)
        elif node.params.posonly_params:
            yield from self._newer(node, 8, "the positional-only parameter", site)

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """`class A[T]`."""
        if node.type_parameters:
            yield from self._newer(node, 12, "the type parameter list", site)

    def visit_NamedExpr(self, node: cst.NamedExpr, site: Site) -> Iterator[Finding]:
        """`(a := b)`."""
        yield from self._newer(node, 8, "the assignment expression", site)

    def visit_TemplatedString(self, node: cst.TemplatedString, site: Site) -> Iterator[Finding]:
        """A template string."""
        yield from self._newer(node, 14, "the template string", site)

    def visit_With(self, node: cst.With, site: Site) -> Iterator[Finding]:
        """Several contexts in brackets."""
        if isinstance(node.lpar, cst.LeftParen):
            yield from self._newer(node, 9, "the list of contexts in brackets", site)

    def visit_BinaryOperation(self, node: cst.BinaryOperation, site: Site) -> Iterator[Finding]:
        """`int | None` in an annotation that is evaluated."""
        outer = next((each for each in reversed(site.ancestors) if isinstance(each, cst.Annotation)), None)
        if isinstance(node.operator, cst.BitOr) and outer is not None and "__future__" not in _modules(site):
            yield from self._newer(node, 10, "the union of types with `|`", site)

    def visit_Import(self, node: cst.Import, site: Site) -> Iterator[Finding]:
        """A module that older versions lack."""
        return self._imported(node, imported(node, site), site)

    def visit_ImportFrom(self, node: cst.ImportFrom, site: Site) -> Iterator[Finding]:
        """A module, or a name in one, that older versions lack."""
        return self._imported(node, imported(node, site), site) if not node.relative else iter(())

    def visit_Attribute(self, node: cst.Attribute, site: Site) -> Iterator[Finding]:
        """A name reached through its module."""
        if node.attr.value in _LAST:
            for name in sorted(site.resolve(node, follow=False) & NAMES.keys()):
                yield from self._newer(node, NAMES[name], f"`{name}`", site)

    def visit_Name(self, node: cst.Name, site: Site) -> Iterator[Finding]:
        """A built-in."""
        name = f"builtins.{node.value}"
        # A name that the file also takes from elsewhere is brought along for older versions.
        if name in NAMES and site.is_read(node) and site.resolve(node, follow=False) == {name}:
            yield from self._newer(node, NAMES[name], f"`{node.value}`", site)

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """An argument that older versions do not take."""
        for each in node.args:
            if each.keyword is None or each.keyword.value not in _KEYWORDS:
                continue
            for name in sorted(site.resolve(node.func)):
                since = KEYWORDS.get((name, each.keyword.value))
                if since is not None:
                    what = f"the argument `{each.keyword.value}` of `{name.removeprefix('builtins.')}`"
                    yield from self._newer(node, since, what, site)

    def _imported(self, node: cst.CSTNode, names: Iterable[str], site: Site) -> Iterator[Finding]:
        for name in names:
            since = MODULES.get(name) or MODULES.get(name.partition(".")[0]) or NAMES.get(name)
            if since is not None and since > self._minor:
                yield from self._newer(node, since, f"`{name}`", site)
                return

    def _newer(self, node: cst.CSTNode, since: int, what: str, site: Site) -> Iterator[Finding]:
        if since > self._minor and not _is_guarded(node, site):
            yield Finding(node, f"{what} needs Python 3.{since}; this must run on {self.params.version}")

    @property
    def _minor(self) -> int:
        return int(self.params.version.partition(".")[2])


_LAST = frozenset(name.rpartition(".")[2] for name in NAMES)
_KEYWORDS = frozenset(keyword for _, keyword in KEYWORDS)


def _modules(site: Site) -> set[str]:
    return {name.partition(".")[0] for name in site.module.names.imported}


def _is_guarded(node: cst.CSTNode, site: Site) -> bool:
    """Whether something around a node sees to it that older versions do not come there."""
    inner = node
    for outer in reversed(site.ancestors):
        if isinstance(outer, cst.Try) and outer.handlers and inner is outer.body:
            return True
        if isinstance(outer, cst.If) and inner is not outer.test:
            said = site.module.text(outer.test)
            if "version_info" in said or "TYPE_CHECKING" in said or "PY" in said:
                return True
        inner = outer
    return False
