"""Whether code holds secrets."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

from lawful.context.scope import TESTS, matches
from lawful.regex import regex
from lawful.rules import Check, Finding, Invalid, Valid, forbids, requires, spoken
from lawful.syntax import cst
from lawful.syntax.literals import dotted, literal
from lawful.syntax.outline import is_text
from lawful.syntax.words import names_secret, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_SHAPES = regex(
    r"""
    (?:AKIA|ASIA)[0-9A-Z]{16}                     # Amazon
  | gh[pousr]_[0-9A-Za-z]{36,} | github_pat_\w{20,} | glpat-[\w-]{20,}
  | sk-[\w-]{20,} | [sr]k_live_[0-9A-Za-z]{16,}   # OpenAI, Anthropic, Stripe
  | xox[abprs]-[\w-]{10,} | AIza[\w-]{35} | npm_[0-9A-Za-z]{36} | hf_[0-9A-Za-z]{30,}
  | (?:Bearer|Basic)\ [\w.~+/=-]{16,}
  | -----BEGIN\ (?:\w+\ )?PRIVATE\ KEY-----.*
    """,
    re.VERBOSE | re.DOTALL,
)
_PLACEHOLDER = regex(
    r"[<{$%*\[]|x{3,}|\.\.\.|your|example|placeholder|dummy|fake|change.?me|replace.?me|redacted|todo|not.?set|mock",
    re.IGNORECASE,
)
_NO_SECRET = regex(
    r"""
    .{0,3}                                  # too short for one
  | .*\s.*                                  # a sentence
  | .*://.* | [./].*                        # an address, a path
  | [A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+           # the name of an environment variable
  | [A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+         # a dotted name
  | none | null | true | false | optional | required | hidden | basic | bearer | oauth2? | jwt | str | string | text
    """,
    re.VERBOSE | re.DOTALL | re.IGNORECASE,
)
_MIN_TOKEN = 6
"""Characters of a token; parsers call shorter strings by that name."""


class NoHardcodedSecrets(Check):
    """Flags text that is given to a name like `password` or `api_key`, or that has the shape of a known kind of key.

    Placeholders, names of environment variables, addresses and sentences are no secrets. In tests only the known shapes
    count: what tests call a password is made up.
    """

    id = "no-hardcoded-secrets"
    phrases = (
        forbids(
            "credential-in-code", "hardcode credential", "credential source",
            allows=(
                "store hardcode credential value string literal source", "commit configuration config sensitive script",
            ),
        ),
        spoken(requires(
            "environment-variable credential", "environment-variable sensitive", "environment-variable configuration",
            "env credential", "`.env` credential", "load credential", "vault credential", "secret-manager credential",
            allows=(
                "environment-variable credential sensitive configuration env `.env` file load store keep read manage",
                "management vault secret-manager secure securely manager application production value data runtime",
                "`os.environ` `os.getenv` key database connection string hardcode handle",
            ),
        )),
    )  # fmt: skip
    asks = (
        "Never hardcode secrets, passwords or API keys.",
        "No hard-coded credentials in source code",
        "Load secrets from environment variables",
        "禁止硬编码密钥",
    )
    ignores = (
        "Never commit secrets.",
        "Rotate credentials regularly.",
        "Do not hardcode model names.",
        "Never log tokens, secrets, or env var values.",
    )
    valid = (
        "import os\napi_key = os.environ['API_KEY']\npassword = os.getenv('PASSWORD', '')",
        "API_KEY = 'your-api-key-here'\nPASSWORD_FIELD = 'password'\nmax_tokens = 'a lot'\npad_token = '[PAD]'",
        "API_KEY_NAME = 'OPENAI_API_KEY'\nsecret = 'OPENAI_API_KEY'\ntoken_url = 'https://example.com/token'",
        Valid("password = 'hunter22'", path="tests/test_login.py"),
    )
    invalid = (
        Invalid("PASSWORD = 'hunter22'"),
        Invalid("connect(\n    api_key='a1b2c3d4e5',\n)", line=2),
        Invalid("config = {\n    'db_password': 'hunter22',\n}", line=2),
        Invalid("key = 'AKIA' 'IOSFODNN7ABCDEFG'"),
    )

    def look_Assign(self, node: ast.Assign) -> bool:
        """A text that is given to a secret."""
        return is_text(node.value) and any(map(_may_be_called_secret, node.targets))

    def look_AnnAssign(self, node: ast.AnnAssign) -> bool:
        """The same with a type."""
        return is_text(node.value) and _may_be_called_secret(node.target)

    def look_Arg(self, node: ast.Call | ast.ClassDef) -> bool:
        """A text that is passed as a secret."""
        return any(is_text(each.value) and names_secret(each.arg or "") for each in node.keywords)

    def look_Param(self, node: ast.arg) -> bool:
        """A parameter that is a secret."""
        return names_secret(node.arg)

    def look_DictElement(self, node: ast.Dict) -> bool:
        """An entry that is a secret."""
        entries = zip(node.keys, node.values, strict=True)
        return any(is_text(value) and _is_secret_key(key) for key, value in entries)

    def look_Comparison(self, node: ast.Compare) -> bool:
        """A secret that is compared with a text."""
        return any(map(is_text, node.comparators)) and _may_be_called_secret(node.left)

    def look_SimpleString(self, node: ast.Constant | ast.JoinedStr) -> bool:
        """A text in the shape of a secret."""
        return isinstance(node, ast.Constant) and bool(_SHAPES.fullmatch(str(node.value).strip()))

    look_ConcatenatedString = look_SimpleString

    def visit_Assign(self, node: cst.Assign, site: Site) -> Iterator[Finding]:
        """`password = "..."`, also as an attribute or a key."""
        for each in node.targets:
            yield from self._given(node, _name(each.target), node.value, site)

    def visit_AnnAssign(self, node: cst.AnnAssign, site: Site) -> Iterator[Finding]:
        """`password: str = "..."`."""
        yield from self._given(node, _name(node.target), node.value, site)

    def visit_Arg(self, node: cst.Arg, site: Site) -> Iterator[Finding]:
        """`connect(password="...")`."""
        if node.keyword:
            yield from self._given(node, node.keyword.value, node.value, site)

    def visit_Param(self, node: cst.Param, site: Site) -> Iterator[Finding]:
        """`def connect(password="...")`."""
        yield from self._given(node, node.name.value, node.default, site)

    def visit_DictElement(self, node: cst.DictElement, site: Site) -> Iterator[Finding]:
        """`{"password": "..."}`."""
        yield from self._given(node, literal(node.key) or "", node.value, site)

    def visit_Comparison(self, node: cst.Comparison, site: Site) -> Iterator[Finding]:
        """`password == "..."`."""
        for each in node.comparisons:
            if isinstance(each.operator, (cst.Equal, cst.NotEqual)):
                yield from self._given(node, _name(node.left), each.comparator, site)

    def visit_SimpleString(self, node: cst.SimpleString, site: Site) -> Iterator[Finding]:
        """Text that is a key by its shape."""
        if not isinstance(site.parent, cst.ConcatenatedString):
            yield from self._shaped(node)

    def visit_ConcatenatedString(self, node: cst.ConcatenatedString, site: Site) -> Iterator[Finding]:
        """Text in pieces."""
        if not isinstance(site.parent, cst.ConcatenatedString):
            yield from self._shaped(node)

    def _shaped(self, node: cst.BaseExpression) -> Iterator[Finding]:
        text = literal(node)
        if text and _SHAPES.fullmatch(text.strip()) and not _PLACEHOLDER.search(text):
            yield Finding(node, "this text has the shape of a secret; read it from the environment")

    def _given(self, node: cst.CSTNode, name: str, value: cst.BaseExpression | None, site: Site) -> Iterator[Finding]:
        if value is None or not names_secret(name) or any(matches(glob, site.module.source.path) for glob in TESTS):
            return
        text = literal(value)
        if text and _may_be_secret(name, text) and not _SHAPES.fullmatch(text.strip()):
            yield Finding(node, f"the value of `{name}` is written into the code; read it from the environment")


def _name(node: cst.CSTNode) -> str:
    """The last name of what is assigned to: a variable, an attribute, a key."""
    if isinstance(node, (cst.Name, cst.Attribute)):
        return dotted(node).rpartition(".")[2]
    index = node.slice[0].slice if isinstance(node, cst.Subscript) else None
    return (literal(index.value) or "") if isinstance(index, cst.Index) else ""


def _may_be_secret(name: str, text: str) -> bool:
    if _NO_SECRET.fullmatch(text) or _PLACEHOLDER.search(text):
        return False
    said = words(text)
    if set(said) <= {*words(name), "field", "name", "type", "input", "id"}:
        return False  # PASSWORD = "password" names a field
    is_token = words(name)[-1] == "token"
    return not is_token or (len(text) >= _MIN_TOKEN and any(map(str.isdigit, text)))


def _may_be_called_secret(node: ast.expr) -> bool:
    name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
    return names_secret(name) or (isinstance(node, ast.Subscript) and _is_secret_key(node.slice))


def _is_secret_key(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and names_secret(node.value)
