"""Whether code makes sure whom it talks to."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, forbids, requires
from lawful.syntax import cst
from lawful.syntax.arguments import given, is_false
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "request")
_VERIFYING = frozenset(
    {f"{module}.{verb}" for module in ("requests", "requests.api", "httpx") for verb in _VERBS}
    | {"httpx.Client", "httpx.AsyncClient", "httpx.stream"}
)
_SESSIONS = frozenset({"requests.Session", "requests.session"})
_UNVERIFIED = frozenset({"ssl._create_unverified_context", "ssl._create_stdlib_context"})
_SERVERS = frozenset({"ssl.PROTOCOL_TLS_SERVER", "ssl.Purpose.CLIENT_AUTH"})
_CONNECTORS = frozenset({"aiohttp.TCPConnector"})
_SAYING = ("verify", "verify_ssl", "check_hostname", "verify_mode", *(each.partition(".")[2] for each in _UNVERIFIED))
"""Words without which nothing here is said."""


class NoUnverifiedTls(Check):
    """Flags TLS whose certificates are not verified: `verify=False`, `ssl._create_unverified_context`, `CERT_NONE`."""

    id = "no-unverified-tls"
    phrases = (
        forbids(
            "`verify=False`", "disable tls", "skip tls verification", "skip certificate verification",
            "ignore tls error",
            "disable certificate verification", "disable certificate validation", "`ssl._create_unverified_context`",
            allows=("tls verification certificate `requests` request http `httpx` call check validation error disable",
                    "`verify=False`"),
        ),
        requires("verify tls certificate", "verify certificate", "tls verification", allows=("http tls request",)),
    )  # fmt: skip
    asks = (
        "Never disable SSL verification.",
        "Do not use `verify=False` in requests",
        "Never skip TLS certificate verification",
        "Always verify SSL certificates.",
    )
    ignores = (
        "Verify the output.",
        "Use HTTPS in production",
        "Never disable verification emails.",
        "Renew certificates early.",
    )
    valid = (
        "import requests\nrequests.get(url, verify=True)\nrequests.get(url, verify=bundle)",
        "jwt.decode(token, verify=False)\ncheck(url, verify=False)",
        "import requests\nverify = False",
        "import ssl\na = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)\na.verify_mode = ssl.CERT_NONE",
    )
    invalid = (
        Invalid(
            "import requests\nrequests.get(url, verify=False)",
            line=2,
            fixed="import requests\nrequests.get(url, verify=True)",
        ),
        Invalid("import requests\ns = requests.Session()\ns.verify = False", line=3),
        Invalid("import ssl\ncontext = ssl._create_unverified_context()", line=2),
        Invalid("import ssl\ncontext.verify_mode = ssl.CERT_NONE", line=2),
    )

    def look_file(self, outline: Outline) -> bool:
        """Something speaks of verifying."""
        passed = any(each.arg in {"verify", "ssl", "verify_ssl", None} for each in outline.of_kind(ast.keyword))
        return passed or not outline.said.isdisjoint(_SAYING)

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call that connects, or prepares to."""
        names = site.resolve(node.func)
        makers = None
        if isinstance(node.func, cst.Attribute) and node.func.attr.value in _VERBS:
            makers = site.module.names.makers(node.func.value)
        verify = given(node, "verify", site=site)
        if verify is not None and is_false(verify, site) and (names & _VERIFYING or (makers and makers <= _SESSIONS)):
            fix = NodeFix((NodeEdit(verify, "True"),), Applicability.UNSAFE) if is_false(verify) else None
            yield Finding(node, "the certificate of the other side is not verified; leave `verify` on", fix)
        elif names & _CONNECTORS and (is_false(given(node, "ssl")) or is_false(given(node, "verify_ssl"))):
            yield Finding(node, "the certificate of the other side is not verified; leave `ssl` on")

    def visit_Attribute(self, node: cst.Attribute, site: Site) -> Iterator[Finding]:
        """A context that verifies nothing."""
        if site.resolve(node) & _UNVERIFIED:
            yield Finding(node, "this context verifies no certificates; use `ssl.create_default_context`")

    def visit_Name(self, node: cst.Name, site: Site) -> Iterator[Finding]:
        """A context that verifies nothing, imported by name."""
        if site.is_read(node) and site.resolve(node, follow=False) & _UNVERIFIED:
            yield Finding(node, "this context verifies no certificates; use `ssl.create_default_context`")

    def visit_Assign(self, node: cst.Assign, site: Site) -> Iterator[Finding]:
        """`context.verify_mode = ssl.CERT_NONE` and the like."""
        attributes = [each.target for each in node.targets if isinstance(each.target, cst.Attribute)]
        for each in attributes:
            makers = site.module.names.makers(each.value)
            session = each.attr.value == "verify" and is_false(node.value) and makers and makers <= _SESSIONS
            lax = (each.attr.value == "check_hostname" and is_false(node.value)) or (
                each.attr.value == "verify_mode" and "ssl.CERT_NONE" in site.resolve(node.value)
            )
            if session or (lax and not _is_of_server(each.value, site)):
                yield Finding(node, "certificates are no longer verified after this; leave it as it is")


def _is_of_server(context: cst.BaseExpression, site: Site) -> bool:
    """Whether a context was made for a server, which asks its clients for no certificate anyway."""
    made = site.module.names.assigned(context) if isinstance(context, cst.Name) else ()
    arguments = [given(each, "protocol", 0) or given(each, "purpose") for each in made if isinstance(each, cst.Call)]
    return bool(arguments) and all(each is not None and site.resolve(each) & _SERVERS for each in arguments)
