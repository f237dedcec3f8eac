"""Whether addresses are encrypted ones."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, Phrase, forbids, requires
from lawful.syntax import cst
from lawful.syntax.literals import literal
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.rules import Demand
    from lawful.rules.phrase import Heard
    from lawful.syntax import Site

_URL = regex(r"http://(?P<host>[A-Za-z0-9.-]+\.[A-Za-z]{2,}|\d+(?:\.\d+){3})(?=[:/?#]|\Z)\S*\Z")
_LOCAL = regex(
    r"localhost|.*\.(?:local|localhost|internal|test|invalid|svc)"
    r"|127\..*|10\..*|192\.168\..*|172\.(?:1[6-9]|2\d|3[01])\..*|0\.0\.0\.0|169\.254\..*"
)
_IDENTIFIERS = regex(
    r"http://(?:www\.w3\.org|schemas\.|www\.schemas|json-schema\.org|xmlns\.|ns\.|purl\.org"
    r"|.*/(?:ns|schema|xmlns)s?[/#])"
)
"""Addresses that only name something, such as XML namespaces: nobody goes there."""

_HTTPS = requires("https", allows=("https only url",))


def _hear_everywhere(demand: Demand) -> Heard | None:
    """HTTPS, where nothing limits where it is wanted."""
    limited = demand.include or demand.exclude or demand.within
    return _HTTPS.hear(demand) if demand.is_spoken and not limited else None


class NoInsecureUrls(Check):
    """Flags text that is an `http://` address of another machine; local ones and names of XML schemas are fine."""

    id = "no-insecure-urls"
    phrases = (
        forbids(
            "http-url", "`http://`", "insecure http", "insecure url",
            allows=("http-url insecure url plain endpoint connection unencrypted request `http://` http",),
        ),
        requires(
            "https url", "https api", "https request", "https communication", "https endpoint", "https connection",
            "https traffic",
            allows=("https url endpoint api communication external request connection link call http traffic",),
            over=("http http-url url",),
        ),
        Phrase(_hear_everywhere),
    )  # fmt: skip
    asks = (
        "Use HTTPS for all API communications.",
        "Never use plain HTTP URLs",
        "No `http://` URLs",
        "All URLs must use HTTPS",
    )
    ignores = (
        "Use HTTP semantics correctly.",
        "Use httpx for HTTP requests.",
        "Use HTTPS in production",
        "Use meaningful HTTP status codes.",
    )
    valid = (
        "x = 'https://example.com'\ny = 'http://localhost:8000'\nz = 'http://127.0.0.1/x'",
        "NS = 'http://www.w3.org/2000/svg'\nhost = 'http://'\ncompose = 'http://redis:6379'",
        "text = 'see http://python.org for more'\nprefix = url.startswith('http://')",
        '"""http://python.org"""  # http://python.org',
    )
    invalid = (
        Invalid("x = 'http://api.python.org/v1'", fixed="x = 'https://api.python.org/v1'"),
        Invalid("get(\n    'http://8.8.8.8:80/',\n)", line=2),
        Invalid("x = f'http://api.python.org/{name}'"),
    )

    def look_SimpleString(self, node: ast.Constant | ast.JoinedStr) -> bool:
        """A text that is such an address."""
        return isinstance(node, ast.Constant) and str(node.value).startswith("http://")

    def look_FormattedString(self, node: ast.JoinedStr) -> bool:
        """A text that holds such an address."""
        return any(isinstance(each, ast.Constant) and "http://" in str(each.value) for each in node.values)

    def visit_SimpleString(self, node: cst.SimpleString, site: Site) -> Iterator[Finding]:
        """Text; a docstring is for reading."""
        text = literal(node) or ""
        if text.startswith("http://") and not isinstance(site.parent, (cst.Expr, cst.ConcatenatedString)):
            yield from self._address(node, text)

    def visit_FormattedString(self, node: cst.FormattedString, site: Site) -> Iterator[Finding]:
        """An f-string, if the name of the machine is written out."""
        first = node.parts[0] if node.parts else None
        if isinstance(first, cst.FormattedStringText) and "/" in first.value.removeprefix("http://"):
            del site
            yield from self._address(node, first.value)

    def _address(self, node: cst.SimpleString | cst.FormattedString, text: str) -> Iterator[Finding]:
        found = _URL.match(text)
        if found and not _LOCAL.fullmatch(found["host"]) and not _IDENTIFIERS.match(text):
            fix = None
            if isinstance(node, cst.SimpleString):
                fix = NodeFix((NodeEdit(node, node.value.replace("http://", "https://", 1)),), Applicability.UNSAFE)
            yield Finding(node, f"traffic to {found['host']} is not encrypted; use https://", fix)
