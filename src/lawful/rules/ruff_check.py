"""Checks that ruff decides: what a well-kept linter knows better is not written again.

Such a check names ruff's codes and settings; the validator runs ruff for them, and what it finds comes back as
violations that cite the context file. Where ruff is not installed the directive is unenforced and says so, and never
passes.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from lawful.rules.check import Check

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_INSTALLED = "ruff, to which this is left, is not installed: pip install 'lawful[ruff]'"


@dataclass(frozen=True, slots=True)
class RuffSettings:
    """What ruff is asked for.

    Attributes:
        select: the codes of its rules; none where the text must be as its formatter writes it.
        config: its settings, in TOML.
        preview: whether the rules are among those it calls a preview.
    """

    select: tuple[str, ...] = ()
    config: tuple[str, ...] = ()
    preview: bool = False


class RuffCheck(Check):
    """A check that ruff decides.

    Attributes:
        settings: what ruff is asked for, unless it depends on the parameters.
    """

    settings: RuffSettings = RuffSettings()

    def __init__(self, params: Mapping[str, object] | None = None) -> None:
        super().__init__(params)
        self.ruff = self.asked()

    def asked(self) -> RuffSettings:
        """What ruff is asked for."""
        return self.settings


@cache
def executable() -> str | None:
    """Where ruff is: in the environment that lawful runs in, and never in the project under check."""
    try:
        from ruff import find_ruff_bin

        return str(find_ruff_bin())
    except (ImportError, FileNotFoundError):
        return None
