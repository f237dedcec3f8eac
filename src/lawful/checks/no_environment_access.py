"""Whether code reads the environment by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Finding, Invalid, ReferenceCheck, forbids
from lawful.syntax import References, cst

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lawful.syntax import Site

_ENVIRONMENT = References({"os.environ", "os.getenv", "os.environb", "os.getenvb"})


class NoEnvironmentAccess(ReferenceCheck):
    """Flags every use of `os.environ` and `os.getenv`, under whatever name."""

    id = "no-environment-access"
    phrases = (
        forbids(
            "read environment-variable",
            "access environment-variable",
            "read `os.environ`",
            "access `os.environ`",
            "read `os.getenv`",
            "access `os.getenv`",
            "environment-variable access",
            allows=("`os.environ` `os.getenv` access read value raw direct directly",),
        ),
    )
    asks = (
        "Never read environment variables outside `config.py`.",
        "Environment variables may only be read in `settings.py`",
        "Do not access `os.environ` directly.",
        "Access environment variables only in `src/config/`",
    )
    ignores = (
        "Never commit environment variables.",
        "Use environment variables for configuration.",
        "Do not print environment variables.",
        "Read environment variables from `.env`.",
    )
    valid = (
        "from config import settings\nsettings.database_url",
        "self.environ['A']\nrequest.os.environ",
        "import os\nos.path.join(a, b)\nos.getcwd()",
        "def getenv(name): ...\ngetenv('A')",
    )
    invalid = (
        Invalid("import os\nx = os.environ['A']", line=2),
        Invalid("from os import getenv as get\n\ndef f():\n    return get('A')", line=4),
        Invalid("import os as o\no.environ.get('A', '')", line=2),
        Invalid("from os import environ\nsubprocess.run(a, env={**environ})", line=2),
    )

    @property
    def refers_to(self) -> Collection[str]:
        """The variables and functions."""
        return _ENVIRONMENT.names

    def reference(self, node: cst.CSTNode, site: Site) -> Iterator[Finding]:
        """What the node refers to."""
        for name in _ENVIRONMENT.at(node, site):
            yield Finding(node, f"`{name}` reads the environment here; take the value from the configuration")
