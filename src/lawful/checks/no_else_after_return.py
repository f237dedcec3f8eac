"""Whether an `else` stands where control never comes past the `if`."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import (
    Check,
    Finding,
    Invalid,
    NodeEdit,
    NodeFix,
    Phrase,
    Valid,
    forbids,
    parameters,
    prefers,
    requires,
)
from lawful.source import Span
from lawful.syntax import cst, descendants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.rules import Demand
    from lawful.rules.phrase import Heard
    from lawful.syntax import Site

_RAISE = {"after": ("return", "raise")}
_ELSE = forbids("else", allows=("block branch clause",))


def _hear_unneeded(demand: Demand) -> Heard | None:
    """An `else` is one too many only where it is called so."""
    return _ELSE.hear(demand) if "unnecessary" in demand.verbs else None


class NoElseAfterReturn(Check):
    """Flags `else` and `elif` after a branch that returns: what follows is only reached otherwise anyway."""

    @parameters
    class Params:
        """The statements that end a branch: return, raise, continue, break; whether only `else` is meant, no `elif`."""

        after: tuple[str, ...] = ("return",)
        only_else: bool = False

    id = "no-else-after-return"
    phrases = (
        forbids(
            "else after return",
            "else return",
            "needless else",
            allows=("elif", "unnecessary", "needless", "branch", "after", "block"),
            when={"raise": {"after": ("raise",)}, "continue": {"after": ("continue",)}, "break": {"after": ("break",)}},
            after=("return",),
        ),
        Phrase(_hear_unneeded),
        requires(
            "early-return",
            allows=(
                "early-return nesting nested reduce pattern condition error edge-case simplify simple deep deeply if",
                "statement function handle invalid input avoid check precondition validation logic guard flow state",
                "early happy path case error-handling failure success",
            ),
            only_else=True,
        ),
        prefers(
            "early-return",
            allows=("pattern condition",),
            only_else=True,
            over=("nested nesting deep deeply if ifs else statement conditional block condition `if` `else`",),
        ),
    )
    asks = (
        "No else after return.",
        "Avoid unnecessary `else` after `return`.",
        ("Never write else after return or raise", {"after": ("return", "raise")}),
        ("Use early returns to reduce nesting.", {"only_else": True}),
    )
    ignores = ("Return None early in the day.", "Always handle the else branch.", "Never return None.")
    valid = (
        "def f(x):\n    if x:\n        return 1\n    return 2",
        "def f(x):\n    if x:\n        g()\n    else:\n        return 2",
        Valid("def f(x):\n    if x:\n        raise E\n    else:\n        g()"),
        Valid("def f(x):\n    if x:\n        return 1\n    elif y:\n        return 2", {"only_else": True}),
    )
    invalid = (
        Invalid(
            "def f(x):\n    if x:\n        return 1\n    else:\n        # why\n        return g(\n            x)\n",
            line=4,
            fixed="def f(x):\n    if x:\n        return 1\n    # why\n    return g(\n        x)\n",
        ),
        Invalid("def f(x):\n    if x:\n        return 1\n    elif g():\n        return 2\n    return 3", line=4),
        Invalid(
            "for x in y:\n    if x:\n        raise E\n    else:\n        g()",
            line=4,
            fixed="for x in y:\n    if x:\n        raise E\n    g()",
            params=_RAISE,
        ),
        Invalid('def f(x):\n    if x:\n        return 1\n    else:\n        return """\n    a"""', line=4),
    )

    def look_If(self, node: ast.If) -> bool:
        """A branch that ends so, with another behind it."""
        kinds = {ast.Return: "return", ast.Raise: "raise", ast.Continue: "continue", ast.Break: "break"}
        return bool(node.orelse) and kinds.get(type(node.body[-1])) in self.params.after

    def visit_If(self, node: cst.If, site: Site) -> Iterator[Finding]:
        """An `if` or `elif` whose body ends as it must not before an `else`."""
        if node.orelse is None or _ending(node.body) not in self.params.after:
            return
        if not all(_ending(each.body) in self.params.after for each in _before(node, site)):
            return
        if self.params.only_else and isinstance(node.orelse, cst.If):
            return
        # An `elif` is the `else` of the branch before it, whose own end decides whether this one can be left out.
        is_elif = isinstance(site.parent, cst.If) and site.parent.orelse is node
        fix = _dedent(node.orelse, site) if isinstance(node.orelse, cst.Else) and not is_elif else None
        word = "else" if isinstance(node.orelse, cst.Else) else "elif"
        ended = _ending(node.body)
        yield Finding(node.orelse, f"`{word}` is not needed after `{ended}`; write what follows without it", fix)


def _before(node: cst.If, site: Site) -> Iterator[cst.If]:
    """The branches that an `elif` follows."""
    for outer in reversed(site.ancestors):
        if not isinstance(outer, cst.If) or outer.orelse is not node:
            return
        yield outer
        node = outer


def _ending(body: cst.BaseSuite) -> str | None:
    last: cst.CSTNode | None = body.body[-1] if body.body else None
    if isinstance(last, cst.SimpleStatementLine):
        last = last.body[-1]
    kinds: dict[type[cst.CSTNode], str] = {
        cst.Return: "return",
        cst.Raise: "raise",
        cst.Continue: "continue",
        cst.Break: "break",
    }
    return next((word for kind, word in kinds.items() if isinstance(last, kind)), None)


def _dedent(node: cst.Else, site: Site) -> NodeFix | None:
    """Take the `else:` line away and move its block to the left, where no text would change with it."""
    if not isinstance(node.body, cst.IndentedBlock) or node.body.header.comment is not None or node.leading_lines:
        return None
    module = site.module
    outer, span = module.span(node), module.span(node.body)
    indent = module.source.line(outer.line)[: outer.column - 1]
    inner = module.source.line(module.span(node.body.body[0]).line)
    width = len(inner) - len(inner.lstrip()) - len(indent)
    if any("\n" in module.tree.code_for_node(each) for each in descendants(node) if isinstance(each, cst.BaseString)):
        return None
    edits = [NodeEdit(Span(outer.line, 1, outer.line + 1, 1), "")]
    for number in range(outer.line + 1, span.end_line + 1):
        line = module.source.line(number)
        if line.strip():
            if not line.startswith(inner[: len(indent) + width]):
                return None
            edits.append(NodeEdit(Span(number, len(indent) + 1, number, len(indent) + width + 1), ""))
    return NodeFix(tuple(edits))
