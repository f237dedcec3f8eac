"""How long loading the context files of a large repository takes, against walking its tree.

Run it: python benchmarks/loading.py [--files 10000] [--context 200] [--rounds 15]

Makes a repository of Python files and context files in a temporary folder, then measures in turns, in one process and
by processor time: `os.walk`, `os.walk` with the status of every file, lawful's own walk (which obeys .gitignore), and
`lawful.load`, which walks and takes the bytes of all context files; then what making rules of all of them costs. Prints
minimum and median of each, and the ratios of the minima.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import lawful
from lawful import api
from lawful.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable

RULES = (
    "Never use `eval`.",
    "Functions must not exceed 40 lines.",
    "Use type hints on all functions.",
    "Prefer pathlib over os.path.",
    "No bare `except:`.",
    "Keep modules small and focused.",
    "Write tests for new behaviour.",
    "Run `make test` before committing.",
    "Classes are named in PascalCase.",
    "Do not import `requests`.",
)
NAMES = ("CLAUDE.md", "AGENTS.md", "GEMINI.md", ".cursor/rules/style.mdc")
PER_FOLDER = 20


def make(root: Path, files: int, context: int) -> None:
    """Write a repository with folders of 20 modules, some of them with a context file of eight rules."""
    chance = random.Random(1)  # noqa: S311  # the same repository every time
    folders = [root / f"package{at // 25}" / f"part{at}" for at in range(files // PER_FOLDER)]
    for folder in folders:
        folder.mkdir(parents=True)
        for at in range(PER_FOLDER):
            (folder / f"module{at}.py").write_text("x = 1\n" * 50, encoding="utf-8")
    (root / ".gitignore").write_text("*.pyc\n__pycache__/\nbuild/\ndist/\n.venv/\n*.egg-info\n", encoding="utf-8")
    for folder in chance.sample(folders, context):
        path = folder / chance.choice(NAMES)
        path.parent.mkdir(parents=True, exist_ok=True)
        bullets = "".join(f"- {rule}\n" for rule in chance.sample(RULES, 8))
        path.write_text(f"# Rules of this package\n\n## Code\n\n{bullets}", encoding="utf-8")


def walk(root: Path) -> None:
    """Walk the tree."""
    for _ in os.walk(root):
        pass


def walk_with_status(root: Path) -> None:
    """Walk the tree and read the status of every file."""
    for folder, _, names in os.walk(root):
        for name in names:
            os.stat(f"{folder}/{name}")  # noqa: PTH116  # as cheap as can be


def own_walk(root: Path) -> None:
    """Walk the tree as lawful does, which obeys .gitignore."""
    assert Project(root).files


def load(root: Path) -> None:
    """Load the rule set."""
    lawful.load(root)


def load_and_interpret(root: Path) -> None:
    """Load the rule set and make rules of every context file in it."""
    assert lawful.load(root).rules


def seconds(work: Callable[[Path], None], root: Path) -> float:
    """The processor time that some work takes."""
    begin = time.process_time()
    work(root)
    return time.process_time() - begin


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--files", type=int, default=10_000)
    options.add_argument("--context", type=int, default=200)
    options.add_argument("--rounds", type=int, default=15)
    given = options.parse_args()
    works = (walk, walk_with_status, own_walk, load, load_and_interpret)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        make(root, given.files, given.context)
        api.checks(), api.formats(), api.readers()  # imports are no part of the measure
        taken: dict[str, list[float]] = {work.__name__: [] for work in works}
        for _ in range(given.rounds):
            for work in works:
                taken[work.__name__].append(seconds(work, root))
    least = {name: min(each) for name, each in taken.items()}
    print(f"{given.files} Python files, {given.context} context files, {given.rounds} rounds")
    for name, each in taken.items():
        ratio = f"{least[name] / least['own_walk']:.2f} x own_walk, {least[name] / least['walk']:.2f} x walk"
        print(f"{name:20} min {min(each) * 1000:7.1f} ms, median {statistics.median(each) * 1000:7.1f} ms, {ratio}")


if __name__ == "__main__":
    main()
