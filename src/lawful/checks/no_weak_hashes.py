"""Whether hashes are strong."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, forbids, parameters
from lawful.syntax import cst
from lawful.syntax.arguments import given, is_false
from lawful.syntax.literals import literal

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from lawful.syntax import Site

_MODULES = {
    "md4": ("Crypto.Hash.MD4.new",),
    "md5": ("hashlib.md5", "Crypto.Hash.MD5.new", "cryptography.hazmat.primitives.hashes.MD5", "_md5.md5"),
    "sha1": ("hashlib.sha1", "Crypto.Hash.SHA1.new", "cryptography.hazmat.primitives.hashes.SHA1", "_sha1.sha1"),
}
_MAKING = ("hashlib.new", "hmac.new", "hmac.digest", "hmac.HMAC", "hashlib.pbkdf2_hmac")


class NoWeakHashes(Check):
    """Flags MD5 and SHA-1, through whatever library, unless `usedforsecurity=False` says what they are for."""

    @parameters
    class Params:
        """The algorithms that are too weak."""

        algorithms: tuple[str, ...] = ("md4", "md5", "sha1")

    id = "no-weak-hashes"
    phrases = (
        forbids(
            "weak-hash", "md5", "sha-1", "`hashlib.md5`", "`hashlib.sha1`", "insecure hash",
            allows=("weak hash hashing algorithm function insecure cryptographic weak-hash broken",),
            when={"md5": {"algorithms": ("md5",)}, "sha-1": {"algorithms": ("sha1",)},
                  "hashlib.md5": {"algorithms": ("md5",)}, "hashlib.sha1": {"algorithms": ("sha1",)}},
            algorithms=(),
        ),
    )  # fmt: skip
    asks = (
        ("Never use MD5 or SHA1.", {"algorithms": ("md5", "sha1")}),
        "No weak hash algorithms",
        ("Use SHA-256 instead of MD5", {"algorithms": ("md5",)}),
        ("Do not call `hashlib.md5`", {"algorithms": ("md5",)}),
    )
    ignores = (
        "Never use MD5 for passwords.",
        "MD5 is fine for cache keys.",
        "Verify the SHA1 of downloads.",
        "Avoid hash collisions.",
    )
    valid = (
        "import hashlib\nhashlib.sha256(data)\nhashlib.new('sha512')",
        "import hashlib\nhashlib.md5(data, usedforsecurity=False)",
        "def md5(x): ...\nmd5(data)\ndigests.md5(data)\nname = 'md5'",
        Valid("import hashlib\nhashlib.sha1(data)", {"algorithms": ("md5",)}),
    )
    invalid = (
        Invalid("import hashlib\nhashlib.md5(data)", line=2),
        Invalid("from hashlib import sha1 as digest\ndigest(data)", line=2),
        Invalid("import hashlib\nhashlib.new('MD5', data)", line=2),
        Invalid("import hashlib, hmac\nhmac.new(key, data, hashlib.md5)", line=2),
    )

    @property
    def refers_to(self) -> Collection[str]:
        """The functions, and those that are given the name of one."""
        return (*chain.from_iterable(_MODULES.values()), *_MAKING)

    @classmethod
    def make_params(cls, values: Mapping[str, object]) -> Params:
        """All weak algorithms are meant where none is named."""
        params: NoWeakHashes.Params = super().make_params({key: value for key, value in values.items() if value})
        return params

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call that makes a hash, or is handed the function that does."""
        if is_false(given(node, "usedforsecurity")):
            return
        weak = self._named(site.resolve(node.func))
        if "hashlib.new" in site.resolve(node.func):
            weak = weak or self._written(given(node, "name", 0))
        elif site.resolve(node.func) & {"hmac.new", "hmac.digest", "hmac.HMAC", "hashlib.pbkdf2_hmac"}:
            for each in node.args:
                weak = weak or self._written(each.value) or self._named(site.resolve(each.value))
        if weak:
            yield Finding(node, f"{weak} is too weak to rely on; use `hashlib.sha256` or stronger")

    def _named(self, names: frozenset[str]) -> str | None:
        found = (each for each in self.params.algorithms if names.intersection(_MODULES.get(each, ())))
        return next(found, "").upper() or None

    def _written(self, node: cst.CSTNode | None) -> str | None:
        name = (literal(node) or "").lower().replace("-", "") if node is not None else ""
        return name.upper() if name in self.params.algorithms else None
