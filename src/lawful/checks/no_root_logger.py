"""Whether modules log by a name of their own."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, forbids, parameters, requires, where
from lawful.syntax import cst
from lawful.syntax.literals import literal
from lawful.syntax.logs import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.rules import Demand
    from lawful.syntax import Site

_ROOT = frozenset(f"logging.{level}" for level in LEVELS)


def _is_of_logger(demand: Demand) -> bool:
    """Whether it is the logger that is of the root: "never log in as root" is no such demand."""
    words = [token.term for group in (*demand.stated, *demand.over) for token in group]
    return ("root", "logging") in pairwise(words)


class NoRootLogger(Check):
    """Flags calls that log by the root logger; where `__name__` is asked for, also other names that are written out."""

    @parameters
    class Params:
        """Whether loggers must be called by the name of their module."""

        by_module: bool = False

    id = "no-root-logger"
    phrases = (
        where(_is_of_logger, forbids("root logging", allows=("root logging directly call",))),
        requires(
            "`logging.getLogger(__name__)`",
            "`logger = logging.getLogger(__name__)`",
            "`getLogger(__name__)`",
            allows=("module", "logging function instance name", "module-level"),
            by_module=True,
        ),
    )
    asks = (
        "Never use the root logger.",
        ("Use `logging.getLogger(__name__)`.", {"by_module": True}),
        ("Every module must use `logger = logging.getLogger(__name__)`", {"by_module": True}),
        "No root loggers",
    )
    ignores = (
        "Use logging instead of print.",
        "Configure the root logger in `main.py`.",
        "Never log to the console.",
        "Never log in as root.",
    )
    valid = (
        "import logging\nlog = logging.getLogger(__name__)\nlog.info('x')\nlogging.basicConfig(level=logging.INFO)",
        "import logging\nlogging.getLogger('app')",
        "def info(x): ...\ninfo('x')\nself.logging.info('x')",
        Valid("import logging\nlogging.getLogger(name)\nlogging.getLogger(f'{__name__}.sql')", {"by_module": True}),
    )
    invalid = (
        Invalid("import logging\nlogging.info('x')", line=2),
        Invalid("from logging import getLogger as g\nlog = g()", line=2),
        Invalid("from logging import warning\n\ndef f():\n    warning('x')", line=4),
        Invalid("import logging as l\nlog = l.getLogger('app')", line=2, params={"by_module": True}),
    )

    refers_to = (*_ROOT, "logging.getLogger")

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call of a function of `logging`."""
        functions = site.resolve(node.func)
        for name in sorted(functions & _ROOT):
            yield Finding(node, f"`{name}` logs by the root logger; use `logging.getLogger(__name__)`")
            return
        if "logging.getLogger" not in functions:
            return
        given = literal(node.args[0].value) if node.args else None
        if not node.args:
            yield Finding(node, "this is the root logger; give it a name: `logging.getLogger(__name__)`")
        elif self.params.by_module and given is not None:
            yield Finding(
                node, f"this logger is called {given!r}; call it by its module: `logging.getLogger(__name__)`"
            )
