"""Places in directives: which paths "in tests", "outside `app/`" and "only in `scripts/`" mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.context.scope import TESTS
from lawful.language import Mark, Token
from lawful.rules.clause import POLAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawful.rules.clause import Clause

_PLACES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "test": (TESTS, ()),
    "production": ((), TESTS),
}
"""What places that are named in words include and exclude."""
_DOING = frozenset({None, Mark.PERMIT, Mark.RECOMMEND, Mark.REQUIRE, Mark.DO})
"""Marks of what somebody may do or does; a term may be a verb as well."""
_ONLY_SO_FAR = 2
"""Tokens of "only" and a place, behind which a verb must stand."""
_COMPARING = frozenset({"within", "under", "below"})
"""What compares with a number, and stands before places too."""
_FOLDERS = {term: ((f"**/{term}s/**",), ()) for term in ("script", "migration", "example", "benchmark")}
"""The same for those that are understood only where something is left out there."""


def place(token: Token, *, excepted: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The globs that a token includes and excludes, if it names a place.

    Args:
        token: the token.
        excepted: whether it is named as what is left out, and a plain word for a folder will do.
    """
    if not token.code:
        return _PLACES.get(token.term or "") or (_FOLDERS.get(token.term or "") if excepted else None)
    text = token.text.removeprefix("./")
    if " " in text or not ("/" in token.text or "*" in text or text.endswith((".py", ".pyi"))) or text in {"*", "**"}:
        return None
    if "/" not in token.text and "*" not in text:
        return ((f"**/{text}",), ())
    name = text.rstrip("/").rsplit("/", 1)[-1]
    if text.endswith("/") or "*" in text or "." in name:
        return ((text,), ())
    return ((f"{text}/**",), ())


def take_subject_place(clause: Clause) -> None:
    """A demand whose subject is a place: `Tests must not print`."""
    said = [token for token in clause.tokens if token.term or token.mark not in {Mark.NOISE, Mark.IN}]
    # "Only `db.py` may import it", "only `config.py` reads it": nobody else does.
    if len(said) > _ONLY_SO_FAR and said[0].mark is Mark.ONLY and place(said[1]) and said[2].mark in _DOING:
        _add_place(clause, said[1], outside=True)
        done = said[:2] if said[2].mark is None else said[:3]
        clause.tokens = [token for token in clause.tokens if token not in done]
        return
    polar = next((at for at, token in enumerate(said) if token.mark in POLAR | {Mark.AT_MOST}), 0)
    # "Tests must", and also "test functions must".
    if 1 <= polar <= 2 and place(said[0]):  # noqa: PLR2004  # as the comment says
        _add_place(clause, said[0], outside=False)
        clause.subject = [*(place(said[0]) or ((), ()))[0]]
        clause.tokens.remove(said[0])


def take_exempt(clause: Clause) -> list[str]:
    """Take the places out of a clause that it ends with and leaves out: `tests excepted`; gives their globs."""
    said = [token for token in clause.tokens if token.mark is not Mark.NOISE]
    if not said or said[-1].mark is not Mark.EXEMPT:
        return []
    at = len(said) - 1
    while at and (place(said[at - 1], excepted=True) or said[at - 1].mark in {Mark.AND, Mark.OR}):
        at -= 1
    exempt = [glob for token in said[at:-1] for glob in (place(token, excepted=True) or ((), ()))[0]]
    if exempt:
        clause.exclude += exempt
        clause.tokens = said[:at]
    return exempt


def take_places(clause: Clause) -> None:
    """Take the places out of a clause: `in tests`, `outside app/`, `except in scripts/`."""
    tokens = _with_place_first(within_places(clause.tokens))
    kept: list[Token] = []
    at = 0
    while at < len(tokens):
        outside = tokens[at].mark in {Mark.OUTSIDE, Mark.EXCEPT}
        end = _skip_noise(tokens, at + 1, also=(Mark.IN,) if outside else ())
        if tokens[at].mark is Mark.EVEN and end < len(tokens) and place(tokens[end]):
            at = end + 1
            continue
        begins = outside or tokens[at].mark is Mark.IN
        if not begins or end >= len(tokens) or not place(tokens[end], excepted=outside):
            kept.append(tokens[at])
            at += 1
            continue
        only = next((each for each in reversed(kept) if each.mark is Mark.ONLY), None) or (
            tokens[at - 1] if at and tokens[at - 1].mark is Mark.ONLY else None
        )
        if only in kept:
            kept.remove(only)
        while end < len(tokens) and place(tokens[end], excepted=outside):
            _add_place(clause, tokens[end], outside=outside or only is not None)
            at = _skip_files(tokens, end + 1)
            end = _skip_noise(tokens, at, also=(Mark.AND, Mark.OR, Mark.IN), commas=True)
    clause.tokens = kept


def within_places(tokens: list[Token]) -> list[Token]:
    """The tokens with "within `src/`" and "under `src/`" as "in `src/`", and "not for tests" as "outside tests"."""
    read = list(tokens)
    for at, token in enumerate(tokens):
        if token.mark is Mark.NOT and at + 1 < len(tokens) and tokens[at + 1].mark is Mark.IN:
            end = _skip_noise(tokens, at + 2)
            if end < len(tokens) and place(tokens[end]):
                read[at] = Token(token.text, mark=Mark.OUTSIDE)  # "but not for tests"
        if token.mark is not Mark.AT_MOST or token.text.lower() not in _COMPARING:
            continue
        end = _skip_noise(tokens, at + 1)
        if end < len(tokens) and place(tokens[end]):
            read[at] = Token(token.text, mark=Mark.IN)
    return read


def _with_place_first(tokens: list[Token]) -> list[Token]:
    """The tokens with "a place, in it" said as "in a place"."""
    ordered: list[Token] = []
    for token, following in zip(tokens, [*tokens, Token("")][1:], strict=True):
        if token.mark is not Mark.IN_IT:
            ordered.append(token)
        elif following.verb == "depend":
            continue  # what stands before it is what is depended on
        elif ordered and place(ordered[-1]) and not (len(ordered) > 1 and ordered[-2].mark is Mark.IN):
            ordered.insert(len(ordered) - 1, Token(token.text, mark=Mark.IN))
    return ordered


def _skip_files(tokens: Sequence[Token], at: int) -> int:
    """Past the word that says what a place is: `__init__.py` files, the `app/` package."""
    is_word = at < len(tokens) and not tokens[at].code and tokens[at].term in {"file", "module", "package", "folder"}
    return at + is_word


def _skip_noise(tokens: Sequence[Token], at: int, also: tuple[Mark, ...] = (), *, commas: bool = False) -> int:
    while at < len(tokens) and (
        tokens[at].mark in {Mark.NOISE, *also}
        or (commas and tokens[at].sign == ",")
        or (not tokens[at].code and tokens[at].term in {"file", "module"})
    ):
        at += 1
    return at


def _add_place(clause: Clause, token: Token, *, outside: bool) -> None:
    include, exclude = place(token, excepted=outside) or ((), ())
    clause.include += exclude if outside else include
    clause.exclude += include if outside else exclude
