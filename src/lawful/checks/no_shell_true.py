"""Whether commands go through a shell."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids
from lawful.syntax import cst
from lawful.syntax.arguments import given, values
from lawful.syntax.literals import literal
from lawful.syntax.outline import arguments_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lawful.syntax import Outline, Site

_RUNNERS = frozenset(
    f"subprocess.{name}"
    for name in ("run", "call", "check_call", "check_output", "Popen", "getoutput", "getstatusoutput")
)
_ALWAYS_SHELL = frozenset({"subprocess.getoutput", "subprocess.getstatusoutput"})
_PARTIAL = "functools.partial"


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
        Invalid("import subprocess\nuse = True\nsubprocess.call('ls', shell=use)", line=3),
    )

    @property
    def refers_to(self) -> Collection[str]:
        """The functions."""
        return _RUNNERS

    def look_file(self, outline: Outline) -> bool:
        """A shell is asked for."""
        return any(_may_ask(each, outline) for each in outline.of_kind(ast.Call))

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call of a function of `subprocess`, also one that `functools.partial` makes ready."""
        function, *arguments = [node.func, *(each.value for each in node.args)]
        if arguments and _PARTIAL in site.resolve(function):
            function = arguments[0]
        functions = site.resolve(function) & _RUNNERS
        if functions & _ALWAYS_SHELL or (functions and _is_true(given(node, "shell", site=site), site)):
            yield Finding(node, "the command goes through a shell; pass a list of arguments and no `shell`")


def _is_true(node: cst.BaseExpression | None, site: Site) -> bool:
    """Whether a value is written out, there or where it was given its name, and counts as true."""
    return node is not None and any(
        each.value == "True"
        if isinstance(each, cst.Name)
        else bool(literal(each)) or (isinstance(each, cst.Integer) and each.evaluated_value != 0)
        for each in values(node, site)
    )


def _may_ask(call: ast.Call, outline: Outline) -> bool:
    """Whether a call may ask for a shell, itself or by making such a call ready."""
    asked = any(each.arg in {"shell", None} for each in call.keywords)
    functions = [call.func, *(arguments_of(call)[:1] if outline.names.may_be(call.func, (_PARTIAL,)) else ())]
    return any(outline.names.may_be(each, _RUNNERS if asked else _ALWAYS_SHELL) for each in functions)
