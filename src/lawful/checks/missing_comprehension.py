"""Whether lists are built by comprehensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, prefers, requires, said_with, spoken
from lawful.syntax import cst, descendants
from lawful.syntax.bodies import assigned
from lawful.syntax.literals import dotted

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from lawful.syntax import Site

_WORDS = ("comprehension list dict set generator expression simple transformation create build data building filter",)
_LOOPS = ("loop for explicit append manual traditional `for` loops call lambda `append`",)
_WAITING = frozenset({"Await", "Yield", "NamedExpr"})


class MissingComprehension(Check):
    """Flags loops that do nothing but append to a list that is made empty just before."""

    id = "missing-comprehension"
    phrases = (
        prefers("comprehension", allows=_WORDS, over=_LOOPS),
        said_with("loop", prefers("comprehension", allows=_WORDS, over=(*_LOOPS, "map filter"))),
        spoken(requires("comprehension", allows=_WORDS)),
    )
    asks = (
        "Prefer list comprehensions over for loops.",
        "Use list comprehensions instead of loops",
        "Use comprehensions for simple transformations",
        "Comprehensions are preferred over loops",
    )
    ignores = (
        "Never use nested comprehensions.",
        "Use comprehensions where appropriate.",
        "Comprehensions may be used.",
        "Format comprehensions on several lines.",
    )
    valid = (
        "a = []\nfor b in c:\n    d = f(b)\n    a.append(d)",
        "a = []\nfor b in c:\n    a.append(len(a))",
        "a = [1]\nfor b in c:\n    a.append(b)",
        "async def f():\n    a = []\n    async for b in c:\n        a.append(b)",
    )
    invalid = (
        Invalid("a = []\nfor b in c:\n    a.append(f(b))", line=2),
        Invalid("def f():\n    a: list[int] = []\n    for b in c:\n        if b:\n            a.append(b)", line=3),
        Invalid("a = list()\nfor b in c: a.append(b)", line=2),
    )

    def look_For(self, node: ast.For | ast.AsyncFor) -> bool:
        """A loop with one statement."""
        return len(node.body) == 1 and not node.orelse

    def visit_For(self, node: cst.For, site: Site) -> Iterator[Finding]:
        """A loop."""
        appended = _appended(node.body)
        if appended is None or node.asynchronous or node.orelse:
            return
        name, value = appended
        statements = getattr(site.parent, "body", ())
        at = next((at for at, each in enumerate(statements) if each is node), 0)
        inside = [value, *descendants(value), node.iter, *descendants(node.iter)]
        blocked = any(
            type(each).__name__ in _WAITING or (isinstance(each, cst.Name) and each.value == name) for each in inside
        )
        if at and not blocked and _made_empty(statements[at - 1], site) == name:
            yield Finding(node, f"this loop only fills `{name}`; write a comprehension")


def _appended(body: cst.BaseSuite) -> tuple[str, cst.BaseExpression] | None:
    """What a loop appends to and what it appends, if it does nothing else; a condition may stand before it."""
    if len(body.body) != 1:
        return None
    only = body.body[0]
    if isinstance(only, cst.If) and only.orelse is None:
        return _appended(only.body)
    if isinstance(only, cst.SimpleStatementLine):
        only = only.body[0] if len(only.body) == 1 else only
    call = only.value if isinstance(only, cst.Expr) else None
    if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Attribute) or call.func.attr.value != "append":
        return None
    plain = len(call.args) == 1 and not call.args[0].star and isinstance(call.func.value, cst.Name)
    return (dotted(call.func.value), call.args[0].value) if plain else None


def _made_empty(node: cst.CSTNode, site: Site) -> str | None:
    """The name that a statement binds to an empty list, if it does."""
    line = node.body if isinstance(node, cst.SimpleStatementLine) else ()
    part = line[0] if len(line) == 1 else None
    pair = assigned(part) if part is not None else None
    if pair is None:
        return None
    target, value = pair
    called = isinstance(value, cst.Call) and not value.args and "builtins.list" in site.resolve(value.func)
    empty = (isinstance(value, cst.List) and not value.elements) or called
    return target.value if empty and isinstance(target, cst.Name) else None
