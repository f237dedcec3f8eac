"""Whether tests mock what they must not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Check, Demand, Finding, Heard, Invalid, Kind, Phrase, Valid, parameters
from lawful.syntax import cst
from lawful.syntax.literals import dotted, literal
from lawful.syntax.words import words

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lawful.language import Token
    from lawful.syntax import Site

_MOCKING = frozenset({"mock", "patch", "stub", "mocking", "fake"})
_GENERIC = frozenset(
    """
    out interaction call layer module service client class connection access integration request directly actual real
    internal external itself library behavior behaviour
    """.split()
)
"""Words beside the name of what must not be mocked."""
_DENYING = frozenset({"forbid", "discourage", "must"})
"""Verbs that leave it to the words behind them to say what is done: "never mock", as against "never use mocks"."""
_KNOWN = frozenset(
    """
    database db filesystem redis network http postgres postgresql sqlite mongodb queue broker kafka celery cache orm
    session email smtp llm openai anthropic stripe s3 aws time datetime subprocess environment settings configuration
    caching
    """.split()
)
"""Names that are understood without being written as code or with a capital."""
_ALSO = {"database": ("database", "db", "session"), "filesystem": ("open", "os", "pathlib", "shutil")}
_PATCHERS = frozenset({"patch", "patch.object", "patch.dict", "patch.multiple", "setattr", "delattr", "setitem"})
_WORD = regex(r"[A-Za-z][A-Za-z0-9_-]{1,30}")
_DATABASE = {"names": ("database", "db", "session")}


def _hear(demand: Demand) -> Heard | None:
    """To forbid that a thing is mocked: "never mock the database"; "no mock data" forbids another thing."""
    if demand.kind is not Kind.FORBID or not demand.verbs <= _DENYING:
        return None
    names: list[str] = []
    mocking = False
    for token in demand.terms:
        if token.term in _MOCKING:
            mocking = True
        elif (name := _name(token)) is not None:
            names += _ALSO.get(name, (name,))
        elif token.term not in _GENERIC:
            return None
    found = {"names": tuple(dict.fromkeys(names))}
    return Heard(found, frozenset(demand.items)) if mocking and names else None


def _name(token: Token) -> str | None:
    """What a token names, in small letters: code, a name with a capital, or what is well known."""
    text = (token.term or "").removesuffix("()")
    if text in _MOCKING or text in _GENERIC or not _WORD.fullmatch(text):
        return None
    return text.lower() if token.code or token.text[:1].isupper() or text in _KNOWN else None


class ForbiddenMock(Check):
    """Flags patches and mocks of named things: a path or a class that has the name among its words."""

    @parameters
    class Params:
        """The names, in small letters."""

        names: tuple[str, ...] = ()

    id = "forbidden-mock"
    phrases = (Phrase(_hear, open=True),)
    asks = (
        ("Do not mock the database.", _DATABASE),
        ("Never mock out Stripe interactions", {"names": ("stripe",)}),
        ("Don't patch `requests`", {"names": ("requests",)}),
    )
    ignores = ("Never mock.", "Never use mock data.", "Mock the database.", "Never mock what you do not own.")
    valid = (
        Valid("from unittest.mock import patch\npatch('app.mail.send')\npatch.object(mailer, 'send')", _DATABASE),
        Valid("setattr(config, 'database', 1)\nlog('app.database')", _DATABASE),
        Valid("from unittest.mock import Mock\nMock(spec=Mailer)\nMock()", _DATABASE),
    )
    invalid = (
        Invalid("from unittest import mock\nmock.patch('app.database.connect')", line=2, params=_DATABASE),
        Invalid("def test_a(mocker):\n    mocker.patch.object(db, 'query')", line=2, params=_DATABASE),
        Invalid("def test_a(monkeypatch):\n    monkeypatch.setattr('app.db.get', f)", line=2, params=_DATABASE),
        Invalid("from unittest.mock import MagicMock as M\nM(spec=DatabaseClient)", line=2, params=_DATABASE),
    )

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call that replaces something, or makes its double."""
        named = self._named(node, site)
        if named:
            yield Finding(node, f"this replaces `{named}`, which tests must not mock")

    def _named(self, node: cst.Call, site: Site) -> str | None:
        resolved = site.resolve(node.func)
        doubles = any(name.startswith(("unittest.mock.", "mock.")) for name in resolved)
        if doubles and any(name.endswith(("Mock", "create_autospec")) for name in resolved):
            specs = [
                each.value for each in node.args if each.keyword is None or each.keyword.value in {"spec", "spec_set"}
            ]
            return next((dotted(each) for each in specs if self._is_meant(words(dotted(each)))), None)
        called = dotted(node.func)
        by_fixture = called.startswith(("mocker.", "monkeypatch."))
        method = called.removeprefix("mocker.").removeprefix("monkeypatch.")
        patching = any(name.endswith((".patch", ".patch.object", ".patch.dict")) for name in resolved) and doubles
        if not node.args or not (patching or (by_fixture and method in _PATCHERS)):
            return None
        target = literal(node.args[0].value) or dotted(node.args[0].value)
        return target if self._is_meant(words(target)) else None

    def _is_meant(self, said: Collection[str]) -> bool:
        return any(word.removesuffix("s") in {name.removesuffix("s") for name in self.params.names} for word in said)
