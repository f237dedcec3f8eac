"""Whether comments are words and not code."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lawful.errors import SourceError
from lawful.regex import regex
from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, forbids, requires
from lawful.source import Source, Span
from lawful.syntax import Module, cst
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_WORDS = regex(r"#\s*(?:type:|noqa|pragma|pylint|ruff|fmt|isort|mypy|pyright|lawful|nosec|%|!|:)", re.IGNORECASE)
_SPACED_CALL = regex(
    r"^(?!(?:if|elif|while|return|assert|await|raise|del|with|for|def|class|async|except)\b)"
    r"(?:[\w.]+ +[\w.]*\(|[\w.]*\. )"
)
"""What only parses as code: `e.g. f(x)`."""
_HINTS = regex(r"[=(@]|:$|^(?:import|from|return|raise|del|assert)\b")
"""What statements have and most sentences lack; a cheap look before parsing."""
_LONGEST = 300
"""Characters of a comment that is looked into."""
_SENTENCE = regex(r"^[A-Za-z][\w' ,]*[.!?:]?$")
_BEGINS = regex(r"^(?:(?:if|elif|for|while|with|def|class|async def|except|try|else|finally)\b.*:|@[\w.]+(?:\(.*\))?)$")


class NoCommentedOutCode(Check):
    """Flags comments that hold statements of Python; a name, a word or an example behind `>>>` is none."""

    id = "no-commented-out-code"
    phrases = (
        forbids(
            "commented-out",
            "dead commented-out",
            "comment out",
            allows=("dead code block line leave unused old commented-out out",),
        ),
        requires("remove commented-out", "delete commented-out", allows=("code dead block remove delete unused",)),
    )
    asks = (
        "No commented-out code.",
        "Never leave commented-out code",
        "Remove commented-out code",
        "Avoid commented code",
    )
    ignores = ("No comments.", "Comment out the test first.", "Comments say why.", "Never comment out tests.")
    valid = (
        "# the answer is x\n# @author\n# see a, b\n# return\n# TODO: x = 1 is wrong",
        "x = 1  # type: ignore\n# >>> f(1)\n# x == 1 here\n# (see above)",
        "x = '# y = 1'\n# note: this\n# True\n# e.g. f(x)\n# e.g. y = f(x)\n# as in:\n#    f(x)",
    )
    invalid = (
        Invalid("# x = f(1)"),
        Invalid("y = 1\n# import os", line=2),
        Invalid("def f():\n    # print('x', 1)\n    pass", line=2),
        Invalid("# if x == 1:\ny = 1"),
    )

    def look_file(self, outline: Outline) -> bool:
        """There are comments."""
        return "#" in outline.text

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The comments of the file."""
        del node
        last = 0
        comments = site.module.comments if "#" in site.module.source.text else ()
        following = {span.line - 1: comment.lstrip("#") for span, comment in comments}
        for span, comment in comments:
            text = comment.lstrip("#")
            # What stands indented below words is their example.
            example = text.startswith("  ") and last != span.line - 1
            if example or _WORDS.match(comment):
                continue
            if _is_code(text.strip()) or _begins_block(text, following.get(span.line, "")):
                last = span.line
                message = "this comment is code; take it out, for the history keeps it"
                yield Finding(span, message, _fix(span, site))


def _fix(span: Span, site: Site) -> NodeFix | None:
    """Without the line, to look at: whether it is needed any more only people can tell."""
    source = site.module.source
    if source.line(span.line)[: span.column - 1].strip() or span.line >= len(source.lines):
        return None
    return NodeFix((NodeEdit(Span(span.line, 1, span.line + 1, 1), ""),), Applicability.DISPLAY)


def _begins_block(text: str, following: str) -> bool:
    """Whether a line that may be a sentence begins a block, because a statement stands indented below it."""
    indent = len(following) - len(following.lstrip())
    if not _BEGINS.match(text.strip()) or indent <= len(text) - len(text.lstrip()) or not _is_code(following.strip()):
        return False
    try:
        return Module.parse(Source(f"{text.strip()}\n    {following.strip()}")).tree is not None
    except SourceError:
        return False


def _is_code(text: str) -> bool:
    """Whether a text is a statement that nobody would write as a sentence."""
    if not text or len(text) > _LONGEST or not _HINTS.search(text) or _SPACED_CALL.match(text):
        return False
    if text.startswith("@") and not {"(", "."} & set(text):
        return False  # somebody's name
    if _BEGINS.match(text):
        # "for example:" and "with care:" are sentences.
        text = f"{text}\n    pass" if not text.startswith("@") else f"{text}\ndef f(): ..."
        if _SENTENCE.match(text.partition("\n")[0]) and not text.startswith(("def ", "class ")):
            return False
    try:
        body = Module.parse(Source(text)).tree.body
    except SourceError:
        return False
    if not body or not isinstance(body[0], cst.SimpleStatementLine):
        return bool(body)
    return all(_is_statement(each) for each in body[0].body)


def _is_statement(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Expr):
        return isinstance(node.value, (cst.Call, cst.Await))
    if isinstance(node, (cst.Return, cst.Raise, cst.Del, cst.Assert)):
        value = next((each for each in node.children if isinstance(each, cst.BaseExpression)), None)
        return value is not None and not isinstance(value, cst.Name)
    return isinstance(node, (cst.Assign, cst.AugAssign, cst.Import, cst.ImportFrom))
