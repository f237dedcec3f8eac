"""Whether files are closed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, requires
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lawful.syntax import Site

_OPEN = frozenset({"builtins.open", "io.open", "codecs.open", "gzip.open", "bz2.open", "lzma.open", "tarfile.open"})
_KEEPS = frozenset({"enter_context", "closing", "push"})


class NoUnclosedFiles(Check):
    """Flags files that are opened outside a `with` statement.

    A file that is returned, or handed to an exit stack, is another's to close.
    """

    id = "no-unclosed-files"
    phrases = (
        requires(
            "context-manager file",
            "`with` file",
            "`with open` file",
            "`with open()`",
            "`with open(...)`",
            "context-manager `open`",
            "context-manager resource",
            allows=(
                "file operation handling io i o opening open access reading writing read `with` context-manager",
                "statement handle resource management manage cleanup",
            ),
        ),
    )
    asks = (
        "Use context managers for file operations.",
        "Always use `with` statements for file handling",
        "Use `with open(...)` for reading files",
        "Use context managers (`with`) for file I/O",
    )
    ignores = (
        "Use `Path.read_text()` over `with open()` constructs.",
        "Use context managers for database sessions.",
        "Read the file first.",
        "Open files with care.",
    )
    valid = (
        "with open('a') as f, open('b'):\n    pass",
        "def f():\n    return open('a')",
        "with contextlib.ExitStack() as s:\n    f = s.enter_context(open('a'))",
        "image.open('a')\nwith contextlib.closing(open('a')) as f:\n    pass",
    )
    invalid = (
        Invalid("f = open('a')"),
        Invalid("text = open('a').read()"),
        Invalid("import io as i\ndata = json.load(i.open('a'))", line=2),
        Invalid("with lock:\n    for line in open('a'):\n        print(line)", line=2),
    )

    @property
    def refers_to(self) -> Collection[str]:
        """The functions."""
        return _OPEN

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A file that is opened."""
        if site.resolve(node.func) & _OPEN and not _is_kept(node, site):
            yield Finding(node, "this file may stay open when something fails; open it in a `with` statement")


def _is_kept(node: cst.CSTNode, site: Site) -> bool:
    for outer in reversed(site.ancestors):
        if isinstance(outer, cst.Call) and outer.func is not node:
            last = outer.func.attr if isinstance(outer.func, cst.Attribute) else outer.func
            return isinstance(last, cst.Name) and last.value in _KEEPS
        if isinstance(outer, (cst.WithItem, cst.Return, cst.Yield, cst.Lambda)):
            return True
        if not isinstance(outer, (cst.Arg, cst.IfExp, cst.BooleanOperation, cst.NamedExpr)):
            return False
        node = outer
    return False
