"""Writes docs/checks.md from the checks themselves; `--check` says whether it is up to date."""

from __future__ import annotations

import sys
from pathlib import Path

from lawful import api, explaining

PAGE = Path(__file__).parent / "checks.md"
HEAD = """\
# The checks

Written from the checks themselves by `make docs`. For each: the sentences that ask for it, sentences that do not, code
that is fine and code that is not.
"""


def page() -> str:
    """The whole page."""
    return HEAD + "".join("\n" + "\n".join(explaining.check(check)) + "\n" for check in api.own_checks())


if __name__ == "__main__":
    if "--check" in sys.argv:
        current = PAGE.read_text(encoding="utf-8") == page()
        sys.exit(None if current else "docs/checks.md is out of date: run `make docs`")
    PAGE.write_text(page(), encoding="utf-8")
