"""The words people demand things with, in every language they write rules in.

A language is one file in `languages/`: how its people forbid, require, prefer, limit and except, and what they call
the things that rules are about. `lex` turns a text in any of them, or in several at once, into the same tokens, so that
everything above this package reads demands and not English.
"""

from lawful.language.lexer import Token, Tokens, lex
from lawful.language.lexicon import Language, Mark, Strength, vague_words

__all__ = ["Language", "Mark", "Strength", "Token", "Tokens", "lex", "vague_words"]
