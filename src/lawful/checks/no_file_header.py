"""Whether files begin with code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Check, Finding, Invalid, Valid, forbids, parameters
from lawful.syntax import cst
from lawful.syntax.comments import is_for_tools

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_WORDS = "file header comment top start beginning begin notice block license copyright head author"
_NOTICE = regex(r"licen[cs]e|copyright|SPDX-|\(c\)|©|author|created by|written by", re.IGNORECASE)


class NoFileHeader(Check):
    """Flags comments at the top of a file, before its first statement; those that speak to tools are left alone."""

    @parameters
    class Params:
        """Whether only notices of license, copyright or author are meant."""

        notice: bool = False

    id = "no-file-header"
    phrases = (
        forbids(
            "license header",
            "copyright header",
            "author header",
            "license notice",
            "copyright notice",
            allows=(_WORDS, "module"),
            notice=True,
        ),
        forbids(
            "header comment",
            "file header",
            "comment top file",
            "comment start file",
            "comment beginning file",
            "comment top module",
            allows=(_WORDS, "module"),
        ),
    )
    asks = (
        ("No comments at the top of files.", {"notice": False}),
        ("Do not add license headers", {"notice": True}),
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
        Valid("# Reads the tables of the archive.\nimport os", {"notice": True}),
    )
    invalid = (
        Invalid("# Copyright us\nimport os"),
        Invalid("#!/usr/bin/env python\n\n# By me\n# In May\nx = 1", line=3),
        Invalid('# By me\n"""What it does."""'),
    )

    def look_file(self, outline: Outline) -> bool:
        """There is a comment above the code."""
        first = outline.tree.body[0].lineno if outline.tree.body else 1
        return any("#" in line for line in outline.text.split("\n")[: first - 1])

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The comments before the first statement."""
        first = site.module.span(node.body[0]).line if node.body else 0
        for span, comment in site.module.comments if "#" in site.module.source.text else ():
            if span.line >= first:
                return
            if not is_for_tools(comment) and (not self.params.notice or _NOTICE.search(comment)):
                yield Finding(span, "the file begins with a comment; begin with the code, or with a docstring")
                return
