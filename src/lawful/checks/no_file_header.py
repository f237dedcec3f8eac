"""Whether files begin with code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids
from lawful.syntax import cst
from lawful.syntax.comments import is_for_tools

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_WORDS = "file header comment top start beginning begin notice block license copyright head author"


class NoFileHeader(Check):
    """Flags comments at the top of a file, before its first statement; those that speak to tools are left alone."""

    id = "no-file-header"
    phrases = (
        forbids(
            "header comment",
            "file header",
            "license header",
            "copyright header",
            "comment top file",
            "comment start file",
            "comment beginning file",
            "comment top module",
            "author header",
            allows=(_WORDS, "module"),
        ),
    )
    asks = (
        "No comments at the top of files.",
        "Do not add license headers",
        "Avoid file header comments",
        "不要在文件开头添加注释",
    )
    ignores = (
        "Every file must have a license header.",
        "Imports go at the top of the file.",
        "Do not remove license headers.",
        "No comments.",
    )
    valid = (
        "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\nimport os",
        '"""What it does."""\n\n# why\nx = 1',
        "import os\n# why\nx = 1",
        "",
    )
    invalid = (
        Invalid("# Copyright us\nimport os"),
        Invalid("#!/usr/bin/env python\n\n# By me\n# In May\nx = 1", line=3),
        Invalid('# By me\n"""What it does."""'),
    )

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The comments before the first statement."""
        first = site.module.span(node.body[0]).line if node.body else 0
        for span, comment in site.module.comments if "#" in site.module.source.text else ():
            if span.line >= first:
                return
            if not is_for_tools(comment):
                yield Finding(span, "the file begins with a comment; begin with the code, or with a docstring")
                return
