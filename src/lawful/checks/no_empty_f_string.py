"""Whether f-strings hold something to format."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, Valid, forbids, parameters
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site


_PRINTED = {"printed": True}


class NoEmptyFString(Check):
    """Flags f-strings without a placeholder."""

    @parameters
    class Params:
        """Whether only what is printed counts."""

        printed: bool = False

    id = "no-empty-f-string"
    phrases = (
        forbids(
            "f-string without-placeholder", "empty f-string",
            allows=("line string plain regular text message without-placeholder",),
            when={"print": _PRINTED},
        ),
    )  # fmt: skip
    asks = (
        ("Don't use f-strings for print lines where there are no variables", _PRINTED),
        ("No f-strings without placeholders.", {"printed": False}),
        "Never use an f-string without any placeholders",
        "Avoid f-strings when there are no variables",
    )
    ignores = (
        "Don't use f-strings.",
        "Use f-strings for formatting.",
        "Do not use f-strings in logging calls.",
        "Do not define functions without variables.",
    )
    valid = (
        "f'{x}'",
        "f'a' f'{x}'",
        "'{x}'",
        Valid("print(f'{x}')\nlog(f'x')", _PRINTED),
    )
    invalid = (
        Invalid("x = f'a {{b}}'", fixed="x = 'a {b}'"),
        Invalid('x = (\n    "a"\n    rF"""b"""\n)', line=3, fixed='x = (\n    "a"\n    r"""b"""\n)'),
        Invalid("print(f'x', y)", fixed="print('x', y)", params=_PRINTED),
    )

    def look_file(self, outline: Outline) -> bool:
        """There is an f-string without a placeholder; the format of one is none."""
        formats = {id(each.format_spec) for each in outline.of_kind(ast.FormattedValue)}
        return any(
            id(each) not in formats and not any(isinstance(part, ast.FormattedValue) for part in each.values)
            for each in outline.of_kind(ast.JoinedStr)
        )

    def visit_FormattedString(self, node: cst.FormattedString, site: Site) -> Iterator[Finding]:
        """An f-string; one of several that stand side by side may be one for the sake of its neighbours."""
        whole: cst.CSTNode = node
        around = list(site.ancestors)
        while around and isinstance(around[-1], cst.ConcatenatedString):
            whole = around.pop()
        if _has_placeholder(whole) or (self.params.printed and not _is_printed(around, site)):
            return
        prefix = "".join(each for each in node.start if each not in "fF")
        text = site.module.text(node)[len(node.start) : -len(node.end)].replace("{{", "{").replace("}}", "}")
        fix = NodeFix((NodeEdit(node, f"{prefix}{text}{node.end}"),))
        yield Finding(node, "this f-string has no placeholder; write a plain string", fix)


def _has_placeholder(node: cst.CSTNode) -> bool:
    while isinstance(node, cst.ConcatenatedString):
        if _has_placeholder(node.left):
            return True
        node = node.right
    return isinstance(node, cst.FormattedString) and any(
        isinstance(part, cst.FormattedStringExpression) for part in node.parts
    )


def _is_printed(around: list[cst.CSTNode], site: Site) -> bool:
    call = around[-2] if len(around) > 1 and isinstance(around[-1], cst.Arg) else None
    return isinstance(call, cst.Call) and "builtins.print" in site.resolve(call.func)
