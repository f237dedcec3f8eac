"""Whether definitions stand where their kind belongs."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from lawful.context.scope import TESTS
from lawful.regex import regex
from lawful.rules import Check, Demand, Finding, Heard, Invalid, Kind, Phrase, Valid, of_definitions, parameters
from lawful.rules.quoting import FRAMEWORKS, noun
from lawful.source import Span
from lawful.syntax import cst
from lawful.syntax.kinds import base_names, is_called, is_declared, is_kind
from lawful.syntax.literals import dotted
from lawful.syntax.routes import routes
from lawful.syntax.testing import is_fixture, is_test, is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.language import Token
    from lawful.syntax import Site

_KINDS = {
    "exception": "exception", "custom exception": "exception", "exception class": "exception",
    "custom exception class": "exception", "error class": "exception", "domain exception": "exception",
    "custom error": "exception",
    "pydantic model": "pydantic model", "pydantic schema": "pydantic model", "pydantic": "pydantic model",
    "model": "database model",
    "database model": "database model", "db model": "database model", "orm model": "database model",
    "sqlalchemy model": "database model", "django model": "database model", "database orm model": "database model",
    "enum": "enum", "enumeration": "enum", "protocol": "protocol", "typeddict": "typed dict",
    "dataclasse": "dataclass", "dataclass": "dataclass",
    "endpoint": "endpoint", "fastapi endpoint": "endpoint",
    "fixture": "fixture", "pytest fixture": "fixture", "test fixture": "fixture", "shared fixture": "fixture",
    "test": "test", "test function": "test",
    "type": "type alias", "custom type": "type alias", "type alias": "type alias", "type aliase": "type alias",
    "type definition": "type alias", "shared type": "type alias",
    **dict.fromkeys(("utility", "utilitie", "helper", "util", "helper function", "utility function"), "utilities"),
}  # fmt: skip
"""What people call the kinds that code shows by more than a name."""
_WANTING = frozenset({"go", "goes", "belong", "belongs", "define", "keep", "implement"})
"""Verbs that tell where something is to stand; the others may only tell where it stands."""
_PLACING = frozenset({"be", "must-be", "place", "declare", "create", "add", "write", "have", "include"})
_VERBS = frozenset(
    """
    go goes belong belongs live lives located reside resides stored defined define keep kept declared file
    module directory folder placed stand stands implement implemented definition definitions reusable shared common
    logic new
    """.split()
)
_ALIASES = frozenset(
    """
    typing.NewType typing.TypedDict typing.NamedTuple collections.namedtuple typing_extensions.TypedDict
    typing_extensions.NewType typing.Union typing.Callable typing.Literal
    """.split()
)
_UTILITIES = regex(r"(?:\w+_)?(?:utils?|helpers?)\.py")
_ENDPOINTS = {"kinds": ("endpoint",), "where": ("api/",)}


def _meaning(item: tuple[Token, ...]) -> tuple[str, str] | None:
    """What an item speaks of: a kind, or a noun with which names end."""
    words = [token for token in item if token.term not in _VERBS]
    plain = [token for token in words if token.term not in FRAMEWORKS]
    for said in (words, plain):
        kind = _KINDS.get(" ".join(token.term or "" for token in said))
        if kind is not None:
            return "kinds", kind
    named = noun(words) if words else ""
    return ("nouns", named) if named else None


def _hear(demand: Demand) -> Heard | None:
    said = {token.term for token in demand.terms}
    named = set(demand.include) - set(TESTS)
    placing = said & _WANTING or demand.verbs & _PLACING or (said & _VERBS and demand.verbs)
    wanted = demand.kind is Kind.REQUIRE and named and placing
    barred = demand.kind is Kind.FORBID and (demand.include or demand.exclude) and (placing or demand.verbs == {"no"})
    found: dict[str, tuple[str, ...]] = {}
    for item in demand.items:
        meaning = _meaning(item)
        if meaning is None:
            return None
        found[meaning[0]] = tuple(dict.fromkeys((*found.get(meaning[0], ()), meaning[1])))
    if not found or not (wanted or barred):
        return None
    where = demand.include if wanted else demand.exclude
    return Heard({**found, "where": where}, frozenset(demand.items), elsewhere=bool(wanted))


class MisplacedDefinition(Check):
    """Flags definitions of a kind in files where they do not belong; base classes and tests are left alone."""

    @parameters
    class Params:
        """The kinds of definition, or the ends of their names; where they belong, if that was said.

        Kinds are exception, pydantic model, database model, enum, protocol, typed dict, dataclass, endpoint, fixture,
        test, type alias (with typed dicts) and utilities, which are files named `utils.py`, `text_helpers.py` and the
        like.
        """

        kinds: tuple[str, ...] = ()
        nouns: tuple[str, ...] = ()
        where: tuple[str, ...] = ()

    id = "misplaced-definition"
    phrases = (of_definitions(Phrase(_hear)),)
    asks = (
        ("Parsers go in `src/app/parsers/`", {"nouns": ("Parser",), "where": ("src/app/parsers/",)}),
        ("API endpoints must be in backend/api/", {"kinds": ("endpoint",), "where": ("backend/api/",)}),
        ("Define custom exceptions in `exceptions.py`", {"kinds": ("exception",), "where": ("**/exceptions.py",)}),
        ("`workflows/`: Define all Temporal workflows here.", {"nouns": ("Workflow",), "where": ("workflows/",)}),
    )
    ignores = (
        "Notebooks go in `docs/notebooks/`.",
        "Business logic belongs in `services/`.",
        "Never define Pydantic models.",
        "The parsers are in `src/parsers/`.",
    )
    valid = (
        Valid("from fastapi import Request\ndef get(request): ...", _ENDPOINTS),
        Valid("import argparse\nclass CliParser(argparse.ArgumentParser): ...", {"nouns": ("Parser",)}),
        Valid("class FakeParser: ...\ndef parser(): ...", {"nouns": ("Parser",)}, "tests/test_a.py"),
        Valid("class BaseParser: ...\nclass ParserOptions: ...", {"nouns": ("Parser",)}),
    )
    invalid = (
        Invalid("from fastapi import APIRouter as R\nr = R()\n@r.get('/')\ndef f(): ...", line=4, params=_ENDPOINTS),
        Invalid("class CsvParser: ...", params={"nouns": ("Parser",)}),
        Invalid("class AppError(Exception): ...", params={"kinds": ("exception",)}),
        Invalid("import pytest\n@pytest.fixture\ndef user(): ...", line=3, params={"kinds": ("fixture",)}),
    )

    def visit_Module(self, node: cst.Module, site: Site) -> Iterator[Finding]:
        """A file with tests, or one for utilities."""
        path = site.module.source.path
        name = path.rpartition("/")[2]
        functions = (each for each in node.body if isinstance(each, cst.FunctionDef))
        if "test" in self.params.kinds and name.startswith("test_") and any(is_test(each, site) for each in functions):
            yield Finding(Span(1, 1, 1, 1), f"tests do not belong in this file{self._instead}")
        if "utilities" in self.params.kinds and _UTILITIES.fullmatch(name) and not is_test_file(path):
            yield Finding(Span(1, 1, 1, 1), f"`{name}` is a file for utilities and does not belong here{self._instead}")

    def visit_TypeAlias(self, node: cst.TypeAlias, site: Site) -> Iterator[Finding]:
        """`type Name = ...`."""
        yield from self._alias(node, node.name.value, site)

    def visit_AnnAssign(self, node: cst.AnnAssign, site: Site) -> Iterator[Finding]:
        """`Name: TypeAlias = ...`."""
        named = isinstance(node.target, cst.Name) and site.resolve(node.annotation.annotation)
        if named and any(name.endswith(".TypeAlias") for name in named):
            yield from self._alias(node, dotted(node.target), site)

    def visit_Assign(self, node: cst.Assign, site: Site) -> Iterator[Finding]:
        """`Name = NewType("Name", int)`, `Name = Union[...]`."""
        value = node.value
        made = value.func if isinstance(value, cst.Call) else value.value if isinstance(value, cst.Subscript) else None
        if made is not None and site.resolve(made) & _ALIASES:
            yield from self._alias(node, dotted(node.targets[0].target), site)

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A class."""
        path = site.module.source.path
        if site.definitions or node.name.value.startswith("_") or is_test_file(path):
            return
        others = {"endpoint", "fixture", "test", "utilities", "type alias"}
        kinds = [kind for kind in self.params.kinds if kind not in others]
        kinds += ["typed dict"] if "type alias" in self.params.kinds else []
        if any(is_kind(node, kind, site) for kind in kinds) or self._is_called(node, site):
            yield Finding(node, f"`{node.name.value}` does not belong in this file{self._instead}")

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """An endpoint, a fixture, or what a decorator declares to be such a thing."""
        kinds = self.params.kinds
        declared = any(is_declared(node, noun) for noun in self.params.nouns)
        if (
            ("endpoint" in kinds and any(routes(node, site)))
            or ("fixture" in kinds and is_fixture(node, site))
            or (declared and not is_test_file(site.module.source.path))
        ):
            yield Finding(node, f"`{node.name.value}` does not belong in this file{self._instead}")

    def _alias(self, node: cst.CSTNode, name: str, site: Site) -> Iterator[Finding]:
        shared = not site.definitions and not name.startswith("_") and not is_test_file(site.module.source.path)
        if "type alias" in self.params.kinds and shared:
            yield Finding(node, f"the type `{name}` does not belong in this file{self._instead}")

    @property
    def _instead(self) -> str:
        places = " or ".join(f"`{place.removeprefix('**/')}`" for place in self.params.where)
        return f"; its place is {places}" if places else ""

    def _is_called(self, node: cst.ClassDef, site: Site) -> bool:
        """Whether a class is named for what it is, and not for the class of the standard library that it extends."""
        if not any(is_called(node, noun) for noun in self.params.nouns):
            return False
        modules = {name.partition(".")[0] for name in base_names(node, site)}
        return not modules & (sys.stdlib_module_names - {"abc", "builtins", "dataclasses", "enum", "typing"})
