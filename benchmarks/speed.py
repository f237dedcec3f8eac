"""How fast lawful is, beside Python's parser, LibCST, ruff and Fixit, on the same files in the same run.

Run it: python benchmarks/speed.py [--rounds 5] [--write]

Installs pinned packages from the index as the corpus, and Fixit in an environment of its own, into `benchmarks/.work`,
which git ignores. Measures the processor time of whole processes in turns, and prints for each target of
docs/performance.md minimum and median, and the ratio of the minima; `--write` brings that page and its plot up to date.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

HERE = Path(__file__).parent
WORK = HERE / ".work"
PAGE = HERE.parent / "docs" / "performance.md"
PLOT = HERE.parent / "docs" / "performance.svg"
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


@dataclass
class Timing:
    """Processor times in seconds."""

    taken: list[float] = field(default_factory=list)

    @property
    def least(self) -> float:
        """The shortest."""
        return min(self.taken)

    def __str__(self) -> str:
        return f"{self.least * 1000:,.0f} ({statistics.median(self.taken) * 1000:,.0f}) ms"


@dataclass(frozen=True)
class Row:
    """One measure: what was measured against what, the ratio, and the most it should be."""

    name: str
    own: str
    other: str
    ratio: float
    target: float
    at_least: bool = False

    @property
    def met(self) -> bool:
        """Whether the target is met."""
        return self.ratio >= self.target if self.at_least else self.ratio <= self.target


def seconds(command: Sequence[str], cwd: Path | None = None) -> float:
    """The processor time of a process and those it starts."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, cwd=cwd, capture_output=True, check=False)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in {0, 1}:
        raise SystemExit(f"{command} failed:\n{done.stderr.decode()[-2000:]}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def elapsed(command: Sequence[str], times: int = 1) -> float:
    """What the clock shows from the start of a process to its end, or of several at once to that of the last."""
    begun = time.perf_counter()
    with ThreadPoolExecutor(times) as threads:
        list(threads.map(seconds, [command] * times))
    return time.perf_counter() - begun


def in_turns(works: Mapping[str, Callable[[], float]], rounds: int) -> dict[str, Timing]:
    """The times of several works, each done once in every round."""
    found = {name: Timing() for name in works}
    for name, work in works.items():
        work()
        print(f"  {name} ...", file=sys.stderr)
    for _ in range(rounds):
        for name, work in works.items():
            found[name].taken.append(work())
    return found


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
    """The command line."""
    return [sys.executable, "-m", "lawful", "check", "--root", str(root), *arguments]


class Bench:
    """The measures, each of which adds rows to the table."""

    def __init__(self, scratch: Path, rounds: int) -> None:
        self.scratch = scratch
        self.rounds = rounds
        self.rows: list[Row] = []
        self.bars: list[tuple[str, float]] = []
        self.corpus, self.fixit = prepare()

    def project(self, name: str, text: str, *, kept: bool) -> Path:
        """The corpus under some rules; with `kept` only the files that break none."""
        from lawful import api

        root = self.scratch / name
        rules(root, text)
        shutil.copytree(self.corpus, root / "src")
        if kept:
            for path in {each.path for each in api.check(root=root).report.violations}:
                (root / path).unlink()
        return root

    def bare(self, name: str, text: str) -> Path:
        """A project of one line, on which nothing but the start takes time."""
        root = self.scratch / name
        rules(root, text)
        (root / "a.py").write_text('"""A module."""\n')
        return root

    def add(self, name: str, own: Timing, other: Timing, ratio: float, target: float) -> None:
        """Add a row."""
        self.rows.append(Row(name, str(own), str(other), ratio, target))

    def cold(self) -> None:
        """Targets 1 and 2, and the field beside them."""
        kept, broken = self.project("kept", KEPT, kept=True), self.project("broken", BROKEN, kept=False)
        bare_kept, bare_broken = self.bare("bare-kept", KEPT), self.bare("bare-broken", BROKEN)
        few = self.scratch / "few"
        rules(few, BROKEN)
        for name in SMALL:
            shutil.copytree(self.corpus / name, few / "src" / name)
        (few / "pyproject.toml").write_text(
            '[tool.fixit]\nroot = true\ndisable = ["fixit.rules"]\n'
            f"enable = {[f'fixit.rules:{each}' for each in FIXIT_RULES]}\n"
        )
        parse = OVER_FILES.format(more=", ast", work="ast.parse(path.read_bytes())")
        tree = OVER_FILES.format(more=", libcst", work="libcst.parse_module(path.read_bytes())")
        ruff = [
            shutil.which("ruff") or "ruff",
            "check",
            "--isolated",
            "--no-cache",
            "--output-format",
            "concise",
            "--quiet",
        ]
        python = sys.executable
        times = in_turns(
            {
                "start": lambda: seconds(lawful(bare_kept, "--no-cache")),
                "start broken": lambda: seconds(lawful(bare_broken, "--no-cache")),
                "ast": lambda: seconds([python, "-c", parse, str(kept)]),
                "kept": lambda: seconds(lawful(kept, "--no-cache")),
                "ruff kept": lambda: seconds([*ruff, "--select", RUFF_KEPT, "src"], kept),
                "libcst": lambda: seconds([python, "-c", tree, str(broken)]),
                "import libcst": lambda: seconds([python, "-c", "import libcst"]),
                "broken": lambda: seconds(lawful(broken, "--no-cache", "--format", "json")),
                "few": lambda: seconds(lawful(few, "--no-cache", "--format", "json")),
                "ruff broken": lambda: seconds([*ruff, "--select", RUFF_BROKEN, "src"], broken),
            },
            self.rounds,
        )
        slow = Timing([seconds([str(self.fixit), "--quiet", "lint", "src"], few)])
        work = times["kept"].least - times["start"].least
        self.add(
            "1. thirty rules kept, start left out / `ast.parse`",
            times["kept"],
            times["ast"],
            work / times["ast"].least,
            2.5,
        )
        work = times["broken"].least - times["start broken"].least
        parsing = times["libcst"].least - times["import libcst"].least
        self.add(
            "2. nearly every file broken / `libcst.parse_module`", times["broken"], times["libcst"], work / parsing, 1.5
        )
        self.rows.append(
            Row(
                f"2. Fixit / lawful, twelve rules each, on {' and '.join(SMALL)}",
                str(times["few"]),
                str(slow),
                slow.least / times["few"].least,
                8,
                at_least=True,
            )
        )
        self.rows.append(
            Row(
                "beside it: lawful / ruff, cold, kept",
                str(times["kept"]),
                str(times["ruff kept"]),
                times["kept"].least / times["ruff kept"].least,
                float("inf"),
            )
        )
        self.bars += [
            ("ast.parse", times["ast"].least), ("ruff, kept", times["ruff kept"].least),
            ("lawful, kept", times["kept"].least),
            ("ruff, broken", times["ruff broken"].least), ("lawful, broken", times["broken"].least),
            ("libcst.parse_module", times["libcst"].least), (f"Fixit, {' and '.join(SMALL)} only", slow.least),
        ]  # fmt: skip

    def warm(self) -> None:
        """Target 3: nothing, or one file, has changed."""
        kept, bare = self.scratch / "five-thousand", self.scratch / "bare-kept"
        rules(kept, KEPT)
        for at in range(5000):
            folder = kept / f"part{at % 50}"
            folder.mkdir(exist_ok=True)
            (folder / f"m{at}.py").write_text('"""A module."""\n')
        time.sleep(2.1)  # files that have just been written are not trusted to be what they seem
        one = next(kept.rglob("*.py"))
        text = one.read_text()

        def changed() -> float:
            one.write_text(f"{text}\n# {os.urandom(4).hex()}\n")
            return seconds(lawful(kept))

        times = in_turns(
            {
                "start": lambda: seconds(lawful(bare)),
                "python": lambda: seconds([sys.executable, "-c", "import os, sys"]),
                "walk": lambda: seconds([sys.executable, "-c", WALK, str(kept)]),
                "warm": lambda: seconds(lawful(kept)),
                "changed": changed,
            },
            self.rounds,
        )
        one.write_text(text)
        walk = times["walk"].least - times["python"].least
        for name, work in (("nothing", "warm"), ("one file", "changed")):
            ratio = (times[work].least - times["start"].least) / walk
            self.add(
                f"3. {name} of 5,000 files has changed, start left out / walk and status",
                times[work],
                times["walk"],
                ratio,
                3,
            )

    def one(self) -> None:
        """Targets 4 and 5: one clean file of sixty lines."""
        root = self.scratch / "one"
        rules(root, KEPT)
        (root / "a.py").write_text(CLEAN)
        (root / "b.py").write_text(CLEAN)
        time.sleep(2.1)

        def changed() -> float:
            (root / "b.py").write_text(f"{CLEAN}# {os.urandom(4).hex()}\n")
            return seconds(lawful(root, "b.py"))

        times = in_turns(
            {
                "import libcst": lambda: seconds([sys.executable, "-c", "import libcst"]),
                "cold": lambda: seconds(lawful(root, "--no-cache", "a.py")),
                "changed": changed,
                "warm": lambda: seconds(lawful(root, "a.py")),
            },
            max(self.rounds, 9),
        )
        for name, work, target in (
            ("with nothing known", "cold", 1.5),
            ("that has changed, its rules known", "changed", 1),
            ("that is known", "warm", 1),
        ):
            ratio = times[work].least / times["import libcst"].least
            self.add(f"4. one clean file {name} / `import libcst`", times[work], times["import libcst"], ratio, target)
        many = self.scratch / "many"
        rules(many, KEPT + "".join(f"Never call `service{at}.connect`.\n" for at in range(70)))
        for name, code, target in (("clean", CLEAN, 0.5), ("with violations", worse(CLEAN), 2.5)):
            (many / "b.py").write_text(code)
            done = subprocess.run(
                [sys.executable, "-c", IN_LIBRARY, str(many), str(many / "b.py")],
                capture_output=True,
                text=True,
                check=True,
            )
            parse, parse_median, own, own_median = (float(each) for each in done.stdout.split())
            self.add(
                f"5. in the library, a hundred rules, {name} / `libcst.parse_module`",
                Timing([own, own_median]),
                Timing([parse, parse_median]),
                own / parse,
                target,
            )

    def growth(self) -> None:
        """Target 6: files, names, rules, lines and memory."""
        kept = self.scratch / "kept"
        double = self.scratch / "double"
        shutil.copytree(kept, double)
        shutil.copytree(kept / "src", double / "more")
        names = {}
        for count in (10, 1000):
            names[count] = self.scratch / f"names{count}"
            rules(names[count], "Never use any of these: " + ", ".join(f"`api{at}.call`" for at in range(count)))
            shutil.copytree(kept / "src", names[count] / "src")
        laws = {}
        for count in (30, 300):
            laws[count] = self.scratch / f"rules{count}"
            rules(laws[count], "".join(f"Never call `service{at}.connect`.\n" for at in range(count)))
            shutil.copytree(kept / "src", laws[count] / "src")
        lines = {}
        for count in (1000, 100_000):
            lines[count] = self.scratch / f"lines{count}"
            rules(lines[count], "No bare `except:`.\nNever use print() in library code.")
            block = "def f{0}(x):\n    try:\n        return g(x, {0})\n    except:\n        return None\n\n\n"
            (lines[count] / "a.py").write_text("".join(block.format(at) for at in range(count // 7)))
        bare = self.scratch / "bare-kept"
        works = {
            "start": bare, "kept": kept, "double": double, "ten": names[10], "thousand": names[1000],
            "thirty": laws[30],
            "three hundred": laws[300], "short": lines[1000], "long": lines[100_000],
        }  # fmt: skip
        text = {name: (lines[count] / "a.py").read_text() for name, count in (("short", 1000), ("long", 100_000))}

        def run(name: str, root: Path) -> float:
            if name not in text:
                return seconds(lawful(root, "--no-cache"))
            (root / "a.py").write_text(text[name])
            return seconds(lawful(root, "--no-cache", "--fix"))

        times = in_turns({name: partial(run, name, root) for name, root in works.items()}, min(self.rounds, 3))
        start = times["start"].least
        for name, own, other, target in (
            ("6. twice the files", "double", "kept", 2.1),
            ("6. 1,000 forbidden names / 10", "thousand", "ten", 1.3),
            ("6. 300 rules / 30", "three hundred", "thirty", 2),
        ):
            self.add(
                name,
                times[own],
                times[other],
                (times[own].least - start * (target > 2)) / (times[other].least - start * (target > 2)),
                target,
            )
        self.add(
            "6. a line of a 100,000-line file / of a 1,000-line file, fixes included",
            times["long"],
            times["short"],
            (times["long"].least - start) / 100 / (times["short"].least - start),
            1.1,
        )
        memory = self.scratch / "memory"
        rules(memory, KEPT)
        sources = [path for path in (kept / "src").rglob("*.py") if path.stat().st_size]
        for at in range(5000):
            folder = memory / f"part{at % 50}"
            folder.mkdir(exist_ok=True)
            (folder / f"m{at}.py").write_bytes(sources[at % len(sources)].read_bytes()[:200_000])
        done = subprocess.run(
            [sys.executable, "-c", MEMORY, str(memory), "5000"], capture_output=True, text=True, check=True
        )
        megabytes = float(done.stdout)
        self.rows.append(Row("6. peak memory for 5,000 files, MB", f"{megabytes:.0f} MB", "", megabytes, 250))

    def together(self) -> None:
        """Target 7: one process beside two, by the clock."""
        one, two = (lawful(self.scratch / "broken", "--no-cache", "--jobs", jobs) for jobs in ("1", "2"))
        works = {"one": partial(elapsed, one), "two": partial(elapsed, two), "both": partial(elapsed, one, 2)}
        times = in_turns(works, min(self.rounds, 3))
        first, second, both = (times[each] for each in ("one", "two", "both"))
        name = "7. one process / two, by the clock"
        self.rows.append(Row(name, str(first), str(second), first.least / second.least, 1.7, at_least=True))
        name = "beside it: one run twice / two runs side by side"
        self.rows.append(Row(name, str(first), str(both), 2 * first.least / both.least, float("inf")))


def worse(code: str) -> str:
    """The same code with some rules broken."""
    return code.replace("except OSError as error:", "except:").replace(" from error", "").replace("name: str", "name")


def table(rows: Sequence[Row]) -> str:
    """The table of the page."""
    lines = [
        "| measure | lawful: least (median) | beside it | ratio | target | |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        sign = "at least" if row.at_least else "at most"
        known = row.target != float("inf")
        target = f"{sign} {row.target:g}" if known else ""
        verdict = ("met" if row.met else "**missed**") if known else ""
        lines.append(f"| {row.name} | {row.own} | {row.other} | {row.ratio:.2f} | {target} | {verdict} |")
    return "\n".join(lines)


def plot(bars: Sequence[tuple[str, float]]) -> str:
    """Bars on a logarithmic scale, as SVG."""
    import math

    low, high = 0.02, max(value for _, value in bars) * 1.5
    height, left, width = 26, 170, 460
    size = f'width="{left + width + 90}" height="{height * len(bars) + 40}"'
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="13">']
    parts.append('<rect width="100%" height="100%" fill="white"/>')
    for at, (name, value) in enumerate(bars):
        length = width * math.log(max(value, low) / low) / math.log(high / low)
        top, colour = 10 + at * height, "#2a6f97" if name.startswith("lawful") else "#b0b7bf"
        parts.append(f'<text x="{left - 8}" y="{top + 15}" text-anchor="end">{name}</text>')
        parts.append(f'<rect x="{left}" y="{top}" width="{length:.0f}" height="{height - 6}" fill="{colour}"/>')
        parts.append(f'<text x="{left + length + 6:.0f}" y="{top + 15}">{value:.2f} s</text>')
    parts.append(f'<text x="{left}" y="{height * len(bars) + 30}" fill="#555">processor time, logarithmic</text></svg>')
    return "\n".join(parts) + "\n"


def said(requirement: str) -> str:
    """A pinned package in words."""
    return requirement.replace("==", " ")


def machine(bench: Bench) -> str:
    """What was measured on what."""
    from importlib.metadata import version

    files = [*bench.corpus.rglob("*.py")]
    kept = [*(bench.scratch / "kept" / "src").rglob("*.py")]
    size = sum(path.stat().st_size for path in files) / 1e6
    kept_size = sum(path.stat().st_size for path in kept) / 1e6
    tools = ", ".join(f"{name} {version(name)}" for name in ("lawful", "libcst", "ruff"))
    return (
        f"{platform.machine()} with {os.cpu_count()} cores, Python {platform.python_version()}, {tools}, "
        f"{said(FIXIT)}. Corpus: {', '.join(map(said, PACKAGES))}; {len(files)} files, {size:.1f} MB, of which "
        f"{len(kept)} files, {kept_size:.1f} MB, keep the thirty rules."
    )


def main() -> None:
    """Measure, print, and write the page."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LAWFUL_CACHE_DIR"] = f"{folder}/cache"
        bench = Bench(Path(folder).resolve() / "work", given.rounds)
        bench.cold()
        bench.warm()
        bench.one()
        bench.growth()
        bench.together()
        measured = f"{machine(bench)}\n\n{table(bench.rows)}"
    print(measured)
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        begin, end = "<!-- measured -->\n", "\n<!-- end -->"
        before, _, rest = page.partition(begin)
        PAGE.write_text(f"{before}{begin}\n{measured}\n{end}{rest.partition(end)[2]}", encoding="utf-8")
        PLOT.write_text(plot(bench.bars), encoding="utf-8")


if __name__ == "__main__":
    main()
