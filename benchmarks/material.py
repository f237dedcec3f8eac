"""What speed is measured on: real packages, rules that they keep or break, code, and the tools beside lawful."""

from __future__ import annotations

import shutil
import subprocess
import sys
import venv
from functools import cached_property
from pathlib import Path

HERE = Path(__file__).parent
WORK = HERE / ".work"
PACKAGES = ("click==8.5.1", "rich==15.0.0", "httpx==0.28.1", "anyio==4.16.0", "fastapi==0.165.0")
FIXIT = "fixit==2.2.1"
SMALL = ("httpx", "anyio")
"""What Fixit is given, which takes minutes for more."""
KEPT = """\
Never use `eval` or `exec`.
Never use `os.system`.
Never use subprocess with shell=True.
Do not use `pickle`.
Do not import `requests`.
Do not import `pandas`.
Never call `time.sleep`.
Never call `breakpoint()`.
Never use print() in library code.
No wildcard imports.
No bare `except:`.
No mutable default arguments.
No lambda assignment.
No global statements.
Never use `os.popen`.
Never swallow exceptions.
Use type hints on all functions.
Functions must not exceed 200 lines.
Line length: 160 characters.
No more than 20 parameters per function.
Classes are named in PascalCase.
Functions are named in snake_case.
No TODO comments.
No emojis.
Use f-strings instead of % formatting.
Use `yaml.safe_load` instead of `yaml.load`.
Use timezone-aware datetimes.
Set a timeout on every request.
Always chain exceptions with `raise ... from`.
Do not import `flask`.
"""
"""Thirty rules; only files that keep them all are taken, so that there is nothing to report."""
BROKEN = """\
Use type hints on all functions.
All public functions and classes must have docstrings.
Functions must not exceed 20 lines.
Line length: 80 characters.
Never use print() in library code.
No relative imports.
No `assert` outside tests.
No else after return.
No more than 3 parameters per function.
Use f-strings instead of % formatting.
Classes are named in PascalCase, constants in UPPER_CASE.
Never swallow exceptions.
"""
"""Twelve rules that nearly every file breaks."""
RUFF_KEPT = (
    "S307,S102,S605,S602,S301,TID251,ASYNC251,T100,T201,F403,E722,B006,E731,PLW0603,S101,S110,ANN,PLR0915,E501,PLR0913,"
    "N801,N802,FIX002,UP031,S506,DTZ,S113,B904"
)
RUFF_BROKEN = "ANN,D101,D102,D103,PLR0915,E501,T201,TID252,S101,RET505,PLR0913,UP031,N801,S110"
FIXIT_RULES = (
    "AvoidOrInExcept ChainedInstanceCheck CompareSingletonPrimitivesByIs DeprecatedUnittestAsserts NoInheritFromObject "
    "NoNamedTuple NoRedundantFString NoRedundantLambda NoStaticIfCondition RewriteToLiteral UseFstring UseAssertIn"
).split()
CLEAN = '''"""A module that keeps its rules."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from pathlib import Path

LOG = logging.getLogger(__name__)
MAX_LINES = 100


@dataclass
class Reader:
    """Reads files line by line."""

    root: Path
    seen: list[str] = field(default_factory=list)

    def read(self, name: str) -> list[str]:
        """Read the lines of one file."""
        path = self.root / name
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except OSError as error:
            LOG.warning("cannot read %s: %s", path, error)
            raise ValueError(name) from error
        self.seen.append(name)
        return lines[:MAX_LINES]

    def count(self, names: list[str]) -> dict[str, int]:
        """Count the lines of several files."""
        counts: dict[str, int] = {}
        for name in names:
            counts[name] = len(self.read(name))
        return counts


def longest(reader: Reader, names: list[str]) -> str | None:
    """Name the file with the most lines."""
    counts = reader.count(names)
    if not counts:
        return None
    return max(counts, key=lambda name: counts[name])


def total(reader: Reader, names: list[str]) -> int:
    """Count all lines."""
    return sum(reader.count(names).values())


def describe(reader: Reader, names: list[str]) -> str:
    """Tell how many lines there are, and where most of them are."""
    most = longest(reader, names)
    if most is None:
        return "nothing"
    return f"{total(reader, names)} lines, most of them in {most}"
'''
"""A file of sixty lines."""
OVER_FILES = """\
import pathlib, sys{more}
for path in pathlib.Path(sys.argv[1]).rglob("*.py"):
    {work}
"""
WALK = """\
import os, sys
for folder, _, names in os.walk(sys.argv[1]):
    for name in names:
        os.stat(folder + "/" + name)
"""
IN_LIBRARY = """\
import sys, time
import libcst, lawful
from lawful import api
rules = api.load(sys.argv[1])
code = open(sys.argv[2]).read()
def least(work, times=40):
    taken = []
    for _ in range(times):
        begin = time.process_time(); work(); taken.append(time.process_time() - begin)
    return min(taken[5:]), sorted(taken[5:])[len(taken[5:]) // 2]
print(*least(lambda: libcst.parse_module(code)), *least(lambda: api.check_code(code, rules, path="src/a.py")))
"""
MEMORY = """\
import resource, sys
from lawful import api
run = api.check(root=sys.argv[1])
assert run.report.files == int(sys.argv[2]), run.report.files
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""


def prepare() -> tuple[Path, Path]:
    """The corpus and the environment of Fixit, installed where they are not there yet."""
    corpus, fixit = WORK / "corpus", WORK / "fixit"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "-q", "install"]
    if not corpus.exists():
        subprocess.run([*pip, "--no-deps", "--no-compile", "--target", str(corpus), *PACKAGES], check=True)
        for waste in (*corpus.glob("*.dist-info"), corpus / "bin"):
            shutil.rmtree(waste, ignore_errors=True)
    if not (fixit / "bin" / "fixit").exists():
        venv.create(fixit, with_pip=True)
        subprocess.run([str(fixit / "bin" / "python"), *pip[1:], FIXIT], check=True)
    return corpus, fixit / "bin" / "fixit"


def rules(root: Path, text: str) -> None:
    """Write the context file of a project."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "CLAUDE.md").write_text("# Rules\n\n" + "".join(f"- {line}\n" for line in text.splitlines()))


def lawful(root: Path, *arguments: str) -> list[str]:
    """The command line, as it is installed."""
    return [str(Path(sys.executable).with_name("lawful")), "check", "--root", str(root), *arguments]


def worse(code: str) -> str:
    """The same code with some rules broken."""
    return code.replace("except OSError as error:", "except:").replace(" from error", "").replace("name: str", "name")


class Projects:
    """Projects to measure, each made when it is first asked for."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch
        self.corpus, self.fixit = prepare()

    def empty(self, name: str, text: str) -> Path:
        """A project with rules and no code."""
        root = self.scratch / name
        rules(root, text)
        return root

    def bare(self, name: str, text: str) -> Path:
        """A project of one line, on which nothing but the start takes time."""
        root = self.empty(name, text)
        (root / "a.py").write_text('"""A module."""\n')
        return root

    def copy(self, name: str, text: str) -> Path:
        """The files that keep the thirty rules, under other ones."""
        root = self.empty(name, text)
        shutil.copytree(self.kept / "src", root / "src")
        return root

    @cached_property
    def kept(self) -> Path:
        """Those files of the corpus that keep the thirty rules."""
        from lawful import api

        root = self.empty("kept", KEPT)
        shutil.copytree(self.corpus, root / "src")
        for path in {each.path for each in api.check(root=root).report.violations}:
            (root / path).unlink()
        return root

    @cached_property
    def broken(self) -> Path:
        """The corpus under rules that nearly every file breaks."""
        root = self.empty("broken", BROKEN)
        shutil.copytree(self.corpus, root / "src")
        return root

    @cached_property
    def few(self) -> Path:
        """As much of that as Fixit is given, with its settings."""
        root = self.empty("few", BROKEN)
        for name in SMALL:
            shutil.copytree(self.corpus / name, root / "src" / name)
        enabled = [f"fixit.rules:{each}" for each in FIXIT_RULES]
        settings = f'[tool.fixit]\nroot = true\ndisable = ["fixit.rules"]\nenable = {enabled}\n'
        (root / "pyproject.toml").write_text(settings)
        return root

    @cached_property
    def bare_kept(self) -> Path:
        """One line under the thirty rules."""
        return self.bare("bare-kept", KEPT)

    @cached_property
    def bare_broken(self) -> Path:
        """One line under those that nearly every file breaks."""
        return self.bare("bare-broken", BROKEN)

    def many(self, name: str, contents: list[bytes]) -> Path:
        """Five thousand files in fifty folders, that hold some contents in turns."""
        root = self.empty(name, KEPT)
        for at in range(5000):
            folder = root / f"part{at % 50}"
            folder.mkdir(exist_ok=True)
            (folder / f"m{at}.py").write_bytes(contents[at % len(contents)])
        return root
