"""Measuring processes in turns, and showing what was found as a table and a plot."""

from __future__ import annotations

import math
import resource
import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path


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
