"""Finding the code in an answer: with prose around it, among several blocks, or nowhere."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from typing import TYPE_CHECKING

from lawful.assistant.provider import Completion, Stop

if TYPE_CHECKING:
    from markdown_it.token import Token

_PYTHON = frozenset({"python", "py", "python3", "pyi"})
_CODE = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Assign, ast.AnnAssign)

_ENDED = {
    Stop.FILTER: "a content filter of the provider cut the answer off",
    Stop.LENGTH: "the answer was cut off at its length limit",
    Stop.TOOL: "the model asked for a tool, and there is none",
    Stop.UNKNOWN: "the provider did not say why the answer ended, so it may be cut off",
    Stop.CUT: "the answer broke off",
    Stop.MALFORMED: "the answer could not be read",
}


@dataclass(frozen=True, slots=True)
class Extracted:
    """The code of an answer.

    Attributes:
        code: the code, ending with a line end; None if the answer has none that can be used.
        problem: why it has none, said to the model and to people alike.
        note: what was decided on the way, if anything.
    """

    code: str | None
    problem: str | None = None
    note: str | None = None


def extract(completion: Completion) -> Extracted:
    """The code of an answer.

    One fenced block of Python is the code, whatever prose stands around it; of several the longest is, and the note
    says so. An answer without a block is code if all of it is. An answer that was cut off, filtered or refused has
    none: half a file is worse than no file.
    """
    early = ended_early(completion)
    return _extract(completion.text) if early is None else Extracted(None, early)


def ended_early(completion: Completion) -> str | None:
    """Why an answer is not all of what was to be said, or None if it is."""
    if completion.stop is Stop.END:
        return None
    if completion.stop is Stop.REFUSAL:
        return f"the model refused: {_shown(completion.text) or completion.detail or 'it gave no reason'}"
    detail = f": {_shown(completion.detail)}" if completion.detail else ""
    return _ENDED[completion.stop] + detail


def _extract(text: str) -> Extracted:
    blocks, open_end = _blocks(text)
    if open_end:
        return Extracted(None, "the last code block was never closed, so the code may be cut off")
    if len(blocks) == 1:
        return Extracted(blocks[0])
    if blocks:
        longest = max(blocks, key=len)
        return Extracted(longest, note=f"the answer had {len(blocks)} code blocks; the longest was taken")
    if _is_code(text):
        return Extracted(text.strip() + "\n")
    return Extracted(None, "the answer had no code block" if text.strip() else "the answer was empty")


def _blocks(text: str) -> tuple[list[str], bool]:
    """The fenced blocks that hold Python, or that do not say what they hold, and whether the last one stays open."""
    from markdown_it import MarkdownIt

    fences = [token for token in MarkdownIt("commonmark").parse(text) if token.type == "fence"]
    python = [token for token in fences if _language(token) in _PYTHON]
    unnamed = [token for token in fences if not _language(token)]
    chosen = [token.content for token in python or unnamed if token.content.strip()]
    return chosen, bool(fences) and not _closed(fences[-1], text)


def _language(token: Token) -> str:
    return token.info.strip().split(" ", 1)[0].lower() if token.info.strip() else ""


def _closed(token: Token, text: str) -> bool:
    """Whether a fence that reaches the end of the text has its closing line."""
    if token.map is None:
        return True
    lines = text.split("\n")
    last = lines[token.map[1] - 1].strip() if token.map[1] <= len(lines) else ""
    return (
        token.map[1] - token.map[0] > 1
        and bool(last)
        and set(last) == {token.markup[0]}
        and len(last) >= len(token.markup)
    )


def _is_code(text: str) -> bool:
    try:
        tree = ast.parse(text.strip())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return any(isinstance(node, _CODE) for node in tree.body)


def _shown(text: str, limit: int = 200) -> str:
    words = " ".join(text.split())
    return words if len(words) <= limit else f"{words[:limit]} ..."
