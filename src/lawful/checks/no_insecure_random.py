"""Whether secrets are hard to guess."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids, requires
from lawful.syntax import cst, descendants
from lawful.syntax.words import names_secret, words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lawful.syntax import Site

_GUESSABLE = frozenset(
    f"random.{name}"
    for name in "random randint randrange choice choices sample getrandbits randbytes uniform shuffle".split()
)
_ALSO_SECRET = frozenset({"otp", "nonce", "salt", "csrf", "pin"})


class NoInsecureRandom(Check):
    """Flags the `random` module where it makes what is named `token`, `password`, `otp`, `salt` and the like."""

    id = "no-insecure-random"
    phrases = (
        forbids(
            "`random` credential", "`random` security", "`random` cryptographic", "insecure random",
            allows=("module credential security cryptographic purpose sensitive generation generate generating",),
        ),
        requires(
            "`secrets` module credential", "credential module security",
            allows=("module credential generation generate generating security random value",),
            over=("random module",),
        ),
    )  # fmt: skip
    asks = (
        "Never use `random` for tokens or passwords.",
        "Use the `secrets` module for generating tokens, not `random`",
        "Do not use `random` for security purposes",
        "No insecure random",
    )
    ignores = (
        "Never use `random`.",
        "Seed random numbers in tests.",
        "Random order in tests is fine.",
        "Generate tokens with the auth service.",
    )
    valid = (
        "import secrets\ntoken = secrets.token_hex()",
        "import random\ncolor = random.choice(colors)\nnext_token = random.choice(tokens)",
        "import random\ntoken = random.SystemRandom().choice(x)",
        "def random(): ...\ntoken = random()",
    )
    invalid = (
        Invalid("import random\ntoken = ''.join(random.choices(letters, k=8))", line=2),
        Invalid("from random import randint as r\nself.otp = r(0, 9999)", line=2),
        Invalid("import random\ndef make_password():\n    return random.choice(words)", line=3),
    )

    @property
    def refers_to(self) -> Collection[str]:
        """The functions."""
        return _GUESSABLE

    def visit_Assign(self, node: cst.Assign, site: Site) -> Iterator[Finding]:
        """`token = random.choice(...)`."""
        targets = [each.target for each in node.targets]
        names = [each.value for each in targets if isinstance(each, cst.Name)]
        names += [each.attr.value for each in targets if isinstance(each, cst.Attribute)]
        if any(map(_is_secret, names)):
            yield from self._made(node, node.value, site)

    def visit_Return(self, node: cst.Return, site: Site) -> Iterator[Finding]:
        """`return random.choice(...)` in a function that is named for a secret."""
        around = site.definitions[-1] if site.definitions else None
        if isinstance(around, cst.FunctionDef) and node.value is not None and _is_secret(around.name.value):
            yield from self._made(node, node.value, site)

    def _made(self, node: cst.CSTNode, value: cst.BaseExpression, site: Site) -> Iterator[Finding]:
        calls = [each for each in (value, *descendants(value)) if isinstance(each, cst.Call)]
        if any(site.resolve(each.func) & _GUESSABLE for each in calls):
            yield Finding(node, "what `random` makes can be guessed; use the `secrets` module")


def _is_secret(name: str) -> bool:
    return names_secret(name) or words(name)[-1:] in [[each] for each in _ALSO_SECRET]
