"""Whether the parts of docstrings stand apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Docstring, DocstringCheck, Finding, Invalid, Valid, deciding, parameters, requires
from lawful.syntax.docstrings import SECTIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_WORDS = (
    "docstring summary description section between first line after before from separate separated single-line body"
)
_PARTS = ("parameter", "section", "Args", "return")


class DocstringBlankLine(DocstringCheck):
    """Flags docstrings without a blank line after their summary, or before their first section."""

    @parameters
    class Params:
        """Whether the line below the summary must be blank, or the one above the first section."""

        before: str = "description"

    id = "docstring-blank-line"
    phrases = (
        deciding(
            requires(
                *(f"docstring blank-line {part}" for part in _PARTS),
                allows=(_WORDS, "parameter section return Args"),
                before="sections",
            ),
            "with-parameters",
        ),
        requires("docstring blank-line summary", "docstring blank-line first", allows=(_WORDS,), before="description"),
    )
    asks = (
        ("Docstrings: separate the summary from the description with a blank line", {"before": "description"}),
        ("Add a blank line between the docstring summary and the parameters", {"before": "sections"}),
        ("文档字符串的描述与参数之间添加一行空白行", {"before": "sections"}),
    )
    ignores = (
        "Two blank lines between functions.",
        "No blank line after the docstring.",
        "Add blank lines between sections of a function.",
    )
    valid = (
        '"""Do it."""',
        'def f(a):\n    """Do it.\n\n    More.\n    """',
        'def f(a):\n    """\n    Do it.\n\n    :param a: it\n    """',
        Valid('def f(a):\n    """Do it\n    so.\n\n    Args:\n        a: it\n    """', {"before": "sections"}),
    )
    invalid = (
        Invalid('def f(a):\n    """Do it.\n    More.\n    """'),
        Invalid('class A:\n    """\n    Do it.\n    More.\n    """'),
        Invalid('def f(a):\n    """Do it.\n    :param a: it\n    """', params={"before": "sections"}),
    )

    def docstring(self, found: Docstring, site: Site) -> Iterator[Finding]:
        """A docstring, whose first section may begin it."""
        del site
        said = found.said.strip()
        if self.params.before == "sections":
            starts = [at.start() for sign in SECTIONS.values() if (at := sign.search(said)) and at.start()]
            lines = said[: min(starts)].splitlines() if starts else []
            if lines and lines[-1].strip():
                yield Finding(found.where, "a blank line is missing before the first section of this docstring")
        elif [bool(line.strip()) for line in said.splitlines()[1:2]] == [True]:
            yield Finding(found.where, "a blank line is missing below the first line of this docstring")
