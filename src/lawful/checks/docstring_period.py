"""Whether the first line of a docstring ends as agreed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import (
    Docstring,
    DocstringCheck,
    Finding,
    Invalid,
    NodeEdit,
    NodeFix,
    Valid,
    forbids,
    parameters,
    requires,
)
from lawful.source import Span
from lawful.syntax import cst
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_WORDS = "docstring first line summary summaries end ends ending terminate finish full stop dot sentence"
_NEEDS = ("docstring end full-stop", "docstring full-stop", "docstring ends full-stop")
_NONE = {"period": False}


class DocstringPeriod(DocstringCheck):
    """Flags docstrings whose first line does not end with a full stop, or does where it should not."""

    @parameters
    class Params:
        """Whether the first line ends with a full stop."""

        period: bool = True

    id = "docstring-period"
    phrases = (
        requires(*_NEEDS, allows=(_WORDS,), period=True),
        forbids(*_NEEDS, allows=(_WORDS,), period=False),
    )
    asks = (
        ("The first line of a docstring must end with a period.", {"period": True}),
        ("Docstrings end with a full stop", {"period": True}),
        ("Docstring summaries must not end with a period", _NONE),
    )
    ignores = (
        "Docstrings must be short.",
        "End commit messages with a period.",
        "Docstrings are reviewed periodically.",
    )
    valid = (
        'def f():\n    """Return it."""',
        '"""Is it?\n\nYes\n"""',
        'def f():\n    """"""',
        Valid('class A:\n    """An A"""', _NONE),
    )
    invalid = (
        Invalid('def f():\n    """Return it"""', fixed='def f():\n    """Return it."""'),
        Invalid('"""\nThis module\n\nMore.\n"""', fixed='"""\nThis module.\n\nMore.\n"""'),
        Invalid("class A:\n    'An A.'", fixed="class A:\n    'An A'", params=_NONE),
    )

    def docstring(self, found: Docstring, site: Site) -> Iterator[Finding]:
        """A docstring in one piece."""
        text = found.text
        if not isinstance(text, cst.SimpleString):
            return
        raw = text.raw_value
        lines = raw.split("\n")
        at = next((number for number, line in enumerate(lines) if line.strip()), None)
        if at is None or (at + 1 < len(lines) and lines[at + 1].strip()):
            return  # a summary of several lines ends somewhere else
        summary = lines[at].rstrip()
        if self.params.period and not summary.endswith((".", "!", "?", ":", "…", "。", "\\")):
            message = "the first line of the docstring does not end with a full stop"
            yield Finding(found.where, message, _fix(text, at, site, "."))
        elif not self.params.period and summary.endswith(".") and not summary.endswith(".."):
            message = "the first line of the docstring ends with a full stop"
            yield Finding(found.where, message, _fix(text, at, site, ""))


def _fix(text: cst.SimpleString, at: int, site: Site, period: str) -> NodeFix:
    """Put the full stop behind the summary, or take it away."""
    span = site.module.span(text)
    line = text.raw_value.split("\n")[at]
    indent = span.column + len(text.prefix) + len(text.quote) if at == 0 else 1
    end = indent + len(line.rstrip())
    start = end if period else end - 1
    where = Span(span.line + at, start, span.line + at, end)
    return NodeFix((NodeEdit(where, period),), Applicability.UNSAFE)
