"""Whether connections by SSH make sure whom they reach."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Finding, Invalid, ReferenceCheck, forbids, requires
from lawful.syntax import References, cst
from lawful.syntax.arguments import given, is_none

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_POLICIES = References(
    f"{module}.{name}" for module in ("paramiko", "paramiko.client") for name in ("AutoAddPolicy", "WarningPolicy")
)
_WORDS = (
    "host-key ssh connection connecting connect check checking verification validation before establishing establish",
)


class NoUnverifiedHosts(ReferenceCheck):
    """Flags SSH connections to hosts whose key is not checked: `AutoAddPolicy`, or `known_hosts=None`."""

    id = "no-unverified-hosts"
    phrases = (
        requires("verify host-key", "validation host-key", "check host-key", allows=_WORDS),
        forbids(
            "`AutoAddPolicy`", "disable host-key", "ignore host-key", "skip host-key", "unknown host-key",
            "`AutoAddPolicy()`", "accept host-key",
            allows=(*_WORDS, "`AutoAddPolicy` `AutoAddPolicy()` paramiko `paramiko` accept unknown automatically"),
        ),
    )  # fmt: skip
    asks = (
        "Validate host keys before establishing connections",
        "Always verify SSH host keys.",
        "Never disable host key checking",
        "Never use `AutoAddPolicy` for SSH",
    )
    ignores = ("Document the host keys.", "Never commit SSH keys.", "Validate hosts.", "Verify API keys.")
    valid = (
        "import paramiko\nclient = paramiko.SSHClient()\nclient.set_missing_host_key_policy(paramiko.RejectPolicy())",
        "import asyncssh\nasyncssh.connect(host)\nconnect(host, known_hosts=None)",
        "class AutoAddPolicy: ...\nAutoAddPolicy()",
    )
    invalid = (
        Invalid("import paramiko\nclient.set_missing_host_key_policy(paramiko.AutoAddPolicy())", line=2),
        Invalid("from paramiko.client import WarningPolicy as P\nclient.set_missing_host_key_policy(P)", line=2),
        Invalid("import asyncssh\nasyncssh.connect(host, known_hosts=None)", line=2),
    )

    refers_to = (*_POLICIES.names, "asyncssh.connect")

    def reference(self, node: cst.CSTNode, site: Site) -> Iterator[Finding]:
        """What the node refers to."""
        for name in _POLICIES.at(node, site)[:1]:
            yield Finding(
                node, f"`{name.rpartition('.')[2]}` trusts every host; load the known hosts and reject others"
            )
        if not isinstance(node, cst.Call) or "asyncssh.connect" not in site.resolve(node.func):
            return
        if is_none(given(node, "known_hosts")):
            yield Finding(node, "`known_hosts=None` trusts every host; leave it out")
