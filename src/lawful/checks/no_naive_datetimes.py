"""Whether times say in which zone they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids, parameters, requires
from lawful.syntax import References, cst
from lawful.syntax.arguments import given, is_none, is_open, may_lack

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from lawful.syntax import Outline, Site

_ZONES = {
    "datetime.datetime": ("tzinfo", 7),
    "datetime.datetime.now": ("tz", 0),
    "datetime.datetime.fromtimestamp": ("tz", 1),
}
"""What makes a datetime, and the parameter that gives it a zone."""
_ALWAYS_NAIVE = References(f"datetime.datetime.{name}" for name in ("utcnow", "utcfromtimestamp", "today"))
_NOW = ("now", "utcnow", "today")


class NoNaiveDatetimes(Check):
    """Flags datetimes that are made without a time zone: `now()`, `utcnow()`, `today()`, `datetime(2024, 1, 1)`.

    What is given a zone at once, as in `now().astimezone()`, is fine.
    """

    @parameters
    class Params:
        """The functions that are meant; all that make datetimes where none is named."""

        functions: tuple[str, ...] = ()

    id = "no-naive-datetimes"
    phrases = (
        forbids("naive datetime", "naive", allows=("object naive datetime",)),
        requires(
            "timezone-aware", "datetime aware", "datetime timezone",
            allows=("datetime object timezone-aware aware utc timezone",),
            over=("naive datetime",),
        ),
        requires("`datetime.now` timezone", allows=("`datetime.now` timezone utc",), functions=("now",)),
        requires(
            "`datetime.now(timezone.utc)`", "`datetime.now(UTC)`", "`datetime.now(tz=timezone.utc)`",
            "`datetime.now(tz=UTC)`",
            over=("naive datetime `datetime.now`",),
            functions=_NOW,
        ),
    )  # fmt: skip
    asks = (
        "Never use naive datetimes.",
        "All datetimes must be timezone-aware",
        ("Use `datetime.now(timezone.utc)`", {"functions": ("now", "utcnow", "today")}),
        ("Never use `datetime.now()` without a timezone.", {"functions": ("now",)}),
    )
    ignores = (
        "Use the `whenever` library for datetimes.",
        "Store the timezone of the user.",
        "Format dates as ISO 8601.",
        "Use `datetime.now(UTC)` instead of `datetime.utcnow()`.",
    )
    valid = (
        "from datetime import datetime, timezone\ndatetime.now(timezone.utc)\ndatetime(2024, 1, 1, tzinfo=zone)",
        "import datetime\ndatetime.datetime.now(tz=zone)\ndatetime.datetime.now().astimezone()",
        "import time\ntime.time()\nclock.now()\nclock.utcnow()",
        "from datetime import datetime\ndef f(x: datetime) -> datetime: ...\ndatetime.now(*args)",
    )
    invalid = (
        Invalid("from datetime import datetime\ndatetime.now()", line=2),
        Invalid("import datetime as dt\nfield(default_factory=dt.datetime.utcnow)", line=2),
        Invalid("from datetime import datetime as d\nd(2024, 1, 1)", line=2),
        Invalid("from datetime import datetime\ndatetime.now(tz=None)", line=2),
    )

    def look_file(self, outline: Outline) -> bool:
        """A datetime is made without a zone that is written out."""
        makers = {name: given for name, given in _ZONES.items() if outline.refers_to([name])}
        lacks = (may_lack(each, *makers[name]) for name in makers for each in outline.names.calls_of([name]))
        return any(lacks) or outline.refers_to(_ALWAYS_NAIVE.names)

    @property
    def refers_to(self) -> Collection[str]:
        """The functions."""
        return (*_ZONES, *_ALWAYS_NAIVE.names)

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call that could be given a zone."""
        for name in sorted(site.resolve(node.func) & _ZONES.keys()):
            zone = given(node, *_ZONES[name])
            naive = is_none(zone) or (zone is None and not is_open(node))
            if naive and self._is_meant(name) and not _is_given_zone(site.ancestors, "astimezone", "replace"):
                yield Finding(node, f"this time has no zone; give it a `{_ZONES[name][0]}`, such as `timezone.utc`")

    def visit_Attribute(self, node: cst.Attribute, site: Site) -> Iterator[Finding]:
        """A function that knows of no zones, called or handed on."""
        for name in filter(self._is_meant, _ALWAYS_NAIVE.at(node, site)):
            around = site.parent
            called = isinstance(around, cst.Call) and around.func is node
            if not (called and _is_given_zone(site.ancestors[:-1], "replace")):
                shown = name.removeprefix("datetime.")
                yield Finding(node, f"`{shown}` gives no time zone; use `datetime.now(timezone.utc)`")

    def _is_meant(self, name: str) -> bool:
        return not self.params.functions or name.rpartition(".")[2] in self.params.functions


def _is_given_zone(around: Sequence[cst.CSTNode], *methods: str) -> bool:
    """Whether a method that gives a zone is called at once on what these nodes stand around."""
    method = around[-1] if around else None
    call = around[-2] if len(around) > 1 else None
    if not isinstance(method, cst.Attribute) or not isinstance(call, cst.Call) or method.attr.value not in methods:
        return False
    return method.attr.value == "astimezone" or given(call, "tzinfo") is not None
