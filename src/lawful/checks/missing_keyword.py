"""Whether calls of a function pass the argument they must pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Check, Demand, Finding, Heard, Invalid, Kind, NodeFix, Phrase, Valid, parameters
from lawful.rules.api_names import is_function_name
from lawful.rules.edits import pass_argument
from lawful.syntax import cst
from lawful.syntax.literals import literal
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lawful.language import Token
    from lawful.syntax import Site

_KEYWORD = regex(r"([a-z_]\w*)=([^=].*)?")
_WORDS = frozenset("parameter keyword call specify called function invocation opening file".split())
_ZIP = {"calls": ("zip",), "keyword": "strict", "value": "True"}
_OPEN = {"calls": ("open",), "keyword": "encoding"}
_RUN = {"calls": ("subprocess.run",), "keyword": "text"}
_POSITIONS = {"open": {"encoding": 3}}
"""Where functions take an argument that may also be given without its name."""


def _keyword(token: Token, *, named: bool) -> tuple[str, str | None] | None:
    """The argument that a token gives: `text=True`; a bare `check` is one if the sentence speaks of arguments."""
    found = _KEYWORD.fullmatch(token.text) if token.code else None
    if found:
        return found[1], found[2]
    bare = token.code and named and token.text.isidentifier() and token.text.islower()
    return (token.text, None) if bare and not _call(token) else None


def _call(token: Token) -> str | None:
    """The function that a token names: `open()`, `subprocess.run`, `open`."""
    name = token.text.removesuffix("()")
    if not token.code or not all(part.isidentifier() for part in name.split(".")):
        return None
    return name if is_function_name(name, code=True, call=token.text.endswith("()"), said=()) else None


def _hear(demand: Demand) -> Heard | None:
    terms = demand.terms
    calls = [name for token in terms if (name := _call(token)) is not None]
    if demand.kind is not Kind.REQUIRE or not calls or not demand.verbs:
        return None
    named = bool({token.term for token in terms} & {"parameter", "specify"} or demand.verbs & {"pass", "declare"})
    keywords = [pair for token in terms if (pair := _keyword(token, named=named)) is not None]
    others = [token for token in terms if _call(token) is None and _keyword(token, named=named) is None]
    if len(keywords) != 1 or not {token.term for token in others} <= _WORDS:
        return None
    keyword, value = keywords[0]
    return Heard({"calls": tuple(calls), "keyword": keyword, "value": value}, frozenset(demand.items))


class MissingKeyword(Check):
    """Flags calls of a function that do not pass a keyword argument they must pass, or pass another value."""

    @parameters
    class Params:
        """The functions, by dotted name or built-in; the argument; its value as it is written, if that was said."""

        calls: tuple[str, ...] = ()
        keyword: str = ""
        value: str | None = None

    id = "missing-keyword"
    phrases = (Phrase(_hear, open=True),)
    asks = (
        ("Always pass `encoding` to `open()`.", _OPEN),
        ("Use `strict=True` with `zip()`", _ZIP),
        ("All `subprocess.run` calls must pass `text=True`", {**_RUN, "value": "True"}),
        ("Calls of `subprocess.run` must specify `text`", _RUN),
    )
    ignores = (
        "Pass the `source` parameter to the normalizer.",
        "Never pass `shell=True` to `subprocess.run`.",
        "Use `open()` with `json`.",
        "Prefer `zip()` over `range(len())`.",
    )
    valid = (
        Valid("open(a, encoding=b)\nopen(a, 'rb')\nopen(a, mode, **options)\nopen(a, 'r', 1, 'utf-8')", _OPEN),
        Valid("def open(path): ...\nopen('a')\nself.open('a')", _OPEN),
        Valid("zip(a, b, strict=flag)", _ZIP),
        Valid("zip(*rows, strict=True)\nlist(map(zip, rows))", _ZIP),
    )
    invalid = (
        Invalid("with open('a') as file: ...", params=_OPEN),
        Invalid("zip(a, b)", fixed="zip(a, b, strict=True)", params=_ZIP),
        Invalid("zip(a, b, strict=False)", fixed="zip(a, b, strict=True)", params=_ZIP),
        Invalid(
            "from subprocess import run as r\n\nr(\n    a,\n)",
            line=3,
            params=_RUN,
        ),
    )

    @property
    def refers_to(self) -> Collection[str]:
        """The functions."""
        return frozenset(name if "." in name else f"builtins.{name}" for name in self.params.calls)

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call."""
        names = {name if "." in name else f"builtins.{name}": name for name in self.params.calls}
        for full in sorted(site.resolve(node.func) & names.keys()):
            if not self._passes(node, names[full]):
                wanted = self.params.keyword + (f"={self.params.value}" if self.params.value else "")
                yield Finding(node, f"`{names[full]}` is called without `{wanted}`", self._fix(node, site))
                return

    def _given(self, node: cst.Call) -> cst.Arg | None:
        return next((each for each in node.args if each.keyword and each.keyword.value == self.params.keyword), None)

    def _passes(self, node: cst.Call, name: str) -> bool:
        """Whether a call passes the argument, may do so in a way that is not written out, or has no use for it."""
        given = self._given(node)
        if given is not None:
            return self.params.value is None or _written(given.value) in {None, self.params.value.strip("\"'")}
        if any(each.star == "**" for each in node.args) or (name == "open" and not _is_text(node)):
            return True
        at = _POSITIONS.get(name, {}).get(self.params.keyword)
        positional = [each for each in node.args if each.keyword is None]
        return at is not None and (len(positional) > at or any(each.star for each in positional))

    def _fix(self, node: cst.Call, site: Site) -> NodeFix | None:
        """Pass the argument, where its value was said; what the call does then may change."""
        edit = pass_argument(node, self.params.keyword, self.params.value, site) if self.params.value else None
        return NodeFix((edit,), Applicability.UNSAFE) if edit else None


def _written(node: cst.BaseExpression) -> str | None:
    """A value as it is said in directives; None where it is not written out."""
    if isinstance(node, (cst.Name, cst.Integer, cst.Float)):
        return node.value if not isinstance(node, cst.Name) or node.value in {"True", "False", "None"} else None
    return literal(node)


def _is_text(node: cst.Call) -> bool:
    """Whether a file is surely opened as text, which alone has an encoding."""
    modes = [each.value for each in node.args if each.keyword and each.keyword.value == "mode"]
    modes += [each.value for each in node.args[1:2] if each.keyword is None]
    return all("b" not in (literal(mode) or "b") for mode in modes)
