"""How fast lawful is, beside Python's parser, LibCST, ruff and Fixit, on the same files in the same run.

Run it: python benchmarks/speed.py [--rounds 5] [--only MEASURE ...] [--write]

Installs pinned packages from the index as the corpus, and Fixit in an environment of its own, into `benchmarks/.work`,
which git ignores. Measures the processor time of whole processes in turns, and prints for each target of
docs/performance.md minimum and median, and the ratio of the minima; `--write` brings that page and its plot up to date.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from material import (
    CLEAN,
    FIXIT,
    IN_LIBRARY,
    KEPT,
    MEMORY,
    OVER_FILES,
    PACKAGES,
    RUFF_BROKEN,
    RUFF_KEPT,
    SMALL,
    WALK,
    Projects,
    lawful,
    worse,
)
from measuring import Row, Timing, elapsed, in_turns, plot, seconds, table

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = Path(__file__).parents[1] / "docs" / "performance.md"
PLOT = PAGE.with_suffix(".svg")
_PYTHON = sys.executable
_RUFF = [shutil.which("ruff") or "ruff", "check", "--isolated", "--no-cache", "--output-format", "concise", "--quiet"]
_SETTLED = 2.1
"""Seconds after which a file that was written is trusted to be what it seems."""
_QUICK = 3
"""How many times as many rounds there are of what takes a fraction of a second, where a few milliseconds tell."""


class Bench:
    """The measures, each of which adds rows to the table."""

    def __init__(self, projects: Projects, rounds: int) -> None:
        self.projects = projects
        self.rounds = rounds
        self.rows: list[Row] = []
        self.bars: list[tuple[str, float]] = []

    def add(self, name: str, own: Timing, other: Timing, ratio: float, target: float = float("inf")) -> None:
        """Add a row whose ratio should be small."""
        self.rows.append(Row(name, str(own), str(other), ratio, target))

    def add_many_times(self, name: str, own: Timing, other: Timing, target: float) -> None:
        """Add a row: how many times the time of lawful another takes, which should be much."""
        self.rows.append(Row(name, str(own), str(other), other.least / own.least, target, at_least=True))

    def cold(self) -> None:
        """Targets 1 and 2, and the field beside them."""
        projects = self.projects
        kept, broken, few = projects.kept, projects.broken, projects.few
        parse = OVER_FILES.format(more=", ast", work="ast.parse(path.read_bytes())")
        tree = OVER_FILES.format(more=", libcst", work="libcst.parse_module(path.read_bytes())")
        times = in_turns(
            {
                "start": lambda: seconds(lawful(projects.bare_kept, "--no-cache")),
                "start broken": lambda: seconds(lawful(projects.bare_broken, "--no-cache")),
                "ast": lambda: seconds([_PYTHON, "-c", parse, str(kept)]),
                "kept": lambda: seconds(lawful(kept, "--no-cache", "--jobs", "1")),
                "ruff kept": lambda: seconds([*_RUFF, "--select", RUFF_KEPT, "src"], kept),
                "libcst": lambda: seconds([_PYTHON, "-c", tree, str(broken)]),
                "import libcst": lambda: seconds([_PYTHON, "-c", "import libcst"]),
                "broken": lambda: seconds(lawful(broken, "--no-cache", "--jobs", "1", "--format", "json")),
                "few": lambda: seconds(lawful(few, "--no-cache", "--jobs", "1", "--format", "json")),
                "ruff broken": lambda: seconds([*_RUFF, "--select", RUFF_BROKEN, "src"], broken),
            },
            self.rounds,
        )
        slow = Timing([seconds([str(projects.fixit), "--quiet", "lint", "src"], few)])
        least = {name: each.least for name, each in times.items()}
        work = (least["kept"] - least["start"]) / least["ast"]
        self.add("1. thirty rules kept, start left out / `ast.parse`", times["kept"], times["ast"], work, 2.5)
        work = (least["broken"] - least["start broken"]) / (least["libcst"] - least["import libcst"])
        self.add("2. nearly every file broken / `libcst.parse_module`", times["broken"], times["libcst"], work, 1.5)
        self.add_many_times(f"2. Fixit / lawful, twelve rules each, on {' and '.join(SMALL)}", times["few"], slow, 8)
        for name in ("kept", "broken"):
            ratio = least[name] / least[f"ruff {name}"]
            self.add(f"beside it: lawful / ruff, cold, {name}", times[name], times[f"ruff {name}"], ratio)
        self.bars += [
            ("ast.parse", least["ast"]), ("ruff, kept", least["ruff kept"]), ("lawful, kept", least["kept"]),
            ("ruff, broken", least["ruff broken"]), ("lawful, broken", least["broken"]),
            ("libcst.parse_module", least["libcst"]), (f"Fixit, {' and '.join(SMALL)} only", slow.least),
        ]  # fmt: skip

    def warm(self) -> None:
        """Target 3: nothing, or one file, has changed."""
        root = self.projects.many("five-thousand", [b'"""A module."""\n'])
        single = self.projects.bare("bare-changed", KEPT)
        time.sleep(_SETTLED)

        def changed(project: Path) -> float:
            next(project.rglob("*.py")).write_text(f'"""A module."""\n# {os.urandom(4).hex()}\n')
            return seconds(lawful(project))

        times = in_turns(
            {
                "start": lambda: seconds(lawful(self.projects.bare_kept)),
                "start changed": partial(changed, single),
                "python": lambda: seconds([_PYTHON, "-c", "import os, sys"]),
                "walk": lambda: seconds([_PYTHON, "-c", WALK, str(root)]),
                "nothing": lambda: seconds(lawful(root)),
                "one file": partial(changed, root),
                "ruff": lambda: seconds([*_RUFF, "--select", RUFF_KEPT, "."], root),
            },
            _QUICK * self.rounds,
        )
        walk = times["walk"].least - times["python"].least
        for name, start in (("nothing", "start"), ("one file", "start changed")):
            ratio = (times[name].least - times[start].least) / walk
            said = f"3. {name} of 5,000 files has changed, that of a project of one file left out / walk and status"
            self.add(said, times[name], times["walk"], ratio, 3)
        ratio = times["nothing"].least / times["ruff"].least
        self.add("beside it: nothing has changed / ruff, cold", times["nothing"], times["ruff"], ratio)

    def one(self) -> None:
        """Target 4: one clean file of sixty lines."""
        root = self.projects.empty("one", KEPT)
        (root / "a.py").write_text(CLEAN)
        (root / "b.py").write_text(CLEAN)
        time.sleep(_SETTLED)

        def changed() -> float:
            (root / "b.py").write_text(f"{CLEAN}# {os.urandom(4).hex()}\n")
            return seconds(lawful(root, "b.py"))

        times = in_turns(
            {
                "import libcst": lambda: seconds([_PYTHON, "-c", "import libcst"]),
                "cold": lambda: seconds(lawful(root, "--no-cache", "a.py")),
                "changed": changed,
                "warm": lambda: seconds(lawful(root, "a.py")),
            },
            _QUICK * self.rounds,
        )
        for name, work, target in (
            ("with nothing known", "cold", 1.5),
            ("that has changed, its rules known", "changed", 1),
            ("that is known", "warm", 1),
        ):
            ratio = times[work].least / times["import libcst"].least
            self.add(f"4. one clean file {name} / `import libcst`", times[work], times["import libcst"], ratio, target)

    def library(self) -> None:
        """Target 5: the same file, as a string in the library."""
        root = self.projects.empty("many", KEPT + "".join(f"Never call `service{at}.connect`.\n" for at in range(70)))
        for name, code, target in (("clean", CLEAN, 0.5), ("with violations", worse(CLEAN), 2.5)):
            (root / "b.py").write_text(code)
            command = [_PYTHON, "-c", IN_LIBRARY, str(root), str(root / "b.py")]
            said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            parse, parse_median, own, own_median = (float(each) for each in said.split())
            shown = f"5. in the library, a hundred rules, {name} / `libcst.parse_module`"
            self.add(shown, Timing([own, own_median]), Timing([parse, parse_median]), own / parse, target)

    def growth(self) -> None:
        """Target 6: files, names and rules."""
        projects = self.projects
        double = projects.copy("double", KEPT)
        shutil.copytree(projects.kept / "src", double / "more")
        banned = {
            count: projects.copy(
                f"names{count}", "Never use any of these: " + ", ".join(f"`api{at}.call`" for at in range(count))
            )
            for count in (10, 1000)
        }
        laws = {
            count: projects.copy(
                f"rules{count}", "".join(f"Never call `service{at}.connect`.\n" for at in range(count))
            )
            for count in (30, 300)
        }
        roots = {
            "start": projects.bare_kept, "once": projects.kept, "twice": double, "ten": banned[10],
            "thousand": banned[1000], "thirty": laws[30], "three hundred": laws[300],
        }  # fmt: skip
        works: dict[str, Callable[[], float]] = {
            name: partial(seconds, lawful(root, "--no-cache")) for name, root in roots.items()
        }
        times = in_turns(works, _QUICK * self.rounds)
        start = times["start"].least
        ratio = (times["twice"].least - start) / (times["once"].least - start)
        self.add("6. twice the files, start left out", times["twice"], times["once"], ratio, 2.1)
        for said, own, other, target in (
            ("6. 1,000 forbidden names / 10", "thousand", "ten", 1.3),
            ("6. 300 rules / 30", "three hundred", "thirty", 2),
        ):
            self.add(said, times[own], times[other], times[own].least / times[other].least, target)

    def long(self) -> None:
        """Target 6: the lines of one file."""
        block = "def f{0}(x):\n    try:\n        return g(x, {0})\n    except:\n        return None\n\n\n"
        text = {
            lines: "".join(block.format(at) for at in range(lines // block.count("\n"))) for lines in (1000, 100_000)
        }
        roots = {
            lines: self.projects.empty(f"lines{lines}", "No bare `except:`.\nNever use print() in library code.")
            for lines in text
        }

        def run(lines: int) -> float:
            (roots[lines] / "a.py").write_text(text[lines])
            return seconds(lawful(roots[lines], "--no-cache", "--fix"))

        works: dict[str, Callable[[], float]] = {
            "start": lambda: seconds(lawful(self.projects.bare_kept, "--no-cache")),
            "short": partial(run, 1000),
            "long": partial(run, 100_000),
        }
        times = in_turns(works, self.rounds)
        start = times["start"].least
        ratio = (times["long"].least - start) / 100 / (times["short"].least - start)
        said = "6. a line of a 100,000-line file / of a 1,000-line file, fixes included"
        self.add(said, times["long"], times["short"], ratio, 1.1)

    def memory(self) -> None:
        """Target 6: the memory that five thousand files take."""
        sources = [path.read_bytes() for path in (self.projects.kept / "src").rglob("*.py") if path.stat().st_size]
        root = self.projects.many("memory", sources)
        command = [_PYTHON, "-c", MEMORY, str(root), "5000"]
        megabytes = float(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
        self.rows.append(Row("6. peak memory for 5,000 files, MB", f"{megabytes:.0f} MB", "", megabytes, 250))

    def together(self) -> None:
        """Target 7: one process beside two, by the clock."""
        one, two = (lawful(self.projects.broken, "--no-cache", "--jobs", jobs) for jobs in ("1", "2"))
        works = {"one": partial(elapsed, one), "two": partial(elapsed, two), "both": partial(elapsed, one, 2)}
        times = in_turns(works, self.rounds)
        self.add_many_times("7. one process / two, by the clock", times["two"], times["one"], 1.7)
        gained = 2 * times["one"].least / times["both"].least
        self.add("beside it: one run twice / two runs side by side", times["one"], times["both"], gained)


MEASURES: dict[str, Callable[[Bench], None]] = {
    each.__name__: each
    for each in (
        Bench.cold, Bench.warm, Bench.one, Bench.library, Bench.growth, Bench.long, Bench.memory, Bench.together,
    )
}  # fmt: skip
"""The measures in the order of the table."""


def said(requirement: str) -> str:
    """A pinned package in words."""
    return requirement.replace("==", " ")


def machine(projects: Projects) -> str:
    """What was measured on what."""
    from importlib.metadata import version

    files = [*projects.corpus.rglob("*.py")]
    kept = [*(projects.kept / "src").rglob("*.py")]
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
    options.add_argument("--only", nargs="+", choices=MEASURES, default=[*MEASURES])
    options.add_argument("--write", action="store_true")
    given = options.parse_args()
    if given.write and given.only != [*MEASURES]:
        options.error("the page holds all measures of one run; leave out --only")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed is compiled
    with tempfile.TemporaryDirectory() as folder:
        os.environ["LAWFUL_CACHE_DIR"] = f"{folder}/cache"
        projects = Projects(Path(folder).resolve() / "work")
        bench = Bench(projects, given.rounds)
        for name in given.only:
            MEASURES[name](bench)
        measured = f"{machine(projects)}\n\n{table(bench.rows)}"
    print(measured)
    if given.write:
        page = PAGE.read_text(encoding="utf-8")
        begin, end = "<!-- measured -->\n", "\n<!-- end -->"
        before, _, rest = page.partition(begin)
        PAGE.write_text(f"{before}{begin}\n{measured}\n{end}{rest.partition(end)[2]}", encoding="utf-8")
        PLOT.write_text(plot(bench.bars), encoding="utf-8")


if __name__ == "__main__":
    main()
