"""Whether secrets are written to logs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids
from lawful.syntax import cst
from lawful.syntax.literals import dotted, literal
from lawful.syntax.logs import log_level
from lawful.syntax.words import names_secret

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_SHOWING = frozenset({"builtins.str", "builtins.repr", "builtins.print", "json.dumps", "pprint.pformat"})
"""Functions whose result still shows what they were given."""


class NoSecretsInLogs(Check):
    """Flags what is called `password`, `api_key`, `token` and the like where it is logged or printed.

    What a function made of it, its length and comparisons with it do not show it.
    """

    id = "no-secrets-in-logs"
    phrases = (
        forbids(
            "logging credential", "print credential", "logged credential", "printed credential",
            "expose credential logging", "output credential logging",
            allows=("logging print logged printed credential output expose message value raw plain user",),
        ),
    )  # fmt: skip
    asks = (
        "Never log secrets, tokens or passwords.",
        "Do not log sensitive information",
        "Passwords must never be logged or printed.",
        "禁止在日志中输出密码",
    )
    ignores = (
        "Never commit secrets.",
        "Log a token count.",
        "Never hardcode passwords.",
        "Do not log user emails.",
    )
    valid = (
        "logger.info('the password was changed')",
        "logger.info('%s', len(password))\nlogger.info(mask(token))\nlogger.info('set' if token else 'unset')",
        "import math\nmath.log(token)\nsend(token)\ncatalog.info(token)",
        "logger.info(token.type)\nlogger.info('%d', max_tokens)",
    )
    invalid = (
        Invalid("logger.info('login with %s', password)"),
        Invalid("import logging as l\nl.debug(f'{user.api_key!r}')", line=2),
        Invalid("print('token: ' + str(access_token))"),
        Invalid("self._logger.error('failed', extra={'auth': config['secret_key']})"),
    )

    def look_file(self, outline: Outline) -> bool:
        """Something is called a secret."""
        return any(map(names_secret, outline.said))

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call that logs or prints."""
        if not node.args or not (log_level(node, site) or "builtins.print" in site.resolve(node.func)):
            return
        for each in _shown([argument.value for argument in node.args], site):
            name = _name(each)
            if names_secret(name):
                yield Finding(node, f"`{name}` is written out here, and logs are read by many; leave it out or mask it")
                return


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
