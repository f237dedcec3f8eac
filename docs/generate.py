"""Writes docs/checks.md from the checks themselves; `--check` says whether it is up to date."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from lawful import api

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.rules import Check, Invalid, Valid

PAGE = Path(__file__).parent / "checks.md"
HEAD = """\
# The checks

Written from the checks themselves by `make docs`. For each: the sentences that ask for it, sentences that do not, code
that is fine and code that is not.
"""


def page() -> str:
    """The whole page."""
    return HEAD + "".join("\n" + "\n".join(section(check)) + "\n" for check in api.checks())


def section(check: type[Check]) -> Iterator[str]:
    """What one check says of itself."""
    yield f"## {check.id}\n"
    yield f"{check.summary()}{' It has a fix.' if check.fixes() else ''}\n"
    if check.Params.__doc__ and check.Params.__dataclass_fields__:
        names = ", ".join(f"`{name}`" for name in check.Params.__dataclass_fields__)
        yield f"Parameters: {names}. {check.Params.__doc__}\n"
    yield "Asked for by:\n"
    yield from (f"- {sentence if isinstance(sentence, str) else sentence[0]}" for sentence in check.asks)
    yield "\nNot by:\n"
    yield from (f"- {sentence}" for sentence in check.ignores)
    yield "\nFine:\n"
    yield from block("\n\n".join(shown(example) for example in check.valid))
    yield "\nNot fine:\n"
    yield from block("\n\n".join(shown(example) for example in check.invalid))


def shown(example: Valid | Invalid | str) -> str:
    """The code of an example, and the parameters it is judged by."""
    if isinstance(example, str):
        return example
    params = ", ".join(f"{key}={value!r}" for key, value in example.params.items())
    return f"{f'# with {params}' + chr(10) if params else ''}{example.code.rstrip()}"


def block(code: str) -> Iterator[str]:
    """A fenced block."""
    yield "```python"
    yield code
    yield "```"


if __name__ == "__main__":
    if "--check" in sys.argv:
        current = PAGE.read_text(encoding="utf-8") == page()
        sys.exit(None if current else "docs/checks.md is out of date: run `make docs`")
    PAGE.write_text(page(), encoding="utf-8")
