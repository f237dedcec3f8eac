"""Whether comments are written in the agreed language."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Docstring, DocstringCheck, Finding, Invalid, Valid, parameters, requires
from lawful.syntax import cst
from lawful.syntax.comments import is_for_tools
from lawful.syntax.literals import literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_SCRIPTS = {
    "English": regex(r"[\u0370-\u06ff\u0900-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2}"),
    "Chinese": regex(r"[\u3400-\u9fff]"),
}
"""What tells that a text is not English, and that it may be Chinese."""
_WORDS_OF_LATIN = regex(r"(?:\b[A-Za-z]{2,}\b\W+){3}")
_URL = regex(r"https?://\S+|`[^`]*`")
_LOGGING = frozenset({"debug", "info", "warning", "error", "exception", "critical"})
_WHEN = {
    "comment": {"places": ("comment",)},
    "docstring": {"places": ("docstring",)},
    "logging": {"places": ("log",)},
}
_ENGLISH = {"language": "English", "places": ("comment",)}


class CommentLanguage(DocstringCheck):
    """Flags comments, docstrings or log messages that are not in the agreed language, as their script shows."""

    @parameters
    class Params:
        """The language, English or Chinese; where it must be used: comment, docstring, log."""

        language: str = "English"
        places: tuple[str, ...] = ("comment",)

    id = "comment-language"
    phrases = tuple(
        requires(
            *(f"{language} {place}" for place in _WHEN),
            allows=("write written message code documentation variable name string inline simplified",),
            when=_WHEN,
            language=language.capitalize(),
            places=(),
        )
        for language in ("english", "chinese")
    )
    asks = (
        ("Use **English** for all comments.", _ENGLISH),
        ("Comments and docstrings must be in English", {"language": "English", "places": ("comment", "docstring")}),
        ("代码注释使用中文", {"language": "Chinese", "places": ("comment",)}),
        ("Use English for all comments and logs", {"language": "English", "places": ("comment", "log")}),
    )
    ignores = (
        "Write pull requests in English.",
        "Comments must be clear.",
        "Answer in Chinese.",
        "Comments may be in English or Chinese.",
    )
    valid = (
        "# Café, naïve: the mean of a sample\nx = '数据'",
        Valid("# 数据 from the server\n# TODO\n# noqa: E501 because of this and that", {"language": "Chinese"}),
        Valid("log.info('数据')", {"places": ("comment",)}),
        Valid('"""Data."""\nprint("данные")', {"places": ("docstring", "log")}),
    )
    invalid = (
        Invalid("x = 1  # 数据"),
        Invalid('def f():\n    """Данные."""', params={"places": ("docstring",)}),
        Invalid("log.info('데이터')", params={"places": ("log",)}),
        Invalid("# what the server has sent us", params={"language": "Chinese"}),
    )

    def look_docstring(self, said: str) -> bool:
        """A docstring in another language."""
        return "docstring" in self.params.places and self._is_other(said)

    def look_file(self, outline: Outline) -> bool:
        """Text in another script shows in the file, unless escapes write it."""
        foreign = not outline.source.text.isascii() or "\\" in outline.source.text
        return self.params.language != "English" or foreign

    def look_Module(self, node: ast.Module) -> bool:
        """The comments, of which Python's tree knows nothing, or the docstring."""
        return "comment" in self.params.places or super().look_Module(node)

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The comments of the file, and its docstring."""
        yield from super().visit_Module(node, site)
        if "comment" in self.params.places and "#" in site.module.source.text:
            for span, comment in site.module.comments:
                if not is_for_tools(comment) and self._is_other(comment):
                    yield Finding(span, f"this comment is not in {self.params.language}")

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A log message that is written out."""
        del site
        if "log" not in self.params.places or not node.args or not isinstance(node.func, cst.Attribute):
            return
        owner = node.func.value
        name = (
            owner.attr.value if isinstance(owner, cst.Attribute) else owner.value if isinstance(owner, cst.Name) else ""
        )
        logs = node.func.attr.value in _LOGGING and re.fullmatch("_?log(?:ger|ging)?", name, re.IGNORECASE)
        if logs and self._is_other(literal(node.args[0].value) or ""):
            yield Finding(node, f"this log message is not in {self.params.language}")

    def docstring(self, found: Docstring, site: Site) -> Iterator[Finding]:
        """A docstring."""
        del site
        if "docstring" in self.params.places and self._is_other(found.said):
            yield Finding(found.where, f"this docstring is not in {self.params.language}")

    def _is_other(self, text: str) -> bool:
        plain = _URL.sub("", text)
        found = _SCRIPTS[self.params.language].search(plain)
        return bool(found) if self.params.language == "English" else not found and bool(_WORDS_OF_LATIN.search(plain))
