"""Whether secrets are written to logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Demand, Finding, Heard, Invalid, Kind, Phrase, forbids, parameters
from lawful.syntax import cst
from lawful.syntax.literals import dotted, literal
from lawful.syntax.logs import log_level
from lawful.syntax.words import names_secret, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_PRIVATE = {
    "email": ("email",), "email address": ("email",), "user email": ("email",), "phone": ("phone",),
    "phone number": ("phone", "phone number"), "ssn": ("ssn",), "social security number": ("ssn",),
    "credit card": ("card number", "credit card"), "credit card number": ("card number", "credit card"),
    "pii": ("email", "phone", "phone number", "ssn", "card number", "date of birth"),
    "request-body": ("request body", "body"), "response-body": ("response body",), "payload": ("payload",),
    "request payload": ("payload",), "user message": ("user message",), "user prompt": ("user prompt", "prompt"),
    "prompt": ("prompt",), "vault": ("vault",), "cookie": ("cookies", "cookie"), "header": ("headers",),
    "request header": ("headers",), "authorization header": ("authorization",), "credential": ("secret",),
    "connection string": ("connection string", "dsn"),
}  # fmt: skip
"""What people want to keep out of logs, and how variables are called that hold it."""
_LOGGING = frozenset({"logging", "print", "output", "logged", "printed", "expose", "write"})
_BESIDE = frozenset("raw full plain complete value content entire whole plaintext unmasked unredacted text".split())
_SECRETS = ("secret",)
_SHOWING = frozenset({"builtins.str", "builtins.repr", "builtins.print", "json.dumps", "pprint.pformat"})
"""Functions whose result still shows what they were given."""


def _hear(demand: Demand) -> Heard | None:
    """Private things that are not secrets by their names: "never log emails or request bodies"."""
    said = {token.term or "" for token in demand.terms}
    if demand.kind is not Kind.FORBID or not said & _LOGGING:
        return None
    names: dict[str, None] = {}
    for item in demand.items:
        words = [token.term or "" for token in item if token.term not in _LOGGING | _BESIDE]
        known = _PRIVATE.get(" ".join(words))
        if words and known is None:
            return None
        names |= dict.fromkeys(known or ())
    return Heard({"names": tuple(names)}, frozenset(demand.items)) if names else None


class NoSecretsInLogs(Check):
    """Flags what is called `password`, `api_key`, `token` and the like where it is logged or printed.

    What a function made of it, its length and comparisons with it do not show it.
    """

    @parameters
    class Params:
        """How what must not be logged is called, such as `email`; `secret` stands for all that is called a secret."""

        names: tuple[str, ...] = _SECRETS

    id = "no-secrets-in-logs"
    phrases = (
        forbids(
            "logging credential", "print credential", "logged credential", "printed credential",
            "expose credential logging", "output credential logging",
            allows=("logging print logged printed credential output expose message value raw plain user",),
        ),
        Phrase(_hear),
    )  # fmt: skip
    asks = (
        "Never log secrets, tokens or passwords.",
        "Do not log sensitive information",
        (
            "Never log emails, phone numbers or request bodies",
            {"names": ("email", "phone", "phone number", "request body", "body")},
        ),
        "禁止在日志中输出密码",
    )
    ignores = (
        "Never commit secrets.",
        "Log a token count.",
        "Never hardcode passwords.",
        "Do not log in loops.",
    )
    valid = (
        "logger.info('the password was changed')",
        "logger.info('%s', len(password))\nlogger.info(mask(token))\nlogger.info('set' if token else 'unset')",
        "import math\nmath.log(token)\nsend(token)\ncatalog.info(token)",
        "logger.info(token.type)\nlogger.info('%d', max_tokens)\nlogger.info(email)",
    )
    invalid = (
        Invalid("logger.info('login with %s', password)"),
        Invalid("import logging as l\nl.debug(f'{user.api_key!r}')", line=2),
        Invalid("logger.info('mail to %s', user.email)", params={"names": ("email",)}),
        Invalid("self._logger.error('failed', extra={'auth': config['secret_key']})"),
    )

    def look_file(self, outline: Outline) -> bool:
        """Something is called a secret."""
        return any(map(self._is_meant, outline.said))

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call that logs or prints."""
        if not node.args or not (log_level(node, site) or "builtins.print" in site.resolve(node.func)):
            return
        for each in _shown([argument.value for argument in node.args], site):
            name = _name(each)
            if self._is_meant(name):
                yield Finding(node, f"`{name}` is written out here, and logs are read by many; leave it out or mask it")
                return

    def _is_meant(self, name: str) -> bool:
        if "secret" in self.params.names and names_secret(name):
            return True
        said = words(name)
        return any(said[-len(parts) :] == parts for parts in map(str.split, self.params.names))

    @classmethod
    def describe(cls, params: Params) -> str:
        """The names, where they are others than those of secrets."""
        return "" if params.names == _SECRETS else super().describe(params)


def _name(node: cst.CSTNode) -> str:
    if isinstance(node, (cst.Name, cst.Attribute)):
        return dotted(node).rpartition(".")[2]
    index = node.slice[0].slice if isinstance(node, cst.Subscript) else None
    return (literal(index.value) or "") if isinstance(index, cst.Index) else ""


def _shown(nodes: list[cst.BaseExpression], site: Site) -> Iterator[cst.BaseExpression]:
    """The expressions whose values can be read in what these nodes make."""
    stack: list[cst.BaseExpression] = list(reversed(nodes))
    while stack:
        node = stack.pop()
        if isinstance(node, cst.Call):
            formats = isinstance(node.func, cst.Attribute) and node.func.attr.value == "format"
            if formats or site.resolve(node.func) & _SHOWING:
                stack += [each.value for each in node.args]
        elif isinstance(node, cst.FormattedString):
            stack += [part.expression for part in node.parts if isinstance(part, cst.FormattedStringExpression)]
        elif isinstance(node, (cst.BinaryOperation, cst.ConcatenatedString, cst.BooleanOperation)):
            stack += [node.right, node.left]
        elif isinstance(node, cst.IfExp):
            stack += [node.body, node.orelse]
        elif isinstance(node, (cst.Tuple, cst.List, cst.Set, cst.Dict)):
            stack += [each.value for each in node.elements]
        else:
            yield node
