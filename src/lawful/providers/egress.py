"""What may leave the machine, and to whom.

Entries are asked in order for each file, and the first that fits it decides; a call goes through only if all of its
files may go. A server on this machine may have everything, since nothing leaves. What no entry fits may go to the
providers that the user has named, and those are the only ones that are ever asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lawful.errors import EgressError
from lawful.project import globs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lawful.providers.rows import Row
    from lawful.violation import Place

ANYBODY = "*"
LOCAL = "local"
JURISDICTION = "jurisdiction:"
REGION = "region:"


@dataclass(frozen=True)
class Entry:
    """One entry of the settings.

    Attributes:
        pattern: the files it is about. One without a slash means names, at any depth; one that names a folder means all
            that is in it.
        allowed: to whom they may go: names of providers, `jurisdiction:US`, `region:EU`, `*` for anybody that the user
            names; `local` stands for nobody else than a server on this machine.
        place: where it stands.
    """

    pattern: str
    allowed: tuple[str, ...]
    place: Place

    def fits(self, path: str) -> bool:
        """Whether it is about a file."""
        parts = path.split("/")
        return any(globs.fits(pattern, parts) for pattern in self._patterns)

    @cached_property
    def _patterns(self) -> tuple[globs.Segments, ...]:
        pattern = self.pattern.strip("/")
        if "/" not in self.pattern.rstrip("/"):
            pattern = f"**/{pattern}"
        return globs.segments(pattern), globs.segments(f"{pattern}/**")

    def allows(self, row: Row) -> bool:
        """Whether the files may go to a provider."""
        if row.stays or ANYBODY in self.allowed:
            return True
        if row.elsewhere:  # what is known of the provider is known of another address
            return False
        known = {row.name, f"{JURISDICTION}{row.jurisdiction}", f"{REGION}{row.region}"}
        return bool(known.intersection(self.allowed))


@dataclass(frozen=True, slots=True)
class Egress:
    """Which files may go to which providers."""

    entries: tuple[Entry, ...] = ()

    def require(self, row: Row, files: Iterable[str]) -> None:
        """Let a call go ahead, or not.

        Args:
            row: whom it would go to.
            files: the files that its prompt holds something of, relative to the root.

        Raises:
            EgressError: one of them may not go there; the message says where that is written.
        """
        for path in files:
            entry = next((entry for entry in self.entries if entry.fits(path)), None)
            if entry is not None and not entry.allows(row):
                to = ", ".join(entry.allowed) or LOCAL
                relayed = "which passes it on" if row.relayed else ""
                known = ", ".join(filter(None, (row.host, relayed, row.jurisdiction))) or "nowhere known"
                raise EgressError(
                    f"nothing was sent: {path} may not go to {row.name} ({known}); {entry.place} allows "
                    f"'{entry.pattern}' only for {to}"
                )
