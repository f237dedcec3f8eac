"""Whether coroutines wait for anything."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids, requires
from lawful.syntax import cst, descendants
from lawful.syntax.bodies import says_nothing, statements
from lawful.syntax.public import is_dunder
from lawful.syntax.testing import is_fixture, is_test

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.rules import Demand
    from lawful.rules.phrase import Heard
    from lawful.syntax import Site

_WITHOUT = requires("async await", "`async` `await`", "`async def` `await`", allows=("function method coroutine def",))
_PLAIN = requires(
    "pure function",
    "sync function",
    "synchronous function",
    allows=("operation regular plain helper utility normal async io task asynchronous",),
)


def _hear_without(demand: Demand) -> Heard | None:
    """To forbid coroutines "without await" wants them to wait; to use `async` and `await` says nothing of the kind."""
    return _WITHOUT.hear(demand) if demand.negative else None


def _hear_def(demand: Demand) -> Heard | None:
    """Pure functions that are to be a plain `def`; that functions should be pure is another matter."""
    return _PLAIN.hear(demand) if any(token.text == "def" for token in demand.terms) else None


class NeedlessAsync(Check):
    """Flags functions that are `async def` and wait for nothing.

    Methods of classes with base classes, tests, fixtures, stubs and functions that are handed to others may have to be
    coroutines, and are left alone.
    """

    id = "needless-async"
    phrases = (
        replace(_WITHOUT, hear=_hear_without),
        forbids(
            "async merely", "needless async",
            allows=("function endpoint method fastapi support `async def` `async` def supports merely work logic",),
        ),
        replace(_PLAIN, hear=_hear_def),
    )  # fmt: skip
    asks = (
        "No async functions without await.",
        "Use `def` for pure functions",
        "Do not use async merely because FastAPI supports it.",
        "纯函数使用 `def`",
    )
    ignores = (
        "Use async/await.",
        "Use async endpoints.",
        "Use `def` for endpoints.",
        "Never block async functions.",
    )
    valid = (
        "async def f():\n    await g()\n    async def h():\n        async with a: ...\n    return h",
        "class A(B):\n    async def f(self):\n        return 1\nclass C:\n    async def __aenter__(self): ...",
        "async def f():\n    yield 1\nasync def g(): ...\nasync def h():\n    return [a async for a in b]",
        "async def handler(request):\n    return 1\nserver.register(handler)",
    )
    invalid = (
        Invalid("async def f():\n    return 1"),
        Invalid(
            "class A:\n    async def f(self):\n        async def g():\n            await h()\n        return 1", line=2
        ),
        Invalid("@app.get('/')\nasync def f():\n    return {}", line=2),
    )

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A coroutine."""
        return isinstance(node, ast.AsyncFunctionDef)

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A coroutine."""
        if node.asynchronous is None or is_dunder(node.name.value) or _is_stub(node) or _waits(node):
            return
        owner = site.definitions[-1] if site.definitions else None
        must_be = isinstance(owner, cst.ClassDef) and (owner.bases or owner.keywords)
        if must_be or is_test(node, site) or is_fixture(node, site) or _is_handed_on(node, site):
            return
        yield Finding(node, f"`{node.name.value}` waits for nothing; write `def`")


def _waits(node: cst.FunctionDef) -> bool:
    """Whether it awaits, yields, or loops or enters a context asynchronously, itself and not in a nested function."""
    return any(
        isinstance(each, (cst.Await, cst.Yield))
        or (getattr(each, "asynchronous", None) is not None and not isinstance(each, cst.FunctionDef))
        for each in descendants(node.body, into=(cst.FunctionDef, cst.Lambda, cst.ClassDef))
    )


def _is_stub(node: cst.FunctionDef) -> bool:
    """Whether the body only says that there is none."""
    return all(isinstance(each, cst.Raise) or says_nothing(each) for each in statements(node.body.body))


def _is_handed_on(node: cst.FunctionDef, site: Site) -> bool:
    """Whether the file mentions the function other than by calling it: what takes it may want a coroutine."""
    name, module = node.name.value, site.module
    return module.mentioned[name] - module.called[name] > 1
