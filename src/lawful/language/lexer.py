"""Turns the text of a directive into tokens: marks, terms, code, numbers and the signs between them."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from lawful.language.lexicon import Entry, Mark, Runs, Verb, lexicon
from lawful.language.spans import code_spans, without_emphasis
from lawful.regex import regex

if TYPE_CHECKING:
    from collections.abc import Iterator

_CJK = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uff66-\uff9f]"
"""Characters of languages whose words do not stand apart, Korean among them: its particles do not."""
_BESIDE_LATIN = regex(rf"({_CJK})([A-Za-z0-9_])")
_BESIDE_CJK = regex(rf"([A-Za-z0-9_])({_CJK})")
_PIECE = regex(
    r"""
    (?P<code>\x00)
  | (?P<number>(?<![\w.])\d+(?:[.,]\d+)*(?=$|[^\w.]|[a-zA-Z]{3,}\b|\.(?:\s|$)))
  | (?P<path>
        (?<![\w.*-])(?:[\w.*-]+/)*[\w.-]*\*[\w.*/-]*        # a glob
      | (?<![\w.*-])(?:[\w.-]+/)+(?:[\w-]+\.\w+)?(?![\w-])  # a folder, or a file in one
      | (?<![\w.])\.{0,2}/(?:[\w.-]+/?)+          # an absolute or explicitly relative path
      | \b\w+\.pyi?\b                             # a Python file
    )
  | (?P<style>\b(?:[A-Z]+_[A-Z_]*[A-Z]|[a-z]+(?:_[a-z]+)+|[a-z]+(?:[A-Z][a-z]+)+|(?:[A-Z][a-z]+){2,})\b(?!\())
  | (?P<field>(?<![\w:]):(?:param|type|returns?|rtype|raises?)(?:[ ][^:\n\x00]{1,40})?:)  # a field of Sphinx
  | (?P<version>
        [Pp]ython[ ]?3\.\d+\+?  # where its types are spoken of
        (?=(?:[ ]?\u7684[ ]?|[ ]style[ ]|[ ])(?:\u7c7b\u578b|type|typing|union|generic|annotation))
    )
  | (?P<dunder>(?<!\w)__[a-z_]+__(?!\w))
  | (?P<abbreviation>\b(?:e\.g|i\.e|etc|vs|cf)\b\.?)
  | (?P<name>
        (?<!\w)[A-Za-z_]\w*(?:(?:\.[A-Za-z_]\w*)+(?:\(\))?|\(\)|=(?:True|False|None)\b)
      | (?<![\w.])[A-Za-z_][\w.]*(?:\[[A-Za-z][\w,. \[\]]{0,60}\])?\s?\|\s?None\b        # a type that may be None
      | (?<![\w.])[A-Za-z_][\w.]*\[[A-Za-z][\w,. \[\]]{0,60}\]                             # a generic type
      | (?<!\S)\.[a-z_]\w*\(\)                   # a method of whatever object: .format()
      | (?<!\S)\.env\b(?:\.\w+)?                # the file
      | (?<![\w%])%(?=[ -]format)                # the operator, not a percentage
    )
  | (?P<run>CJK+(?:[ ]CJK+)*)
  | (?P<word>[^\W\d_][\w'\u2019]*(?:-[^\W\d_]\w*){0,8})
  | (?P<dash>\s[-\u2013\u2014]{1,3}\s|[\u2014\u2013])
  | (?P<sign>
        [()\[\]:;,/|.!?<>=&+\u2264\u2265\u2192]
      | [\uff08\uff09\uff1a\uff1b\uff0c\u3001\u3002]
      | [\u274c\u2705\U0001f6ab\u26d4\u2714\u2716\u2717\u2713]
    )
    """.replace("CJK", _CJK),
    re.VERBOSE,
)
_BARE = regex(r"[A-Za-z0-9 -]*")
"""Words without any dress; most are."""
_ALONE = regex(r"`([ -_a-~]+)`")
"""Nothing but code."""
_NEXT = regex(r"(?:[\s-]+|/)([^\W_][\w']*)")
_FIRST = regex(r".+")
_THOUSANDS = regex(r"[.,](?=\d{3}\b)")
_LINK = regex(r"!?\[([^\[\]]*)\]\([^()\s\x00]*\)")
_TAG = regex(r"</?[A-Za-z][\w-]*(?:\s[^<>\x00]*)?/?>")
_NAMING = frozenset({"name", "path", "field", "dunder", "version"})
"""What is code, though it is not written as code."""
_MEANT = {
    regex(r"(?:raise\b.{0,60}\s)?from (?:e|err|ex|exc|error|exception|original|cause|None)"): "raise-from",
    regex(r"raise\b.{0,60} from\b.{0,20}"): "raise-from",
    regex(r":(?:param|type|returns?|rtype|raises?)\b[^:]{0,40}:.{0,80}"): "sphinx-field",
    regex(r"[A-Za-z][\w.\[\], ]{0,80}\| ?None"): "type-or-none",
    regex(r"[Pp]ython ?3\.\d+\+?"): "python-version",
}
"""What code is known by its form, and the terms that it stands for."""
_MAX_DIGITS = 18
"""The longest number that is taken for one; the language itself refuses to read endless ones."""
_SIGNS: dict[str, Entry] = {
    "\u274c": Mark.FORBID, "\U0001f6ab": Mark.FORBID, "\u26d4": Mark.FORBID, "\u2716": Mark.FORBID,
    "\u2717": Mark.FORBID, "\u2705": Mark.REQUIRE, "\u2714": Mark.REQUIRE, "\u2713": Mark.REQUIRE,
    "\u2264": Mark.AT_MOST, "<": Mark.AT_MOST, "\u2265": Mark.AT_LEAST, ">": Mark.MORE_THAN,
    "&": Mark.AND, "/": Mark.OR,
}  # fmt: skip
_TYPOGRAPHY = str.maketrans("\x00\u00a0\u2018\u2019\u201c\u201d", "  ''\"\"")
_ASCII_SIGNS = str.maketrans("\uff08\uff09\uff1a\uff1b\uff0c\u3001\u3002", "():;,,.")


@dataclass(frozen=True, slots=True)
class Token:
    """One piece of a directive.

    Attributes:
        text: as it was written, without backticks.
        mark: what it says about the demand, if it does.
        term: what it names, in the words of `lawful.language`; an unknown word names itself.
        verb: the verb that carries its mark, in the words of `lawful.language`, if it is one that matters.
        code: whether it was written as code or can only be code, such as `os.path` or `eval()`.
        number: its value, if it is a number.
        sign: the sign, if it is one; a dash between spaces is `-`.
    """

    text: str
    mark: Mark | None = None
    term: str | None = None
    code: bool = False
    number: int | None = None
    sign: str | None = None
    verb: str | None = None


Tokens = tuple[Token, ...]


@lru_cache(maxsize=4096)
def lex(text: str) -> Tokens:
    """The tokens of a text in any known language.

    Markdown emphasis, link targets and HTML tags are dropped; code spans become code tokens. Typographic quotes and
    no-break spaces count as plain ones.
    """
    text, spans = _plain(text)
    runs = lexicon().runs_of(text)
    tokens: list[Token] = []
    at = 0
    while found := _PIECE.search(text, at):
        at = found.end()
        kind = found.lastgroup
        piece = found.group()
        if kind == "code":
            tokens += _code(next(spans))
        elif kind == "number":
            digits = _THOUSANDS.sub("", piece)
            tokens.append(
                Token(piece, number=int(digits))
                if digits.isdecimal() and len(digits) <= _MAX_DIGITS
                else Token(piece, term=piece, code=True)
            )
        elif kind == "run":
            tokens += _run(piece, runs)
        elif kind == "word":
            token, at = _words(text, found)
            tokens.append(token)
        elif kind == "abbreviation":
            tokens.append(Token(piece, mark=Mark.EXAMPLE if piece[0] in "ei" else Mark.NOISE))
        elif kind in _NAMING:
            at -= piece.endswith(".")  # a full stop is no part of a path
            tokens += _code(piece.removesuffix("."))
        elif kind == "style":
            # A name in words is no code yet: it may be a word that the lexicon knows, or one like any other.
            known = [meaning for rest, meaning in lexicon().words.get(piece.lower(), ()) if not rest]
            tokens.append(_token(piece, known[0]) if known else Token(piece, term=piece.lower()))
        elif kind == "dash":
            tokens.append(Token("-", sign="-"))
        else:
            sign = piece.translate(_ASCII_SIGNS)
            meaning = _SIGNS.get(sign)
            tokens.append(Token(piece, mark=meaning if isinstance(meaning, Mark) else None, sign=sign))
    return tuple(tokens)


def _plain(text: str) -> tuple[str, Iterator[str]]:
    """The text without the dress of Markdown, a NUL for each code span, and what is inside the spans."""
    if _BARE.fullmatch(text):
        return text, iter(())
    if alone := _ALONE.fullmatch(text):
        return "\x00", iter((alone[1].strip(),))
    text = unicodedata.normalize("NFC", text).translate(_TYPOGRAPHY)
    outside: list[str] = []
    inside: list[str] = []
    at = 0
    for span in code_spans(text):
        outside += (text[at : span.start], "\x00")
        inside.append(text[span.inner : span.inner_end].strip())
        at = span.end
    dressed = "".join((*outside, text[at:]))
    plain = without_emphasis(_TAG.sub(" ", _LINK.sub(r"\1", dressed)))
    if plain.isascii():
        return plain, iter(inside)
    return _BESIDE_LATIN.sub(r"\1 \2", _BESIDE_CJK.sub(r"\1 \2", plain)), iter(inside)


def _code(text: str) -> list[Token]:
    """Code is one token, unless it is a list of names or words that the lexicon knows as a whole."""
    if not text:
        return []
    for key in (_subscripted(text), text.lower()):
        for rest, meaning in lexicon().words.get(key, ()):
            if not rest and isinstance(meaning, str):
                return [Token(text, term=meaning, code=True)]
    for pattern, term in _MEANT.items():
        if pattern.fullmatch(text):
            return [Token(text, term=term, code=True)]
    names = [name.strip() for name in re.split(r"[,/|]", text)]
    if len(names) > 1 and all(re.fullmatch(r"[A-Za-z_][\w.]*(?:\(\))?", name) for name in names) and "/" not in text:
        return [Token(name, term=name.removesuffix("()"), code=True) for name in names]
    return [Token(text, term=text.removesuffix(":").removesuffix("()"), code=True)]


def _subscripted(text: str) -> str:
    """How a type is looked up: `List[str]` as `List`, `list[str]` as `list[]`; the two are different words."""
    name, bracket, rest = text.partition("[")
    if not bracket or not rest.endswith("]"):
        return text
    return name if name.rpartition(".")[2][:1].isupper() else f"{name}[]"


def _run(text: str, runs: Runs) -> list[Token]:
    """The words found in a run of characters; what lies between them is unknown."""
    tokens: list[Token] = []
    unknown = ""
    at = 0
    while at < len(text):
        phrase, meaning = next(
            (entry for entry in runs.get(text[at], ()) if text.startswith(entry[0], at)), (text[at], None)
        )
        if unknown and (meaning is not None or phrase == " "):
            tokens.append(Token(unknown, term=unknown))
            unknown = ""
        if meaning is not None:
            tokens.append(_token(phrase, meaning))
        elif phrase != " ":
            unknown += phrase
        at += len(phrase)
    if unknown:
        tokens.append(Token(unknown, term=unknown))
    return tokens


def _words(text: str, found: re.Match[str]) -> tuple[Token, int]:
    """The longest known phrase that begins here and where it ends, or one unknown word."""
    word = found.group().lower().removesuffix("'s")
    if _names_type(text, found):
        return Token(found.group(), term=_TYPES[found.group()]), found.end()
    for key in (word, word.removesuffix("s") if word.endswith("s") else word):
        for rest, meaning in lexicon().words.get(key, ()):
            end = _following(text, found.end(), rest)
            # Only nouns are looked up in the plural: "uses" describes where "use" demands.
            if end is not None and (key == word or isinstance(meaning, str)):
                return _token(text[found.start() : end], meaning), end
    if "-" in word:
        # An unknown compound is read part by part.
        end = found.start() + word.index("-")
        first = _FIRST.match(text, found.start(), end)
        assert first  # a word has a character before its hyphen
        return _words(text, first)
    return Token(found.group().removesuffix("'s"), term=_singular(word)), found.end()


_TYPES = {"Any": "Any", "Optional": "typing-optional"}
"""Words that are types where they have a capital, and what they stand for."""


def _names_type(text: str, found: re.Match[str]) -> bool:
    """Whether a word is a type, such as `Any`: in the middle of a sentence nobody writes "any" with a capital."""
    return found.group() in _TYPES and text[: found.start()].rstrip(" ")[-1:].isalnum()


_SHORT = 3
"""Characters of words that are too short to have a plural of their own."""


def _singular(word: str) -> str:
    """An unknown word without the `s` of its plural; rough, but the same wherever the word stands."""
    is_plural = len(word) > _SHORT and word.endswith("s") and not word.endswith(("ss", "us", "is"))
    return word[:-1] if is_plural else word


def _following(text: str, at: int, rest: tuple[str, ...]) -> int | None:
    for word in rest:
        found = _NEXT.match(text, at)
        if not found or found[1].lower() not in {word, f"{word}s"}:
            return None
        at = found.end()
    return at


def _token(text: str, meaning: Entry) -> Token:
    if isinstance(meaning, Verb):
        return Token(text, mark=meaning.mark, verb=meaning.term)
    return Token(text, mark=meaning) if isinstance(meaning, Mark) else Token(text, term=meaning)
