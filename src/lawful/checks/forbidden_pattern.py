"""Whether code matches a pattern that it must not match."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Finding, Invalid, PatternCheck, Valid

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.rules.check import Visit
    from lawful.syntax import Site, cst

_ORM = {"pattern": "$M.objects.$F(...)"}
_GET = {"pattern": "requests.get(..., verify=False, ...)"}
_OPEN = {"pattern": "open(...)", "not_inside": ("with open(...) as $F: ...",)}


class ForbiddenPattern(PatternCheck):
    """Flags code that matches a pattern which somebody pinned to a directive."""

    id = "forbidden-pattern"
    phrases = ()
    asks = (
        ('Views never touch the ORM. <!-- lawful: forbid "$M.objects.$F(...)" -->', _ORM),
        (
            "Open files in a `with`. <!-- lawful: forbid 'open(...)' not inside 'with open(...) as $F: ...' -->",
            _OPEN,
        ),
    )
    ignores = ("Views never touch the ORM.", "Never use `$M.objects`. <!-- a remark -->")
    valid = (
        Valid("user.objects\nobjects.all()", _ORM),
        Valid("import mine as requests\nrequests.get(url, verify=False)", _GET),
        Valid("with open(p) as f:\n    f.read()", _OPEN),
    )
    invalid = (
        Invalid("users = User.objects.filter(x=1)", params=_ORM),
        Invalid("from requests import get as g\n\ng(url, timeout=3, verify=False)", line=3, params=_GET),
        Invalid(
            "x = 1\nlock.acquire()\nwork()\nlock.release()", 2, params={"pattern": "$L.acquire()\n...\n$L.release()"}
        ),
        Invalid("t = open(p).read()", params=_OPEN),
    )

    def visits(self) -> Iterator[tuple[str, Visit]]:
        """The kinds of nodes that the pattern may match."""
        return ((kind, self.look) for kind in self.pattern.kinds)

    def look(self, node: cst.CSTNode, site: Site) -> Iterator[Finding]:
        """A node that may match."""
        message = self.params.message or f"`{self.shown}` is forbidden here"
        yield from (Finding(where, message) for where in self.found(node, site))
