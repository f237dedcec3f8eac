"""Whether classes of a kind derive from the class they must derive from."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.rules import Check, Finding, Heard, Invalid, Phrase, Valid, parameters, placed, requires_code
from lawful.rules.quoting import class_name
from lawful.syntax import cst
from lawful.syntax.kinds import bases, is_called, is_named, is_standard, stands_for
from lawful.syntax.testing import is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.rules import Demand
    from lawful.syntax import Site

_PARSER = {"names": ("BaseParser",), "nouns": ("Parser",)}
_NEEDS = (
    "inherit", "inherits", "inheriting", "extend", "extends", "extending", "subclass", "subclasse", "subclassing",
    "derive", "derived", "deriving", "base class",
)  # fmt: skip
_HUMP = regex(r"(?<=[a-z0-9])(?=[A-Z])")
_WORDS = "class base custom new abstract inherit extend"


def _all_of_folder(phrase: Phrase) -> Phrase:
    """Hears what a phrase hears; in a folder named after the kind, all classes are of it: "models in `models/`"."""

    def hear(demand: Demand) -> Heard | None:
        heard = phrase.hear(demand)
        folders = {glob.rstrip("/*").rpartition("/")[2] for glob in demand.include}
        nouns = heard.params.get("nouns", ()) if heard else ()
        if heard and isinstance(nouns, tuple) and nouns and all({*_plurals(noun)} & folders for noun in nouns):
            return replace(heard, params={**heard.params, "nouns": ()})
        return heard

    return replace(phrase, hear=hear)


def _plurals(noun: str) -> Iterator[str]:
    """What a folder for a kind of definition is called."""
    name = _HUMP.sub("_", noun).lower()
    yield from (name, f"{name}s", f"{name}es")
    if name.endswith("y"):
        yield f"{name[:-1]}ies"


class MissingBaseClass(Check):
    """Flags classes of a kind that derive from none of the classes of which they must extend one."""

    @parameters
    class Params:
        """The base classes, of which one must be extended; how names of the classes end that must do so.

        Without an end, all public classes must that stand directly in a file.
        """

        names: tuple[str, ...] = ()
        nouns: tuple[str, ...] = ()

    id = "missing-base-class"
    phrases = (
        _all_of_folder(requires_code(class_name, "names", *_NEEDS, allows=(_WORDS,), nouns="nouns")),
        placed(requires_code(class_name, "names", *(f"{need} class" for need in _NEEDS), allows=(_WORDS,))),
    )
    asks = (
        ("All parsers must inherit from `BaseParser`.", _PARSER),
        ("Create a new class in `src/tools/parsers/` extending `BaseParser`", {"names": ("BaseParser",)}),
        ("All parsers in `app/parsers/` must extend `BaseParser`", {"names": ("BaseParser",)}),
        ("Services extend BaseService", {"names": ("BaseService",), "nouns": ("Service",)}),
    )
    ignores = (
        "All classes must inherit from `object`.",
        "Never inherit from `BaseParser`.",
        "Unit tests that need the container inherit `ContainerTestCase`.",
        "Inherit from `BaseParser`.",
    )
    valid = (
        Valid("from .base import BaseParser as B\nclass CsvParser(B): ...\nclass DParser(CsvParser): ...", _PARSER),
        Valid("class BaseParser: ...\nclass Parser: ...\nclass ParserError(Exception): ...", _PARSER),
        Valid("from app.csv import CsvBase\nclass CsvParser(CsvBase): ...\nclass XParser(make()): ...", _PARSER),
        Valid("class CsvParser(BaseParser[str], Mixin): ...", _PARSER),
    )
    invalid = (
        Invalid("class CsvParser: ...", params=_PARSER),
        Invalid("class CsvParser(object): ...", params=_PARSER),
        Invalid("from abc import ABC\nclass BaseParser(ABC): ...\nclass CsvParser(ABC): ...", line=3, params=_PARSER),
        Invalid("class Upper: ...", params={"names": ("Handler",)}),
    )

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A class."""
        name = node.name.value
        nouns = self.params.nouns
        if site.definitions or name.startswith("_") or (nouns and is_test_file(site.module.source.path)):
            return
        own = {*self.params.names, *(each.rpartition(".")[2] for each in self.params.names)}
        if (
            (nouns and not any(is_called(node, noun) for noun in nouns))
            or name in own
            or name.endswith(("Error", "Exception"))
        ):
            return
        if all(self._is_other(each, site) for each in bases(node, site)):
            yield Finding(node, f"`{name}` does not extend {' or '.join(f'`{each}`' for each in self.params.names)}")

    def _is_other(self, node: cst.BaseExpression, site: Site) -> bool:
        """Whether a base class is surely none of those asked for: a class of the standard library or of this file."""
        base = node.value if isinstance(node, cst.Subscript) else node
        if any(stands_for(base, name, site) for name in self.params.names) or not is_named(base):
            return False
        return bool(site.module.names.classes(base)) or is_standard(site.resolve(base))
