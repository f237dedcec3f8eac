"""Whether exceptions are called errors, and belong to the family they should."""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING

from lawful.rules import Check, Demand, Finding, Invalid, Kind, Phrase, Valid, parameters, requires
from lawful.rules.phrase import Heard
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_INHERITING = frozenset({"inherit", "derive", "extend", "subclass", "inherits", "extends", "base"})
_BESIDE = frozenset({"exception", "error", "class", "custom", "own", "name"})
_MAX_BASES = 50
"""Classes of one file that are followed from one to the next."""


def _hear_base(demand: Demand) -> Heard | None:
    """`Custom exceptions must inherit from AppError`: the one name that is written as a class is the base."""
    named = [token for token in demand.terms if token.code or _is_exception_name(token.text)]
    said = {token.term for token in demand.terms if token not in named}
    if demand.kind not in {Kind.REQUIRE, Kind.PREFER} or len(demand.items) != 1 or len(named) != 1:
        return None
    base = named[0].text.rpartition(".")[2]
    if not base.isidentifier() or not base[0].isupper():
        return None
    if not said & _INHERITING or not said & {"exception", "error"} or said - _BESIDE - _INHERITING:
        return None
    return Heard({"base": base}, frozenset({*demand.items, *demand.over}))


def _is_exception_name(word: str) -> bool:
    """Whether a word can only be the name of an exception: `AppError`."""
    return word.endswith(("Error", "Exception")) and word not in {"Error", "Exception"}


class ExceptionNames(Check):
    """Flags exceptions without the wanted ending to their names, or without the wanted base among their bases.

    A class is an exception if its bases lead to one of the built-in ones; warnings are none.
    """

    @parameters
    class Params:
        """How the names of exceptions must end, and the name of the class they must inherit from."""

        suffix: str | None = None
        base: str | None = None

    id = "exception-names"
    phrases = (
        requires(
            "exception end error",
            "exception ending error",
            "exception suffix error",
            "exception suffixed error",
            allows=("class name custom all own suffix end",),
            suffix="Error",
        ),
        Phrase(_hear_base),
    )
    asks = (
        ("Exception names must end in `Error`.", {"suffix": "Error"}),
        ("Custom exception classes should end with Error", {"suffix": "Error"}),
        ("All custom exceptions must inherit from `AppError`.", {"base": "AppError"}),
        ("Exception classes must extend `ServiceError`", {"base": "ServiceError"}),
    )
    ignores = (
        "Define custom exception classes when needed.",
        "Domain exceptions inherit from `DomainError` or `ValueError`.",
        "Classes must inherit from `Base`.",
        "End every response with an error code.",
    )
    valid = (
        Valid("class ParseError(ValueError): ...\nclass _CustomError(ParseError): ...", {"suffix": "Error"}),
        Valid("class Odd(UserWarning): ...\nclass Stop(Base): ...\nclass Report: ...", {"suffix": "Error"}),
        Valid(
            "class AppError(Exception): ...\nclass Odd(AppError): ...\nclass Far(other.Base): ...", {"base": "AppError"}
        ),
        Valid("from .errors import AppError\nclass Odd(AppError, ValueError): ...", {"base": "AppError"}),
    )
    invalid = (
        Invalid("class Odd(Exception): ...", params={"suffix": "Error"}),
        Invalid("class AError(Exception): ...\n\nclass Odd(AError): ...", line=3, params={"suffix": "Error"}),
        Invalid("class AppError(Exception): ...\nclass Odd(ValueError): ...", line=2, params={"base": "AppError"}),
        Invalid("class Odd(BaseException): ...", params={"base": "Exception"}),
    )

    def look_ClassDef(self, node: ast.ClassDef) -> bool:
        """A class with bases whose name may be wrong, or whose bases may."""
        suffix = self.params.suffix
        return bool(node.bases) and (self.params.base is not None or not node.name.endswith(suffix or ""))

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A class, if it is an exception."""
        name, suffix, base = node.name.value, self.params.suffix, self.params.base
        roots = _roots(node, site)
        if not any(isinstance(root, type) and issubclass(root, BaseException) for root in roots.values()):
            return
        if any(isinstance(root, type) and issubclass(root, Warning) for root in roots.values()):
            return
        if suffix and not name.endswith(suffix):
            yield Finding(node, f"`{name}` is an exception; give it a name that ends in `{suffix}`")
        if base and name != base and _is_outside(base, roots):
            yield Finding(node, f"`{name}` is an exception; let it inherit from `{base}`")


def _roots(node: cst.ClassDef, site: Site) -> dict[str, type | None]:
    """The names of all bases a class has as far as this file tells, with the built-in class where it is one."""
    found: dict[str, type | None] = {}
    seen = {id(node)}
    stack = [node]
    while stack and len(seen) < _MAX_BASES:
        for argument in stack.pop().bases:
            stands_for = site.resolve(argument.value)
            own = site.module.names.classes(argument.value)
            for each in own:
                found[each.name.value] = None
                if id(each) not in seen:
                    seen.add(id(each))
                    stack.append(each)
            for name in stands_for:
                known = (
                    getattr(builtins, name.removeprefix("builtins."), None) if name.startswith("builtins.") else None
                )
                found[name] = known if isinstance(known, type) else None
            if not stands_for and not own:
                found[f"?{len(found)}"] = None
    return found


def _is_outside(base: str, roots: dict[str, type | None]) -> bool:
    """Whether a class certainly does not inherit from a base: nothing it inherits from is unknown."""
    if any(name.rpartition(".")[2] == base for name in roots):
        return False
    wanted = getattr(builtins, base, None)
    if isinstance(wanted, type):
        return not any(isinstance(root, type) and issubclass(root, wanted) for root in roots.values())
    return not any(root is None and (name.startswith("?") or "." in name) for name, root in roots.items())
