"""Whether code uses a function that it must not use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Finding, Invalid, ReferenceCheck, Valid, forbids_api, parameters
from lawful.rules.api_names import is_function_name, serves
from lawful.syntax import References, cst
from lawful.syntax.stdlib import in_namesake

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lawful.syntax import Site

_EVAL = {"names": ("eval",)}


class ForbiddenCall(ReferenceCheck):
    """Flags every reference to a forbidden function, through whatever import, alias or assignment it is reached."""

    @parameters
    class Params:
        """The functions, by dotted name; a name without a dot is a built-in. What to use instead, if that was said."""

        names: tuple[str, ...] = ()
        instead: str | None = None

    id = "forbidden-call"
    phrases = (
        forbids_api(
            is_function_name,
            allows=("built-in", "builtin", "builtins", "method", "dynamic", "untrusted", "execution"),
            serves=serves,
        ),
    )
    asks = (
        ("Never use `eval` or `exec`.", {"names": ("eval", "exec")}),
        ("Don't call os.system()", {"names": ("os.system",)}),
        ("Use `subprocess.run` instead of `os.system`.", {"names": ("os.system",), "instead": "subprocess.run"}),
        "eval() is forbidden",
    )
    ignores = (
        "Never evaluate untrusted input.",
        "Use `eval` for the calculator.",
        "Never use `requests`.",
        "Do not open pull requests against main.",
    )
    valid = (
        Valid("import ast\nast.literal_eval('1')", _EVAL),
        Valid("model.eval()", _EVAL),
        Valid("def f(eval):\n    return eval(1)", _EVAL),
        Valid("def eval(x): ...\neval('1')", _EVAL),
    )
    invalid = (
        Invalid("eval('1')", params=_EVAL),
        Invalid("from builtins import eval as e\ne('1')", line=2, params=_EVAL),
        Invalid("e = eval\ne('1')", line=1, params=_EVAL),
        Invalid("import os as o\n\ndef f():\n    o.system('ls')", line=4, params={"names": ("os.system",)}),
    )

    @property
    def refers_to(self) -> Collection[str]:
        """The functions."""
        return self._references.names

    def __init__(self, params: dict[str, object] | None = None) -> None:
        super().__init__(params)
        named = [name if "." in name else f"builtins.{name}" for name in self.params.names]
        self._references = References({*named, *filter(None, map(in_namesake, named))})

    def reference(self, node: cst.CSTNode, site: Site) -> Iterator[Finding]:
        """What the node refers to."""
        for name in self._references.at(node, site):
            shown = name.removeprefix("builtins.")
            instead = f"; use {self.params.instead} instead" if self.params.instead else ""
            yield Finding(node, f"`{shown}` is forbidden here{instead}")
