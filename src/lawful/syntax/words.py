"""The words that names are made of, and what they tell of a value."""

from __future__ import annotations

from lawful.regex import regex

_WORD = regex(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_SECRET = frozenset({"password", "passwd", "pwd", "passphrase", "secret", "apikey", "credentials", "credential"})
_SECRET_KEYS = frozenset({"api", "secret", "private", "access", "encryption", "signing", "auth", "account"})
_OTHER_TOKENS = frozenset(
    """
    next pad bos eos sep cls unk mask stop start end current last prev previous first special page continuation sync
    peek lex lexer parser word sub cancel cancellation close open
    """.split()
)
"""What tokens are called that are no secrets: pieces of text, marks in a stream."""


def words(name: str) -> list[str]:
    """The words of an identifier, in lower case."""
    return [word.lower() for word in _WORD.findall(name)]


def names_secret(name: str) -> bool:
    """Whether a name says that its value is a secret: `db_password`, `API_KEY`, `accessToken`."""
    parts = words(name)
    if not parts:
        return False
    last, before = parts[-1], parts[-2] if len(parts) > 1 else ""
    if last in _SECRET:
        return True
    if last == "key":
        return before in _SECRET_KEYS
    return last == "token" and before not in _OTHER_TOKENS
