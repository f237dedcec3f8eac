"""Whether code waits for a fixed time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Finding, Invalid, ReferenceCheck, forbids
from lawful.syntax import References, cst

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lawful.syntax import Site

_SLEEP = References({"time.sleep", "asyncio.sleep", "anyio.sleep", "trio.sleep", "gevent.sleep", "eventlet.sleep"})


class NoSleep(ReferenceCheck):
    """Flags sleeping for a time; `asyncio.sleep(0)`, which only lets others run, is left alone."""

    id = "no-sleep"
    phrases = (
        forbids(
            "sleep", "sleeping", allows=("raw manual fixed arbitrary real hard-coded hardcoded test wait polling time",)
        ),
    )
    asks = (
        "No sleeps in tests.",
        "Avoid manual `sleep()` in tests",
        "Prefer polling helpers over raw `sleep()` calls.",
        "Never use sleep",
    )
    ignores = (
        "Never use `time.sleep`.",
        "Sleep between retries.",
        "Do not let the machine sleep.",
        "No `sleep` in async code.",
    )
    valid = (
        "import asyncio\nasync def f():\n    await asyncio.sleep(0)",
        "def sleep(n): ...\nsleep(1)",
        "self.sleep(1)",
        "from time import monotonic",
    )
    invalid = (
        Invalid("import time\ntime.sleep(1)", line=2),
        Invalid("from asyncio import sleep as nap\nasync def f():\n    await nap(0.1)", line=3),
        Invalid("import time\nwait = time.sleep\nwait(1)", line=2),
    )

    @property
    def refers_to(self) -> Collection[str]:
        """The functions."""
        return _SLEEP.names

    def reference(self, node: cst.CSTNode, site: Site) -> Iterator[Finding]:
        """What the node refers to."""
        for name in _SLEEP.at(node, site):
            if not _is_zero(node, site):
                yield Finding(node, f"`{name}` waits for a fixed time; wait for what is expected to happen")


def _is_zero(node: cst.CSTNode, site: Site) -> bool:
    call = site.parent
    first = call.args[0].value if isinstance(call, cst.Call) and call.func is node and call.args else None
    return isinstance(first, cst.Integer) and first.value == "0"
