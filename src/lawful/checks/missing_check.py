"""Whether programs that fail are noticed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeFix, forbids, requires
from lawful.rules.edits import pass_argument
from lawful.syntax import cst
from lawful.syntax.arguments import given, is_false, is_open
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class MissingCheck(Check):
    """Flags `subprocess.run` without `check=True`: it says nothing when the program fails."""

    id = "missing-check"
    phrases = (
        requires(
            "`check=True`",
            "`check=True` subprocess",
            "`check=True` `subprocess.run`",
            allows=("subprocess", "`subprocess.run`", "command run called parameter"),
        ),
        forbids("`check=False`", allows=("subprocess", "`subprocess.run`")),
    )
    asks = (
        "Always pass `check=True` to `subprocess.run`.",
        "Use check=True for subprocess calls",
        "Never call `subprocess.run` without `check=True`.",
        "All `subprocess.run()` calls must use `check=True`",
    )
    ignores = (
        "Check the output of commands.",
        "Never use `subprocess.run`.",
        "Use `subprocess.run` for commands.",
        "Run the checks before you commit.",
    )
    valid = (
        "import subprocess\nsubprocess.run(['ls'], check=True)\nsubprocess.check_call(['ls'])",
        "import subprocess\nsubprocess.run(['ls'], check=check)\nsubprocess.run(['ls'], **options)",
        "import subprocess\nsubprocess.run(['ls'], **{'check': True})\nsubprocess.run(['ls']).check_returncode()",
        "run(['ls'])\nself.subprocess.run(['ls'])",
    )
    invalid = (
        Invalid(
            "import subprocess\nsubprocess.run(['ls'])",
            line=2,
            fixed="import subprocess\nsubprocess.run(['ls'], check=True)",
        ),
        Invalid("from subprocess import run as r\nresult = r(\n    ['ls'],\n    text=True,\n)", line=2),
        Invalid("import subprocess as sp\nsp.run(['ls'], check=False)", line=2),
    )

    refers_to = ("subprocess.run",)

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call of `subprocess.run`; what is passed but cannot be told may be true."""
        if "subprocess.run" not in site.resolve(node.func) or (
            is_open(node) and given(node, "check", site=site) is None
        ):
            return
        value = given(node, "check", site=site)
        checked = isinstance(site.parent, cst.Attribute) and site.parent.attr.value == "check_returncode"
        if not checked and (value is None or is_false(value, site)):
            edit = pass_argument(node, "check", "True", site) if not is_open(node) else None
            fix = NodeFix((edit,), Applicability.UNSAFE) if edit else None
            yield Finding(node, "nobody notices if this program fails; pass `check=True`", fix)
