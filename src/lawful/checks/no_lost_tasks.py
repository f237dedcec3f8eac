"""Whether tasks are kept until they are done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids, requires
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_MAKERS = frozenset({"asyncio.create_task", "asyncio.ensure_future", "asyncio.tasks.create_task"})
_LOOPS = frozenset({"asyncio.get_event_loop", "asyncio.get_running_loop", "asyncio.new_event_loop"})


class NoLostTasks(Check):
    """Flags tasks that nobody keeps: the loop holds them weakly, so they may vanish, and their errors with them."""

    id = "no-lost-tasks"
    phrases = (
        forbids(
            "fire-and-forget",
            allows=("task async coroutine asyncio `asyncio.create_task` `create_task` background",),
        ),
        forbids(
            "drop result `asyncio.create_task`",
            "discard result `asyncio.create_task`",
            "ignore result `asyncio.create_task`",
        ),
        requires(
            "keep reference `asyncio.create_task`",
            "keep reference `create_task`",
            "keep reference task",
            "store reference `asyncio.create_task`",
            "store reference task",
            "hold reference task",
            "save reference task",
            "store result `asyncio.create_task`",
            "keep result `asyncio.create_task`",
            "`asyncio.create_task` storing",
            "`asyncio.create_task` keep",
            allows=(
                "keep strong reference task background asyncio async created create `asyncio.create_task` result",
                "storing made",
            ),
        ),
    )
    asks = (
        "No fire-and-forget tasks.",
        "Never fire and forget asyncio tasks",
        "Always keep a reference to tasks created with `asyncio.create_task`.",
        "Keep a strong reference to background tasks",
    )
    ignores = (
        "Use `asyncio.create_task` for background work.",
        "Keep tasks small.",
        "Fire-and-forget messages are fine.",
        "Keep a reference to the issue in the task.",
    )
    valid = (
        "import asyncio\ntask = asyncio.create_task(f())\ntasks.add(asyncio.create_task(g()))",
        "import asyncio\nasync def f():\n    await asyncio.create_task(g())\n    return asyncio.create_task(h())",
        "create_task(f())\nclient.create_task(name)",
        "import asyncio\nasync def f():\n    async with asyncio.TaskGroup() as group:\n        group.create_task(g())",
    )
    invalid = (
        Invalid("import asyncio\nasyncio.create_task(f())", line=2),
        Invalid("from asyncio import ensure_future as later\n\nasync def f():\n    later(g())", line=4),
        Invalid("import asyncio\n_ = asyncio.create_task(f())", line=2),
        Invalid("import asyncio\nasyncio.get_running_loop().create_task(f())", line=2),
    )

    mentions = (*_MAKERS, "create_task")

    def visit_Expr(self, node: cst.Expr, site: Site) -> Iterator[Finding]:
        """A call whose result is dropped."""
        yield from self._dropped(node, node.value, site)

    def visit_Assign(self, node: cst.Assign, site: Site) -> Iterator[Finding]:
        """A result that is given to `_`, which the next one is given to as well."""
        if all(isinstance(each.target, cst.Name) and each.target.value == "_" for each in node.targets):
            yield from self._dropped(node, node.value, site)

    def _dropped(self, node: cst.CSTNode, value: cst.BaseExpression, site: Site) -> Iterator[Finding]:
        if isinstance(value, cst.Call) and (site.resolve(value.func) & _MAKERS or _of_loop(value.func, site)):
            yield Finding(node, "nobody keeps this task, so it may vanish before it is done; keep it until then")


def _of_loop(node: cst.BaseExpression, site: Site) -> bool:
    """Whether a method makes a task in an event loop."""
    if not isinstance(node, cst.Attribute) or node.attr.value != "create_task":
        return False
    if isinstance(node.value, cst.Call):
        return bool(site.resolve(node.value.func) & _LOOPS)
    makers = site.module.names.makers(node.value)
    return makers is not None and bool(makers) and makers <= _LOOPS
