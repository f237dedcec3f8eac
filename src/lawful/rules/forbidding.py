"""Hearing that names of an API are forbidden, whatever the names are.

Where something else is wanted for a purpose, as in "use `Decimal` for money, never `float`", only that is forbidden of
a name. All of it is if it serves no other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from lawful.rules.api_names import is_command, is_data_type, is_known
from lawful.rules.demand import Kind
from lawful.rules.phrase import Heard, Phrase, Wording, sides

if TYPE_CHECKING:
    from lawful.language import Token
    from lawful.rules.demand import Demand


class IsMeant(Protocol):
    """Whether a name is of the kind that a phrase is about."""

    def __call__(self, name: str, *, code: bool, call: bool, said: Collection[str]) -> bool:
        """See `lawful.rules.api_names`."""
        ...


Serves = Callable[[str, Collection[str]], bool]
"""Whether a name serves a purpose, of which the terms are given, and mostly no other."""


def forbids_api(
    is_meant: IsMeant,
    param: str = "names",
    allows: tuple[str, ...] = (),
    serves: Serves = lambda _, purpose: not purpose,
) -> Phrase:
    """Hears that names of an API are forbidden, or that something else is preferred over them.

    Args:
        is_meant: whether a name is of the kind that is forbidden.
        param: the parameter that receives the names.
        allows: words that may stand beside the names.
        serves: whether a name serves a purpose and mostly no other.
    """
    names = _Names(is_meant, serves, Wording((), allows, {}).known)

    def hear(demand: Demand) -> Heard | None:
        for items in sides(demand, Kind.FORBID, over=True):
            replaced = items is demand.over
            found = {item: name for item in items if (name := names.forbidden(item, demand, replaced=replaced))}
            if found:
                named = [token.text for token in demand.terms if token.code] or [token.text for token in demand.terms]
                params = {param: tuple(dict.fromkeys(found.values())), "instead": " ".join(named) if replaced else None}
                return Heard(params, frozenset(found))
        return None

    return Phrase(hear, open=True)


@dataclass(frozen=True, slots=True)
class _Names:
    """The names that are meant, the purposes they serve, and the words that may stand beside them."""

    is_meant: IsMeant
    serves: Serves
    allowed: frozenset[str]

    def forbidden(self, item: tuple[Token, ...], demand: Demand, *, replaced: bool) -> str | None:
        """The name that an item of a demand forbids, if it is understood.

        Args:
            item: the item.
            demand: the demand.
            replaced: whether something else is preferred over it.
        """
        if replaced and any(token.code and is_command(token.text) for token in demand.terms):
            return None  # a command is preferred over another one: "`make test` instead of `pytest`"
        said = {token.term for each in (*demand.items, *demand.over) for token in each if token.term} | demand.verbs
        names = [token for token in item if self._is_name(token, said)]
        rest = {token.term for token in item if token.term and token not in names}
        set_off = replaced or demand.counters
        # Of two names that nothing sets apart, one says of the other what is not understood: "`a` from `b`".
        if len(names) != 1 or not rest <= (self.allowed | demand.purpose if set_off else self.allowed):
            return None
        name = _bare(names[0])
        if set_off and (is_data_type(name) or not self.serves(name, _purpose(demand, name) - self.allowed)):
            return None
        return name

    def _is_name(self, token: Token, said: Collection[str]) -> bool:
        name = _bare(token)
        named = token.mark is None and all(part.isidentifier() for part in name.split("."))
        return named and self.is_meant(name, code=token.code, call=token.text.endswith(")"), said=said)


def _purpose(demand: Demand, name: str) -> frozenset[str]:
    """The terms of the purpose for which a name is not to be used.

    What a name means that nobody knows may be anything: "log exceptions with `logger.exception`, not `logger.error`".
    """
    if is_known(name) or not any(token.code for token in demand.terms):
        return demand.purpose
    return demand.purpose | {token.term for token in demand.terms if token.term and not token.code}


def _bare(token: Token) -> str:
    """The name that a token may be; in prose names are written with a capital too."""
    name = token.text.removesuffix("()").removesuffix("(...)").removesuffix("(…)")
    return name if token.code else name[:1].lower() + name[1:]
