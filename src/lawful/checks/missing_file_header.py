"""Whether files say whose they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, parameters, requires
from lawful.source import Span
from lawful.syntax import cst
from lawful.syntax.docstrings import docstring
from lawful.syntax.literals import literal
from lawful.syntax.outline import docstring_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_SIGNS = {
    "license": re.compile(r"licen[cs]e|copyright|SPDX-|\(c\)|©", re.IGNORECASE),
    "copyright": re.compile(r"copyright|\(c\)|©|SPDX-FileCopyrightText", re.IGNORECASE),
    "SPDX": re.compile(r"SPDX-License-Identifier:"),
}
_WORDS = "file module header notice comment license copyright start begin include source identifier apache mit bsd 2.0"
_SPDX = {"kind": "SPDX"}


class MissingFileHeader(Check):
    """Flags files that do not begin with a license or copyright notice, in comments or in the docstring."""

    @parameters
    class Params:
        """What must be named: license, copyright or SPDX."""

        kind: str = "license"

    id = "missing-file-header"
    phrases = (
        requires("SPDX", "`SPDX-License-Identifier`", allows=(_WORDS, "SPDX"), kind="SPDX"),
        requires("copyright header", "copyright notice", "file copyright", allows=(_WORDS,), kind="copyright"),
        requires("license header", "license notice", "license comment", allows=(_WORDS,), kind="license"),
    )
    asks = (
        ("Every file must start with a license header.", {"kind": "license"}),
        ("All source files must have a copyright notice", {"kind": "copyright"}),
        ("Add an SPDX license identifier to every file", _SPDX),
        ("Include the Apache 2.0 license header in each file", {"kind": "license"}),
    )
    ignores = (
        "Do not add license headers.",
        "The license is MIT.",
        "Check the licenses of dependencies.",
        "License headers are optional.",
    )
    valid = (
        "# Licensed under the MIT license.\nimport os",
        '"""What it does.\n\nCopyright us, 2020.\n"""',
        "",
        Valid("#!/usr/bin/env python\n# SPDX-License-Identifier: MIT\nx = 1", _SPDX),
    )
    invalid = (
        Invalid("import os"),
        Invalid("# What it does\nx = 1\n# Copyright us"),
        Invalid("# Copyright us\nx = 1", params=_SPDX),
    )

    def look_file(self, outline: Outline) -> bool:
        """Neither the lines before the code nor the docstring hold a notice."""
        body = outline.tree.body
        if not body:
            return False
        sign = _SIGNS[self.params.kind]
        first = min([body[0].lineno, *(each.lineno for each in getattr(body[0], "decorator_list", ()))])
        head = "\n".join(outline.text.split("\n")[: first - 1])
        return not sign.search(head) and not sign.search(docstring_of(outline.tree) or "")

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The file as a whole; an empty one is nobody's."""
        if not node.body:
            return
        first = site.module.span(node.body[0]).line
        said = [comment for span, comment in site.module.comments if span.line <= first]
        text = docstring(node)
        if not _SIGNS[self.params.kind].search("\n".join([*said, (text and literal(text)) or ""])):
            yield Finding(Span(1, 1, 1, 1), f"the file does not begin with a {self.params.kind} notice")
