"""Whether commands go through a shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_RUNNERS = frozenset(
    f"subprocess.{name}"
    for name in ("run", "call", "check_call", "check_output", "Popen", "getoutput", "getstatusoutput")
)
_ALWAYS_SHELL = frozenset({"subprocess.getoutput", "subprocess.getstatusoutput"})


class NoShellTrue(Check):
    """Flags `subprocess` calls that hand their command to a shell."""

    id = "no-shell-true"
    phrases = (
        forbids(
            "shell=True",
            allows=(
                "subprocess",
                "subprocess.run",
                "subprocess.Popen",
                "subprocess.call",
                "subprocess.check_output",
                "command",
                "run",
                "shell",
            ),
        ),
    )
    asks = (
        "Never use subprocess with shell=True.",
        "No `shell=True` in subprocess calls",
        "Do not pass shell=True to `subprocess.run`.",
    )
    ignores = (
        "Run the tests in a shell.",
        "Never run shell commands without asking.",
        "Use subprocess.run for commands.",
    )
    valid = (
        "import subprocess\nsubprocess.run(['ls'])",
        "import subprocess\nsubprocess.run('ls', shell=False)",
        "run('ls', shell=True)",
    )
    invalid = (
        Invalid("import subprocess\nsubprocess.run('ls', shell=True)", line=2),
        Invalid("from subprocess import Popen as P\nP('ls', shell=1)", line=2),
        Invalid("import subprocess as s\nx = s.getoutput('ls')", line=2),
    )

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call of a function of `subprocess`."""
        functions = site.resolve(node.func) & _RUNNERS
        shell = next((each.value for each in node.args if each.keyword and each.keyword.value == "shell"), None)
        if functions & _ALWAYS_SHELL or (functions and shell is not None and _may_be_true(shell)):
            yield Finding(node, "the command goes through a shell; pass a list of arguments and no `shell`")


def _may_be_true(node: cst.BaseExpression) -> bool:
    if isinstance(node, cst.Name):
        return node.value == "True"
    return isinstance(node, cst.Integer) and node.evaluated_value != 0
