"""Whether types are written the way they have been since Python 3.10."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from lawful.rules import (
    Demand,
    Finding,
    Heard,
    Invalid,
    NodeEdit,
    NodeFix,
    Phrase,
    ReferenceCheck,
    Valid,
    forbids,
    parameters,
    requires,
)
from lawful.syntax import References, cst, descendants
from lawful.syntax.annotations import quoted_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_BUILTIN = {"List": "list", "Dict": "dict", "Set": "set", "FrozenSet": "frozenset", "Tuple": "tuple", "Type": "type"}
_COLLECTIONS = {"Deque": "deque", "DefaultDict": "defaultdict"}
_KINDS = {
    **dict.fromkeys((*_BUILTIN, *_COLLECTIONS), "generics"),
    "Optional": "optional",
    "Union": "union",
}  # fmt: skip
_NAMES = frozenset(f"{module}.{name}" for module in ("typing", "typing_extensions") for name in _KINDS)
_REFERENCES = References(_NAMES)
_MODERN = ("generics", "optional", "union")
_WORDS = (
    "type-hint typing import module type syntax style alias generic legacy old deprecated modern capitalized",
    "list dict set tuple union operator builtin generic-of variant version equivalent",
)


def _of_version(phrase: Phrase) -> Phrase:
    """Hears what a phrase hears; before Python 3.10 only generics could be written without `typing`."""

    def hear(demand: Demand) -> Heard | None:
        heard = phrase.hear(demand)
        versions = [token.text for token in demand.terms if token.term == "python-version"]
        old = any(re.search(r"3\.[0-9]\b", version) for version in versions)
        return replace(heard, params={"kinds": ("generics",)}) if heard and old else heard

    return replace(phrase, hear=hear)


class NoTypingAliases(ReferenceCheck):
    """Flags `List`, `Optional`, `Union` and their like from `typing`, for which Python has its own way to write."""

    @parameters
    class Params:
        """Which ones: generics (`List`, `Dict` ...), optional, union."""

        kinds: tuple[str, ...] = _MODERN

    id = "no-typing-aliases"
    phrases = (
        forbids(
            "typing-generic",
            "typing-optional",
            "typing-union",
            allows=_WORDS,
            when={
                "typing-generic": {"kinds": ("generics",)},
                "typing-optional": {"kinds": ("optional",)},
                "typing-union": {"kinds": ("union",)},
            },
            kinds=(),
        ),
        _of_version(requires("python-version type-hint", "python-version type", allows=_WORDS, kinds=_MODERN)),
        requires("modern type-hint", "modern typing", allows=(*_WORDS, "type-or-none"), kinds=_MODERN),
        requires(
            "generic-of type-hint", "builtin generic", "builtin type-hint",
            allows=("list dict tuple type typing syntax builtin generic-of type-hint collection",),
            kinds=("generics",),
        ),
        requires(
            "type-or-none", "union operator", "pipe union",
            allows=("type-hint optional union syntax type style pipe operator nullable value",),
            kinds=("optional",),
        ),
    )  # fmt: skip
    asks = (
        ("Use `list[str]` not `List[str]`, `dict` not `Dict`", {"kinds": ("generics",)}),
        ("Prefer `X | None` over `Optional[X]`.", {"kinds": ("optional",)}),
        ("Use built-in generics for type hints", {"kinds": ("generics",)}),
        ("Use modern type hints (`list[str]`, `str | None`)", {"kinds": _MODERN}),
    )
    ignores = (
        "Use `Optional[X]` instead of `X | None`",
        "Optional parameters come last.",
        "Use `TypedDict` instead of `Dict[str, Any]` for structured data",
        "Prefer lists over dicts.",
    )
    valid = (
        "from typing import Any, Protocol\nx: list[int] | None = None",
        "class List: ...\nx: List = List()",
        Valid("from typing import Optional\nx: Optional[int] = None", {"kinds": ("generics",)}),
        "from graphql import List, Optional\nx: Optional[List] = None",
    )
    invalid = (
        Invalid(
            "import typing as t\nx: t.Dict[str, t.List[int]] = {}",
            line=2,
            fixed="import typing as t\nx: dict[str, list[int]] = {}",
        ),
        Invalid(
            "from typing import List as L, Optional\nx: Optional[L[int]] = None",
            line=2,
            fixed="from typing import List as L, Optional\nx: list[int] | None = None",
        ),
        Invalid(
            "from typing import Union\n\ndef f(x: Union[int, str, None]): ...",
            line=3,
            fixed="from typing import Union\n\ndef f(x: int | str | None): ...",
        ),
        Invalid("from typing import Optional\n\ndef f(x: 'Optional[A]') -> None: ...", line=3),
    )

    def look_file(self, outline: Outline) -> bool:
        """One is mentioned, perhaps in quotes."""
        return outline.refers_to(_NAMES) or (
            not outline.said.isdisjoint(("typing", "typing_extensions")) and any(map(_names_one, outline.quoted))
        )

    @classmethod
    def covers(cls, params: Params, other: Params) -> bool:
        """Whether all of the other kinds are among these."""
        return {*other.kinds} <= {*params.kinds}

    def visit_SimpleString(self, node: cst.SimpleString, site: Site) -> Iterator[Finding]:
        """A type in quotes."""
        if "." in node.value or any(name in node.value for name in site.module.names.borrowed):
            for name in sorted(quoted_names(node, site) & _NAMES):
                yield from self._found(node, name.rpartition(".")[2], None)

    def reference(self, node: cst.CSTNode, site: Site) -> Iterator[Finding]:
        """What the node refers to."""
        for name in _REFERENCES.at(node, site)[:1]:
            last = name.rpartition(".")[2]
            yield from self._found(node, last, _fix(node, last, site))

    def _found(self, node: cst.CSTNode, name: str, fix: NodeFix | None) -> Iterator[Finding]:
        if _KINDS[name] in self.params.kinds:
            yield Finding(node, f"`{name}` of `typing` is not needed; write {_instead(name)}", fix)


def _instead(name: str) -> str:
    if name in _COLLECTIONS:
        return f"`collections.{_COLLECTIONS[name]}`"
    return {"Optional": "`X | None`", "Union": "`X | Y`"}.get(name) or f"`{_BUILTIN[name]}`"


def _fix(node: cst.CSTNode, name: str, site: Site) -> NodeFix | None:
    if not isinstance(node, (cst.Name, cst.Attribute)) or name in _COLLECTIONS:
        return None
    if name in _BUILTIN:
        free = _BUILTIN[name] not in site.module.names.bound
        return NodeFix((NodeEdit(node, _BUILTIN[name]),)) if free else None
    outer = site.parent
    if isinstance(outer, cst.Subscript) and outer.value is node:
        return _operator(outer, optional=name == "Optional", site=site)
    return None


def _operator(node: cst.Subscript, *, optional: bool, site: Site) -> NodeFix | None:
    """`X | Y` for `Union[X, Y]`, where it is as good."""
    if isinstance(site.ancestors[-2], (cst.Attribute, cst.Call, cst.Subscript)):
        return None  # the operator binds more loosely than what takes the type
    types = [each.slice.value for each in node.slice if isinstance(each.slice, cst.Index) and not each.slice.star]
    # Comments between brackets would be lost, and None has no operator of its own.
    if len(types) != len(node.slice) or site.module.span(node).lines > 1 or not any(map(_is_class, types)):
        return None
    if not all(map(_can_be_joined, types)):
        return None
    parts = [site.module.text(each) for each in types] + ["None"] * optional
    return NodeFix((NodeEdit(node, " | ".join(parts)),))


def _can_be_joined(node: cst.BaseExpression) -> bool:
    """Whether an operator beside a type neither fails on it, as on strings and what calls return, nor splits it."""
    is_union = isinstance(node, cst.BinaryOperation) and isinstance(node.operator, cst.BitOr)
    return (is_union or isinstance(node, (cst.Name, cst.Attribute, cst.Subscript))) and not any(
        isinstance(each, (cst.BaseString, cst.Call)) for each in descendants(node)
    )


def _is_class(node: cst.BaseExpression) -> bool:
    """Whether a type is more than None, which has no operator of its own."""
    return not (isinstance(node, cst.Name) and node.value == "None")


def _names_one(text: str) -> bool:
    return any(name in text for name in _KINDS)
