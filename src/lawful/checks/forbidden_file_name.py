"""Whether files have names that say nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, forbids_code, parameters
from lawful.source import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.language import Token
    from lawful.syntax import Outline, Site, cst

_VAGUE = frozenset(
    """
    util utils helper helpers common misc shared stuff tools lib general functions base core
    """.split()
)
"""Names that are taken for names of files without their ending."""
_UTILS = {"names": ("utils", "helpers")}


def _file_name(token: Token) -> str | None:
    name = token.text.lower().removesuffix(".py")
    ends = token.code and token.text.endswith(".py") and "/" not in token.text and "*" not in token.text
    return name if ends or (name in _VAGUE and (token.code or name.startswith("util"))) else None


class ForbiddenFileName(Check):
    """Flags files and packages with a forbidden name such as `utils`; a package is flagged at its `__init__.py`."""

    @parameters
    class Params:
        """The names, without an ending."""

        names: tuple[str, ...] = ()

    id = "forbidden-file-name"
    phrases = (
        forbids_code(
            _file_name,
            "names",
            "file",
            "module",
            "package",
            "file name",
            "module name",
            allows=("file module package name generic vague catch-all dumping ground grab-bag called",),
        ),
    )
    asks = (
        ("No files named `utils.py` or `helpers.py`.", _UTILS),
        ("No `utils` or `helpers` modules", _UTILS),
        ("Never create `utils` modules", {"names": ("utils",)}),
        ("Do not create files called `misc.py`", {"names": ("misc",)}),
    )
    ignores = (
        "Never edit `settings.py`.",
        "Do not add code to `legacy.py`.",
        "Never import `utils`.",
        "Put helpers into `utils.py`.",
    )
    valid = (
        Valid("import utils", _UTILS, "src/app.py"),
        Valid("x = 1", _UTILS, "src/my_utils.py"),
        Valid("x = 1", _UTILS, "src/utils/text.py"),
    )
    invalid = (
        Invalid("x = 1", params=_UTILS, path="src/utils.py"),
        Invalid("x = 1", params=_UTILS, path="src/helpers/__init__.py"),
    )

    def look_file(self, outline: Outline) -> bool:
        """The name stands in the path."""
        return any(name in outline.source.path for name in self.params.names)

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The name of the file itself."""
        del node
        path = site.module.source.path.removesuffix("i").removesuffix(".py").removesuffix("/__init__")
        for name in self.params.names:
            if name == path.rpartition("/")[2]:
                yield Finding(Span(1, 1, 1, 1), f"`{name}` does not say what is in it; name it after its contents")
                return
