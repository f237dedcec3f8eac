"""Whether Chinese, Japanese and Korean text keeps a space from Latin letters."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Docstring, DocstringCheck, Finding, Invalid, NodeEdit, NodeFix, requires
from lawful.source import Span
from lawful.syntax import cst
from lawful.syntax.comments import is_for_tools
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_CJK = "\u3400-\u9fff\u3040-\u30ff"
_TOUCH = regex(rf"(?<=[{_CJK}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{_CJK}])")
_CODE = regex(r"`[^`\n]*`|https?://\S+|\\.")


class MissingCjkSpacing(DocstringCheck):
    """Flags comments and docstrings in which Chinese or Japanese stands beside Latin letters without a space."""

    id = "missing-cjk-spacing"
    phrases = (requires("cjk-latin space", allows=("add text between letter character word comment docstring",)),)
    asks = (
        "中英文之间要有空格",
        "在中文和英文之间添加空格",
        "Add a space between Chinese and English text",
    )
    ignores = (
        "Use 4 spaces.",
        "中文和英文均可",
        "Translate between Chinese and English.",
    )
    valid = ("# 读取 JSON 文件", "x = '读取JSON文件'", "# see `读取JSON` at https://example.org/读取JSON", "")
    invalid = (
        Invalid("x = 1  # 读取JSON文件", fixed="x = 1  # 读取 JSON 文件"),
        Invalid('def f():\n    """\n    共3个。\n    """', line=3, fixed='def f():\n    """\n    共 3 个。\n    """'),
    )

    def look_file(self, outline: Outline) -> bool:
        """Two scripts touch somewhere."""
        return bool(_TOUCH.search(outline.source.text))

    def look_Module(self, node: ast.Module) -> bool:
        """The comments, of which Python's tree knows nothing."""
        del node
        return True

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The comments of the file, and its docstring."""
        if site.module.source.text.isascii():
            return
        for span, comment in site.module.comments:
            if not is_for_tools(comment):
                yield from _line(span, comment, Applicability.SAFE)
        yield from super().visit_Module(node, site)

    def docstring(self, found: Docstring, site: Site) -> Iterator[Finding]:
        """A docstring, in each line of which something stands at its own place."""
        span = site.module.span(found.text)
        for number in range(span.line, span.end_line + 1):
            start = span.column if number == span.line else 1
            line = site.module.source.line(number)
            end = span.end_column if number == span.end_line else len(line) + 1
            yield from _line(Span(number, start, number, end), line[start - 1 : end - 1], Applicability.UNSAFE)


def _line(span: Span, text: str, applicability: Applicability) -> Iterator[Finding]:
    """What touches in one line of text; code and addresses are left alone."""
    plain = _CODE.sub(lambda found: " " * len(found.group()), text)
    found = [match.start() for match in _TOUCH.finditer(plain)]
    if found:
        spots = [Span(span.line, span.column + at, span.line, span.column + at) for at in found]
        fix = NodeFix(tuple(NodeEdit(spot, " ") for spot in spots), applicability)
        yield Finding(spots[0], "a space is missing between scripts", fix)
