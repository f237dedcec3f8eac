"""One clause of a directive while it is being read: its tokens, and what has been taken out of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lawful.language import Mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lawful.language import Token

NEGATIVE = frozenset({Mark.FORBID, Mark.DISCOURAGE})
"""Marks that turn a demand round."""
POLAR = NEGATIVE | {Mark.REQUIRE, Mark.RECOMMEND, Mark.PERMIT}
"""Marks that say whether something is wanted."""
DEMANDING = NEGATIVE | {Mark.REQUIRE, Mark.RECOMMEND, Mark.DO}
"""Marks with which a demand begins."""
AGAINST = frozenset({Mark.INSTEAD, Mark.INSTEAD_COMES, Mark.NOT})
"""Marks that set one thing against another."""


@dataclass(slots=True)
class Clause:
    """The tokens of one clause, and what was taken out of them.

    Attributes:
        tokens: what is left to understand.
        topic: terms of the headings, labels and introductions above it.
        include: globs of the places it is limited to.
        exclude: globs of the places it leaves out.
        subject: globs of the place that is its subject: "tests must".
        exampled: whether examples have been dropped.
        reason: why it demands nothing that could be held, if that turned out.
    """

    tokens: list[Token]
    topic: set[str] = field(default_factory=set)
    include: list[str] = field(default_factory=list)
    exclude: list[str] = field(default_factory=list)
    subject: list[str] = field(default_factory=list)
    exampled: bool = False
    reason: str | None = None

    def has(self, *marks: Mark) -> bool:
        """Whether one of its tokens has one of the marks."""
        return any(token.mark in marks for token in self.tokens)

    def cut_reasons(self) -> None:
        """Drop what only explains: reasons and examples, which stand at the end."""
        for at, token in enumerate(self.tokens):
            if token.mark in {Mark.BECAUSE, Mark.EXAMPLE} and any(each.term for each in self.tokens[:at]):
                self.exampled = self.exampled or token.mark is Mark.EXAMPLE
                del self.tokens[at:]
                return


def terms(tokens: Iterable[Token]) -> set[str]:
    """What the tokens name."""
    return {token.term for token in tokens if token.term and token.mark is None}
