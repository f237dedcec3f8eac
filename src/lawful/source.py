r"""Code as text: where things stand in it and how it is edited.

Positions are 1-based lines and 1-based columns counted in characters. Only `\\n`, `\\r\\n` and `\\r` end a line:
the other separators that `str.splitlines` knows are ordinary characters to Python's own tokenizer too.
"""

from __future__ import annotations

import codecs
import io
import tokenize
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from lawful.errors import FixError, SourceError
from lawful.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterable

_NEWLINE = regex(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of text: 1-based lines and columns, the end column just behind the last character."""

    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def lines(self) -> int:
        """How many lines the stretch touches."""
        return self.end_line - self.line + 1


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """Replaces the text of one span; an empty span inserts, an empty text deletes."""

    span: Span
    text: str


class Source:
    """One text and where its lines begin.

    Attributes:
        path: the name under which the text is reported, with `/`.
        text: the decoded text, without a byte-order mark.
        encoding: how the text was encoded, for writing it back.
        bom: whether the bytes began with a UTF-8 byte-order mark.
    """

    def __init__(self, text: str, path: str = "<string>", *, encoding: str = "utf-8", bom: bool = False) -> None:
        self.bom = bom or text.startswith("\ufeff")
        self.text = text.removeprefix("\ufeff")
        self.path = path
        self.encoding = encoding

    @classmethod
    def of_python(cls, data: bytes, path: str) -> Source:
        """Decode Python source as Python does: by byte-order mark, else by its coding line, else as UTF-8.

        Raises:
            SourceError: the bytes are not text in that encoding, or the coding line names none.
        """
        try:
            encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
            bom = data.startswith(codecs.BOM_UTF8)
            codec = "utf-8" if bom else encoding
            return cls(data.removeprefix(codecs.BOM_UTF8).decode(codec), path, encoding=codec, bom=bom)
        except (SyntaxError, LookupError, UnicodeDecodeError, ValueError) as error:
            line = None
            if isinstance(error, UnicodeDecodeError):
                line = len(_NEWLINE.findall(data[: error.start].decode("latin-1"))) + 1
            raise SourceError(f"cannot be decoded: {_reason(error)}", path=path, line=line or 1) from error

    def encode(self, text: str) -> bytes:
        """Encode `text` the way this source was encoded."""
        return (codecs.BOM_UTF8 if self.bom else b"") + text.encode(self.encoding)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset at which each line begins."""
        return (0, *(match.end() for match in _NEWLINE.finditer(self.text)))

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines, without what ends them."""
        return tuple(_NEWLINE.split(self.text) if "\r" in self.text else self.text.split("\n"))

    @property
    def newline(self) -> str:
        """What ends the first line, for lines that are added."""
        found = _NEWLINE.search(self.text)
        return found.group() if found else "\n"

    def line(self, number: int) -> str:
        """The text of one 1-based line, empty where there is none."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def offset(self, line: int, column: int) -> int:
        """Where a 1-based position stands in the text, counted in characters.

        Raises:
            FixError: there is no such position.
        """
        if not 0 < line <= len(self.line_starts):
            raise FixError(f"{self.path} has no line {line}")
        at = self.line_starts[line - 1] + column - 1
        end = self.line_starts[line] if line < len(self.line_starts) else len(self.text)
        if not self.line_starts[line - 1] <= at <= end:
            raise FixError(f"{self.path}:{line} has no column {column}")
        return at

    def slice(self, span: Span) -> str:
        """The text of one span."""
        return self.text[self.offset(span.line, span.column) : self.offset(span.end_line, span.end_column)]

    def edited(self, edits: Iterable[Edit]) -> str:
        """The text after all edits, each meant for the text as it is now.

        Raises:
            FixError: two edits overlap, or one lies outside the text.
        """
        parts: list[str] = []
        done = 0
        for edit in sorted(edits):
            start = self.offset(edit.span.line, edit.span.column)
            end = self.offset(edit.span.end_line, edit.span.end_column)
            if start < done or end < start:
                raise FixError(f"{self.path}:{edit.span.line}: edits overlap")
            parts += (self.text[done:start], edit.text)
            done = end
        return "".join((*parts, self.text[done:]))


def line_at(text: str, offset: int) -> int:
    """The 1-based line of a text on which a character stands, counted from 0."""
    return len(_NEWLINE.findall(text, 0, offset)) + 1


def _reason(error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return f"byte 0x{error.object[error.start]:02x} is not {error.encoding} ({error.reason})"
    return str(error)
