"""Whether paths are objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Finding, Invalid, ReferenceCheck, forbids, prefers_to, requires
from lawful.syntax import References, cst

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lawful.syntax import Site

_PATH = {
    "join": "`/` of `Path`", "exists": "`Path.exists`", "isfile": "`Path.is_file`", "isdir": "`Path.is_dir`",
    "basename": "`Path.name`", "dirname": "`Path.parent`", "splitext": "`Path.suffix` and `Path.stem`",
    "abspath": "`Path.absolute`", "realpath": "`Path.resolve`", "expanduser": "`Path.expanduser`",
    "getsize": "`Path.stat`", "getmtime": "`Path.stat`", "islink": "`Path.is_symlink`", "isabs": "`Path.is_absolute`",
    "split": "`Path.parts`", "normpath": "`Path`", "relpath": "`Path.relative_to`", "samefile": "`Path.samefile`",
}  # fmt: skip
_OS = {
    "listdir": "`Path.iterdir`", "mkdir": "`Path.mkdir`", "makedirs": "`Path.mkdir`", "remove": "`Path.unlink`",
    "unlink": "`Path.unlink`", "rmdir": "`Path.rmdir`", "rename": "`Path.rename`", "replace": "`Path.replace`",
    "getcwd": "`Path.cwd`", "walk": "`Path.rglob`", "scandir": "`Path.iterdir`",
}  # fmt: skip
_INSTEAD = {
    **{f"os.path.{name}": instead for name, instead in _PATH.items()},
    **{f"os.{name}": instead for name, instead in _OS.items()},
    "glob.glob": "`Path.glob`",
    "glob.iglob": "`Path.glob`",
}
_REFERENCES = References(_INSTEAD)


class MissingPathlib(ReferenceCheck):
    """Flags functions of `os`, `os.path` and `glob` for which `pathlib` has a method."""

    id = "missing-pathlib"
    phrases = (
        requires(
            "pathlib path",
            "pathlib file",
            "pathlib directory",
            "pathlib filesystem",
            "`pathlib.Path` path",
            "`pathlib.Path` file",
            "`Path` path",
            "`Path` file",
            "`pathlib` path",
            allows=(
                "file path filesystem system handling operation manipulation management directory folder module object",
                "`pathlib.Path` `Path` pathlib i o io work working related all library",
            ),
        ),
        requires("`pathlib`", "`pathlib.Path`", "pathlib", allows=("module library `pathlib.Path` `Path`",)),
        forbids("os.path path", "os.path file", allows=("file path filesystem handling operation manipulation",)),
        *(
            prefers_to(better, "os", allows=("os.path glob module file path filesystem system operation handling",))
            for better in ("pathlib", "`pathlib.Path`", "`Path`")
        ),
        forbids("string path", allows=("manipulation join plain raw file",)),
    )
    asks = (
        "Use pathlib for file paths",
        "For path handling, use `pathlib.Path`",
        "Use `pathlib` instead of `os.path` for file paths",
        "Use pathlib for file operations instead of os",
    )
    ignores = (
        "Use `pathlib` instead of `os.path`.",
        "Put files in the path.",
        "Use `Path.read_text()` over `with ...open()` constructs.",
        "Never use pathlib.",
    )
    valid = (
        "from pathlib import Path\nPath('a') / 'b'",
        "import os\nos.environ['A'], os.sep, os.path.sep, os.getpid()",
        "path.join('a', 'b')\nfs.listdir('a')",
    )
    invalid = (
        Invalid("import os\nx = os.path.join('a', 'b')", line=2),
        Invalid("from os.path import exists as e\n\nif e('a'): ...", line=3),
        Invalid("import os as o\nfor x in o.listdir('a'): ...", line=2),
        Invalid("from glob import *\nglob('*.py')", line=2),
    )

    @property
    def refers_to(self) -> Collection[str]:
        """The functions."""
        return _REFERENCES.names

    def reference(self, node: cst.CSTNode, site: Site) -> Iterator[Finding]:
        """What the node refers to."""
        for name in _REFERENCES.at(node, site):
            yield Finding(node, f"`{name}` works on strings; use {_INSTEAD[name]} of `pathlib`")
