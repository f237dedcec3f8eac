"""Whether text is put together with f-strings."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import (
    Check,
    Finding,
    Invalid,
    NodeEdit,
    NodeFix,
    Valid,
    forbids,
    parameters,
    prefers_to,
    replaced_by,
    requires,
)
from lawful.syntax import cst
from lawful.syntax.literals import literal
from lawful.syntax.outline import is_text
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lawful.syntax import Site

_KINDS = ("percent", "format", "concatenation")
_ALL = _KINDS[:2]
_WORDS = ("string formatting format interpolation concatenation old style formatter literal building dynamic",)


class MissingFString(Check):
    """Flags strings put together with `%`, `.format` or `+`, where an f-string would say it."""

    @parameters
    class Params:
        """What is meant: percent (`%`), format (`.format`), concatenation (`+`)."""

        kinds: tuple[str, ...] = _ALL

    id = "missing-f-string"
    phrases = (
        requires(
            "f-string",
            allows=("string formatting format interpolation style",),
            when={"concatenation": {"kinds": ("concatenation",)}},
            kinds=_ALL,
        ),
        replaced_by(
            "f-string",
            forbids(
                "`%` formatting",
                "`.format`",
                "`str.format`",
                "`format` string",
                "percent formatting",
                "string concatenation",
                "concatenation operator",
                allows=_WORDS,
                when={
                    "%": {"kinds": ("percent",)},
                    "percent": {"kinds": ("percent",)},
                    ".format": {"kinds": ("format",)},
                    "str.format": {"kinds": ("format",)},
                    "concatenation": {"kinds": ("concatenation",)},
                },
                kinds=(),
            ),
        ),
        prefers_to(
            "f-string",
            "`format`",
            "`%`",
            allows=("string formatting",),
            when={"%": {"kinds": ("percent",)}, "format": {"kinds": ("format",)}},
            kinds=(),
        ),
    )
    asks = (
        ("Use f-strings for string formatting.", {"kinds": _ALL}),
        ("Prefer f-strings over .format() and %-formatting", {"kinds": ("percent", "format")}),
        ("Use f-strings instead of format()", {"kinds": ("format",)}),
        ("Use f-strings instead of string concatenation", {"kinds": ("concatenation",)}),
    )
    ignores = (
        "Don't use f-strings for print lines where there are no variables to format.",
        "Never use f-strings in logging calls.",
        "Use Black for formatting.",
        "Do not use string formatting for SQL queries.",
    )
    valid = (
        "x = f'{a}'\ny = 7 % 2\nz = count % size",
        "log.info('%s', a)\nb'%d' % 1\n'a' 'b'\n'{}'.join(a)",
        "TEMPLATE.format(a)\n_('hello %s') % a\n'{}'.format(*a)",
        Valid("x = a + b\ny = 'a' + 'b'\nz = [1] + ['a']", {"kinds": ("concatenation",)}),
    )
    invalid = (
        Invalid("x = '%s is %s' % (a, b.c)"),
        Invalid("x = '{} {{}} {}'.format(a, b[0])", fixed="x = f'{a} {{}} {b[0]}'"),
        Invalid("x = 'a %05.2f' % a"),
        Invalid("x = 'a ' + b + '!'", params={"kinds": ("concatenation",)}),
    )

    def look_BinaryOperation(self, node: ast.BinOp) -> bool:
        """A `%` behind a string, or a `+` beside one."""
        if isinstance(node.op, ast.Mod):
            return "percent" in self.params.kinds and is_text(node.left)
        added = isinstance(node.op, ast.Add) and (is_text(node.left) or is_text(node.right))
        return added and "concatenation" in self.params.kinds

    def look_Call(self, node: ast.Call) -> bool:
        """`.format` of a string."""
        function = node.func
        formats = isinstance(function, ast.Attribute) and function.attr == "format" and is_text(function.value)
        return formats and "format" in self.params.kinds

    @classmethod
    def make_params(cls, values: Mapping[str, object]) -> Params:
        """The parameters, with the kinds in one order, whichever is said first."""
        params: MissingFString.Params = super().make_params(values)
        return cls.Params(tuple(each for each in _KINDS if each in params.kinds))

    @classmethod
    def covers(cls, params: Params, other: Params) -> bool:
        """Whether all of the other kinds are among these."""
        return {*other.kinds} <= {*params.kinds}

    def visit_BinaryOperation(self, node: cst.BinaryOperation, site: Site) -> Iterator[Finding]:
        """A `%` behind a string, or a `+` between strings and something else."""
        if isinstance(node.operator, cst.Modulo) and "percent" in self.params.kinds:
            text = literal(node.left)
            if text is not None:
                fix = _fix(node, node.left, text.split("%s"), _values(node.right), site) if _only_plain(text) else None
                yield Finding(node, "this string is formatted with `%`; write an f-string", fix)
        elif isinstance(node.operator, cst.Add) and "concatenation" in self.params.kinds:
            yield from self._concatenation(node, site)

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """`.format` of a string that is written out."""
        function = node.func
        if "format" not in self.params.kinds or not isinstance(function, cst.Attribute):
            return
        text = literal(function.value)
        # What is unpacked has no expression of its own that could stand in an f-string.
        if function.attr.value == "format" and text is not None and not any(each.star for each in node.args):
            values = [each.value for each in node.args if each.keyword is None]
            plain = text.replace("{{", "").replace("}}", "").replace("{}", "")
            fix = None
            if len(values) == len(node.args) and not set("{}") & set(plain):
                fix = _fix(node, function.value, _between(text), values, site)
            yield Finding(node, "this string is formatted with `.format`; write an f-string", fix)

    def _concatenation(self, node: cst.BinaryOperation, site: Site) -> Iterator[Finding]:
        if isinstance(site.parent, cst.BinaryOperation) and isinstance(site.parent.operator, cst.Add):
            return
        parts: list[cst.BaseExpression] = []
        rest: cst.BaseExpression = node
        while isinstance(rest, cst.BinaryOperation) and isinstance(rest.operator, cst.Add) and not rest.lpar:
            parts.append(rest.right)
            rest = rest.left
        parts = [rest, *parts[::-1]]
        texts = [literal(each) for each in parts]
        written = [each for each, text in zip(parts, texts, strict=True) if text is not None]
        if written and len(written) < len(parts):
            between, values = [""], []
            for part, text in zip(parts, texts, strict=True):
                if text is None:
                    values.append(part)
                    between.append("")
                else:
                    between[-1] += text.replace("{", "{{").replace("}", "}}")
            fix = _fix(node, written[0], between, values, site)
            yield Finding(node, "this string is put together with `+`; write an f-string", fix)


def _only_plain(text: str) -> bool:
    """Whether nothing but `%s` stands in a format, and no brace."""
    return not set("%{}") & set(text.replace("%s", ""))


def _values(node: cst.BaseExpression) -> list[cst.BaseExpression] | None:
    """What is formatted with `%`, if that can be told: a name may hold a tuple."""
    if isinstance(node, cst.Tuple):
        return [each.value for each in node.elements if isinstance(each, cst.Element)]
    return None


def _between(text: str) -> list[str]:
    """What stands before, between and behind the `{}` of a format, in which doubled braces stay."""
    kept = text.replace("{{", "\0").replace("}}", "\1")
    return [each.replace("\0", "{{").replace("\1", "}}") for each in kept.split("{}")]


def _fix(
    node: cst.CSTNode,
    template: cst.BaseExpression,
    between: list[str],
    values: list[cst.BaseExpression] | None,
    site: Site,
) -> NodeFix | None:
    """An f-string of plain text and plain expressions on one line; whatever needs an escape is left alone."""
    if values is None or len(between) != len(values) + 1 or site.module.span(node).lines > 1:
        return None
    if not isinstance(template, cst.SimpleString) or template.prefix or len(template.quote) > 1:
        return None
    written = [site.module.text(each) for each in values]
    if any(set("\"'\\{}\n") & set(each) or "\\" in each for each in written):
        return None
    if any(set("\"'\\\n\r\t") & set(each) or not each.isprintable() for each in between):
        return None
    if any(
        isinstance(each, (cst.Lambda, cst.NamedExpr, cst.Yield, cst.Await, cst.IfExp, cst.GeneratorExp))
        for each in values
    ):
        return None
    quote = template.quote
    text = between[0] + "".join(f"{{{value}}}{behind}" for value, behind in zip(written, between[1:], strict=True))
    # Only `.format` asks a value how it is to be formatted, as an f-string does.
    same = Applicability.SAFE if isinstance(node, cst.Call) else Applicability.UNSAFE
    return NodeFix((NodeEdit(node, f"f{quote}{text}{quote}"),), same)
