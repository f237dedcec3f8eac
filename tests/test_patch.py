"""A patch makes of a text what the fixes made of it, and says no more than that."""

from __future__ import annotations

import re
import subprocess
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from lawful.cli.patch import patch

if TYPE_CHECKING:
    from pathlib import Path

HEAD = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@\n")
LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\n", "\n", "d\r\n", *(f"{at}\n" for at in range(9))]), max_size=30)
TEXTS = st.builds("{}{}".format, LINES.map("".join), st.sampled_from(["", "x", "y"]))


def applied(lines: list[str], before: str) -> str:
    """The text after a patch, read as strictly as can be."""
    old, new = re.findall(r"[^\n]*\n|[^\n]+", before), []
    at = 0
    for line in lines[2:]:
        if head := HEAD.fullmatch(line):
            start, length, new_start, new_length = (1 if each is None else int(each) for each in head.groups())
            new += old[at : start - (length > 0)]
            at = start - (length > 0)
            assert len(new) == new_start - (new_length > 0)
            continue
        text = line[1:].removesuffix("\n\\ No newline at end of file\n")
        if line[0] in " -":
            assert text == old[at]
            at += 1
        new += [text] if line[0] in " +" else []
    return "".join(new + old[at:])


@given(TEXTS, TEXTS)
def test_a_patch_makes_one_text_of_the_other(before: str, after: str) -> None:
    lines = [*patch("a.py", before, after)]
    assert lines[:2] == (["--- a/a.py\n", "+++ b/a.py\n"] if before != after else [])
    assert applied(lines, before) == after


def test_git_applies_a_patch_to_a_long_file_with_many_changes_that_are_alike(tmp_path: Path) -> None:
    block = "def f{}(x):\n    try:\n        return g(x)\n    except:\n        return None\n\n\n"
    before = "".join(map(block.format, range(3000)))
    lines = [*patch("a.py", before, before.replace("except:", "except BaseException:"))]
    assert sum(line.startswith("-") for line in lines) == 3000 + 1
    assert sum(line.startswith("+") for line in lines) == 3000 + 1
    (tmp_path / "a.py").write_text(before)
    subprocess.run(["git", "apply", "-"], input="".join(lines), text=True, cwd=tmp_path, check=True)
    assert (tmp_path / "a.py").read_text() == before.replace("except:", "except BaseException:")


def test_lines_that_are_all_alike_are_replaced_as_one() -> None:
    lines = [*patch("a.py", "x\n" * 2000, "y\n" * 2000)]
    assert len(lines) == 2 + 1 + 4000
