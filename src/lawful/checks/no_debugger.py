"""Whether debuggers were left in code."""

from __future__ import annotations

from lawful.rules import Invalid, ListedCheck, forbids

_LISTED = dict.fromkeys(
    """
    builtins.breakpoint sys.breakpointhook pdb.set_trace pdb.post_mortem pdb.pm pdb.Pdb ipdb.set_trace
    ipdb.launch_ipdb_on_exception pudb.set_trace pudb.pu web_pdb.set_trace rpdb.set_trace IPython.embed
    celery.contrib.rdb.set_trace debugpy.breakpoint debugpy.listen
    """.split(),
    "stops the program; remove it before others run it",
)


class NoDebugger(ListedCheck):
    """Flags calls of debuggers: `breakpoint()`, `pdb.set_trace()` and their kin."""

    id = "no-debugger"
    listed = _LISTED
    phrases = (
        forbids(
            "debugger", "breakpoint", "`breakpoint()`", "debug statement", "leftover debug", "`pdb`", "`pdb.set_trace`",
            "`ipdb`", "`ipdb.set_trace`", "debug code",
            allows=("debugger call statement leftover debug breakpoint `pdb` `ipdb` `pdb.set_trace` `ipdb.set_trace`",
                    "left over"),
        ),
    )  # fmt: skip
    asks = (
        "No debugger statements.",
        "Never leave `breakpoint()` or `pdb.set_trace()` in code",
        "Remove all debug statements",
        "No breakpoints",
    )
    ignores = (
        "Use a debugger to find the cause.",
        "Never use print for debugging.",
        "No debug logging.",
        "Debug mode must be off.",
    )
    valid = (
        "def breakpoint(): ...\nbreakpoint()",
        "css.breakpoint('md')\nself.set_trace()",
        "text = 'breakpoint()'  # pdb.set_trace()",
    )
    invalid = (
        Invalid("def f():\n    breakpoint()\n    return 1", line=2),
        Invalid("import pdb\nx = 1; pdb.set_trace()", line=2),
        Invalid("import ipdb as d\nd.set_trace()", line=2),
        Invalid("hook = breakpoint"),
    )
