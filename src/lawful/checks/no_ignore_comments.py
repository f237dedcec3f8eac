"""Whether code silences its checkers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Check, Finding, Invalid, Valid, forbids, parameters, requires
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_PATTERNS = {
    "type-ignore": regex(r"#\s*(?:type|pyright|mypy):\s*ignore\b(?P<code>\[[^\]]+\])?", re.IGNORECASE),
    "noqa": regex(r"#\s*(?:ruff:\s*|flake8:\s*)?noqa\b(?P<code>:\s*[A-Z]+[0-9]+)?", re.IGNORECASE),
    "pylint": regex(r"#\s*pylint:\s*disable\b(?P<code>=\s*[\w-]+)?", re.IGNORECASE),
}
_WORDS = ("comment add suppression silence error code rule specific suppress inline mypy ruff pyright",)
_TYPE = ("`# type: ignore`", "`type: ignore`", "`type:ignore`", "`# type:ignore`", "`#type: ignore`")
_NOQA = ("`# noqa`", "`noqa`", "`#noqa`", "noqa")
_BARE = ("bare", "blanket", "unqualified", "naked", "generic", "general")


class NoIgnoreComments(Check):
    """Flags comments that silence a checker: `# type: ignore` and `# noqa`, all of them or those without a code."""

    @parameters
    class Params:
        """Which ones: type-ignore, noqa, pylint. Whether only those that silence everything are meant."""

        kinds: tuple[str, ...] = ("type-ignore",)
        bare: bool = False

    id = "no-ignore-comments"
    phrases = (
        *(
            forbids(*(f"{how} {name}" for name in names for how in _BARE), allows=_WORDS, kinds=kinds, bare=True)
            for names, kinds in ((_TYPE, ("type-ignore",)), (_NOQA, ("noqa",)))
        ),
        *(
            requires(
                *(f"{name} {what}" for name in names for what in ("error", "specific")),
                allows=_WORDS, kinds=kinds, bare=True,
            )
            for names, kinds in ((_TYPE, ("type-ignore",)), (_NOQA, ("noqa",)))
        ),
        *(forbids(name, allows=_WORDS, kinds=("type-ignore",)) for name in _TYPE),
        *(forbids(name, allows=_WORDS, kinds=("noqa",)) for name in _NOQA),
        forbids("`pylint: disable`", "`# pylint: disable`", allows=_WORDS, kinds=("pylint",)),
    )  # fmt: skip
    asks = (
        ("Do not add `# type: ignore` comments", {"kinds": ("type-ignore",)}),
        ("No bare `# noqa`.", {"kinds": ("noqa",), "bare": True}),
        ("Never use `# type: ignore` without a specific error code", {"kinds": ("type-ignore",), "bare": True}),
        ("Avoid `# noqa` comments", {"kinds": ("noqa",)}),
    )
    ignores = (
        "`# type: ignore` is fine in tests.",
        "Never ignore type errors.",
        "Use `# noqa: E501` for long URLs.",
        "Avoid `# type: ignore` unless there is no other way.",
    )
    valid = (
        "x = '# type: ignore'",
        "x = 1  # ignore the type",
        Valid("import a  # type: ignore[import]\nimport b  # pyright: ignore[x]", {"bare": True}),
        Valid("import a  # noqa: F401, E501", {"kinds": ("noqa",), "bare": True}),
    )
    invalid = (
        Invalid("x = f()  # type: ignore[arg-type]"),
        Invalid("x = f()  # why  # type:ignore", params={"bare": True}),
        Invalid("import a\nimport b  # NOQA", line=2, params={"kinds": ("noqa",), "bare": True}),
        Invalid("# ruff: noqa: F401\nimport a", params={"kinds": ("noqa",)}),
    )

    def look_file(self, outline: Outline) -> bool:
        """There is such a comment, or text that looks like it."""
        return any(_PATTERNS[kind].search(outline.text) for kind in self.params.kinds)

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """The comments of the file."""
        del node
        if "#" not in site.module.source.text:
            return
        for span, comment in site.module.comments:
            for kind in self.params.kinds:
                found = _PATTERNS[kind].search(comment)
                if found and not (self.params.bare and found["code"]):
                    cure = "name the code that it is about" if self.params.bare else "cure what it silences"
                    yield Finding(span, f"`{found[0].lstrip('# ')}` silences a checker; {cure}")
