"""Whether docstrings are written in the agreed layout."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lawful.rules import Docstring, DocstringCheck, Finding, Invalid, Valid, deciding, parameters, requires

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_SIGNS = {
    "google": re.compile(r"^[ \t]*(?:Args|Arguments|Returns|Yields|Raises|Attributes):[ \t]*$", re.MULTILINE),
    "numpy": re.compile(
        r"^[ \t]*(?:Parameters|Returns|Yields|Raises|Attributes)[ \t]*\r?\n[ \t]*-{3,}[ \t]*$", re.MULTILINE
    ),
    "sphinx": re.compile(r"^[ \t]*:(?:param|type|returns?|rtype|raises?)\b[^:\n]*:", re.MULTILINE),
}
"""What tells the layouts apart: the headings of Google and NumPy, and the fields of Sphinx."""
_WORDS = "format style convention section layout function method class public module documentation comprehensive write"


class DocstringStyle(DocstringCheck):
    """Flags docstrings that hold sections in another layout than the agreed one."""

    @parameters
    class Params:
        """The layout: google, numpy or sphinx."""

        style: str = "google"

    id = "docstring-style"
    phrases = (
        requires("google docstring", allows=(_WORDS,), style="google"),
        requires("numpy docstring", "numpydoc", "numpydoc docstring", allows=(_WORDS,), style="numpy"),
        deciding(
            requires("sphinx-field", allows=(_WORDS, "parameter description return name"), style="sphinx"),
            "with-parameters",
        ),
        requires("google documentation guide", allows=(_WORDS, "guide"), style="google"),
        requires("sphinx docstring", "restructuredtext docstring", "rest docstring", allows=(_WORDS,), style="sphinx"),
    )
    asks = (
        ("Google-style docstrings", {"style": "google"}),
        ("Docstrings: Google style", {"style": "google"}),
        ("Write docstrings in NumPy style.", {"style": "numpy"}),
        ("Docstrings must follow the Sphinx format", {"style": "sphinx"}),
    )
    ignores = ("Use docstrings.", "Follow the Google style guide.", "Search Google first.")
    valid = (
        'def f(x):\n    """Do it.\n\n    Args:\n        x: it\n    """',
        'def f(x):\n    """Do it."""',
        Valid('def f(x):\n    """Do it.\n\n    :param x: it\n    """', {"style": "sphinx"}),
    )
    invalid = (
        Invalid('def f(x):\n    """Do it.\n\n    :param x: it\n    """'),
        Invalid('class A:\n    """An A.\n\n    Attributes\n    ----------\n    x : int\n    """'),
        Invalid('def f(x):\n    """Do it.\n\n    Args:\n        x: it\n    """', params={"style": "numpy"}),
    )

    def look_docstring(self, said: str) -> bool:
        """A docstring in another layout."""
        return self._other_style(said) is not None

    @classmethod
    def conflict(cls, params: Params, other: Params) -> str | None:
        """Two layouts."""
        return f"{params.style} or {other.style} docstrings" if params.style != other.style else None

    def docstring(self, found: Docstring, site: Site) -> Iterator[Finding]:
        """A docstring."""
        del site
        style = self._other_style(found.said)
        if style is not None:
            message = f"this docstring is laid out in {style} style; the agreed one is {self.params.style}"
            yield Finding(found.where, message)

    def _other_style(self, text: str) -> str | None:
        """The style of a docstring, if it is another one than the agreed."""
        others = (style for style, sign in _SIGNS.items() if style != self.params.style and sign.search(text))
        return next(others, None)
