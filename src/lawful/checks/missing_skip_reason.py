"""Whether it is said why a test is skipped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, parameters, requires
from lawful.syntax import cst
from lawful.syntax.literals import literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from lawful.syntax import Site

_SKIPS: Mapping[str, int | None] = {
    "pytest.mark.skip": 0,
    "pytest.mark.skipif": None,
    "pytest.skip": 0,
    "unittest.skip": 0,
    "unittest.skipIf": 1,
    "unittest.skipUnless": 1,
}
_XFAILS = {"pytest.mark.xfail": None, "pytest.xfail": 0}
"""What skips a test, and where it takes the reason if that may be given without its name."""


class MissingSkipReason(Check):
    """Flags tests that are skipped without a reason; where xfail is spoken of, those that may fail as well."""

    @parameters
    class Params:
        """Whether tests that are expected to fail need a reason, too."""

        xfail: bool = False

    id = "missing-skip-reason"
    phrases = (
        requires(
            "skip reason",
            "skipped reason",
            "xfail reason",
            "`pytest.mark.skip` reason",
            "`@pytest.mark.skip` reason",
            "`pytest.skip` reason",
            allows=("test skip skipped mark marker always `reason` `reason=` include give explain state",),
            when={"xfail": {"xfail": True}},
        ),
    )
    asks = (
        "Never skip a test without a reason.",
        "Skipped tests must have a reason",
        "`@pytest.mark.skip` must have a `reason`",
        "No skip without reason",
    )
    ignores = ("Never skip tests.", "Give reasons in pull requests.", "Skip slow tests for this reason.")
    valid = (
        "import pytest\n@pytest.mark.skip(reason='slow')\ndef test_a(): ...",
        "import pytest\n@pytest.mark.skip('slow')\ndef test_a(): ...",
        "import pytest\ndef test_a():\n    pytest.skip(why)",
        "class skip: ...\n@skip\ndef test_a(): ...",
    )
    invalid = (
        Invalid("import pytest\n@pytest.mark.skip\ndef test_a(): ...", line=2),
        Invalid("import pytest as p\n@p.mark.skipif(sys.platform == 'win32')\ndef test_a(): ...", line=2),
        Invalid("from pytest import skip\ndef test_a():\n    skip()", line=3),
        Invalid("import unittest\n@unittest.skip('')\ndef test_a(): ...", line=2),
    )

    @property
    def refers_to(self) -> Collection[str]:
        """The marks."""
        return self._meant.keys()

    @property
    def _meant(self) -> Mapping[str, int | None]:
        return {**_SKIPS, **_XFAILS} if self.params.xfail else _SKIPS

    def visit_Decorator(self, node: cst.Decorator, site: Site) -> Iterator[Finding]:
        """A mark that is not even called."""
        if not isinstance(node.decorator, cst.Call) and site.resolve(node.decorator) & self._meant.keys():
            yield Finding(node, "a test is skipped, or expected to fail, without a reason; give one")

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A mark, or a call that skips."""
        for name in site.resolve(node.func) & self._meant.keys():
            if not _has_reason(node, self._meant[name]):
                yield Finding(node, f"`{name}` says no reason; give one")
                return


def _has_reason(node: cst.Call, at: int | None) -> bool:
    if any(each.star for each in node.args):
        return True
    named = [each.value for each in node.args if each.keyword and each.keyword.value in {"reason", "msg"}]
    positional = [each.value for each in node.args if each.keyword is None]
    given = named or (positional[at : at + 1] if at is not None else [])
    return bool(given) and literal(given[0]) != ""
