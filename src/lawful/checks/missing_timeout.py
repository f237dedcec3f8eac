"""Whether requests over the network end some time."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, parameters, requires
from lawful.syntax import cst
from lawful.syntax.arguments import given, is_none, is_open, may_lack

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lawful.syntax import Outline, Site

_VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "request")
_UNLIMITED = {
    **{f"requests.{verb}": None for verb in _VERBS},
    **{f"requests.api.{verb}": None for verb in _VERBS},
    "urllib.request.urlopen": 2,
}
"""Functions that wait for ever unless they are told otherwise, and where the timeout stands among their arguments."""
_LIMITED = frozenset(f"httpx.{name}" for name in (*_VERBS, "stream", "Client", "AsyncClient"))
"""Functions that wait for ever only if they are told to."""
_SESSIONS = frozenset({"requests.Session", "requests.session"})

_SSH = {"asyncssh.connect": "connect_timeout", "fabric.Connection": "connect_timeout"}
"""What connects by SSH, and the argument that limits how long it tries."""
_SSH_CLIENTS = frozenset({"paramiko.SSHClient", "paramiko.client.SSHClient"})


class MissingTimeout(Check):
    """Flags requests that may wait for ever: of `requests` and `urllib` without a timeout, and all with `timeout=None`.

    `httpx` has a timeout of its own. Calls that pass on arguments with `*` or `**` may pass one.
    """

    @parameters
    class Params:
        """What is meant: http, ssh."""

        kinds: tuple[str, ...] = ("http",)

    id = "missing-timeout"
    phrases = (
        requires(
            "timeout http", "timeout `requests`", "timeout request", "timeout network", "timeout `timeout=`",
            "timeout external call", "timeout api call", "timeout= request", "`timeout=` `requests.get`",
            "timeout `requests.get`",
            allows=(
                "http network external outgoing outbound api request `requests` `requests.get` call client specify",
                "timeout `timeout=` `timeout` argument parameter operation service `httpx` remote",
                "define",
            ),
        ),
        requires(
            "timeout ssh",
            allows=("ssh connection connect implement operation specify command session define connections remote",),
            kinds=("ssh",),
        ),
    )  # fmt: skip
    asks = (
        "Always set a timeout on HTTP requests.",
        "Every `requests` call must have an explicit timeout",
        "All network calls must specify a `timeout`",
        ("Implement timeout for all SSH connections", {"kinds": ("ssh",)}),
    )
    ignores = (
        "Implement request timeouts",
        "Retry requests after a timeout.",
        "Set timeout to 10+ minutes.",
    )
    valid = (
        "import requests\nrequests.get(url, timeout=5)\nrequests.get(url, **options)",
        "from urllib.request import urlopen\nurlopen(url, None, 5)",
        "import httpx\nhttpx.get(url)\nclient.get(url)",
        "def get(url): ...\nget(url)\ncache.get(key)\nrequests = {}\nrequests.get(url)",
    )
    invalid = (
        Invalid("import requests\nrequests.get(url)", line=2),
        Invalid("from requests import post as send\nsend(url, json=data, timeout=None)", line=2),
        Invalid("import requests\nsession = requests.Session()\nsession.get(url)", line=3),
        Invalid("import paramiko\na = paramiko.SSHClient()\na.connect(b)", line=3, params={"kinds": ("ssh",)}),
    )

    @property
    def refers_to(self) -> Collection[str]:
        """The functions, and what makes a session."""
        http = (*_UNLIMITED, *_LIMITED, *_SESSIONS) if "http" in self.params.kinds else ()
        return (*http, *_SSH, *_SSH_CLIENTS) if "ssh" in self.params.kinds else http

    def look_file(self, outline: Outline) -> bool:
        """A call may pass no timeout, or None."""
        return any(self._may_wait(each, outline) for each in outline.of_kind(ast.Call))

    def _may_wait(self, call: ast.Call, outline: Outline) -> bool:
        names = outline.names
        if "ssh" in self.params.kinds and (names.may_be(call.func, _SSH) or _is_method(call, {"connect"})):
            return True
        if "http" not in self.params.kinds or not may_lack(call, "timeout"):
            return False
        if names.may_be(call.func, _UNLIMITED) or (_is_method(call, _VERBS) and outline.refers_to(_SESSIONS)):
            return True
        return any(each.arg in {"timeout", None} for each in call.keywords) and names.may_be(call.func, _LIMITED)

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call that sends a request, or connects."""
        names = site.resolve(node.func)
        if "ssh" in self.params.kinds:
            yield from self._connects(node, names, site)
        if "http" not in self.params.kinds:
            return
        position = next((_UNLIMITED[name] for name in sorted(names & _UNLIMITED.keys())), None)
        timeout = given(node, "timeout", position)
        unlimited = bool(names & _UNLIMITED.keys()) or _is_session_call(node, site)
        missing = timeout is None and unlimited and not is_open(node)
        if missing or (is_none(timeout) and (unlimited or names & _LIMITED)):
            yield Finding(node, "this request may wait for ever; give it a `timeout`")

    def _connects(self, node: cst.Call, names: frozenset[str], site: Site) -> Iterator[Finding]:
        makers = None
        if isinstance(node.func, cst.Attribute) and node.func.attr.value == "connect":
            makers = site.module.names.makers(node.func.value)
        wanted = next((_SSH[name] for name in sorted(names & _SSH.keys())), "timeout")
        connects = names & _SSH.keys() or (makers and makers <= _SSH_CLIENTS)
        if connects and given(node, wanted) is None and not is_open(node):
            yield Finding(node, f"this connection may wait for ever; give it a `{wanted}`")


def _is_session_call(node: cst.Call, site: Site) -> bool:
    """Whether a method of a `requests.Session` is called whose making can be seen."""
    if not isinstance(node.func, cst.Attribute) or node.func.attr.value not in _VERBS:
        return False
    session = node.func.value
    makers = site.resolve(session.func) if isinstance(session, cst.Call) else site.module.names.makers(session)
    return bool(makers) and makers is not None and makers <= _SESSIONS


def _is_method(call: ast.Call, names: Collection[str]) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr in names
