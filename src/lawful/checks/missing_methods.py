"""Whether classes of a kind define the methods they must define."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, of_definitions, parameters, requires_code
from lawful.rules.quoting import method_name
from lawful.syntax import cst
from lawful.syntax.kinds import bases, is_called, is_kind, is_named
from lawful.syntax.testing import is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_STR = {"names": ("__str__",), "kinds": ("database model",)}
_PARSE = {"names": ("parse", "validate"), "nouns": ("Parser",)}
_WORDS = "method implement define function class implementing"


class MissingMethods(Check):
    """Flags classes of a kind that lack a method they must define, and can have it from no base class."""

    @parameters
    class Params:
        """The methods; the kinds of class (database model, pydantic model, exception), or how their names end."""

        names: tuple[str, ...] = ()
        kinds: tuple[str, ...] = ()
        nouns: tuple[str, ...] = ()

    id = "missing-methods"
    phrases = (
        of_definitions(
            requires_code(
                method_name,
                "names",
                *(f"{kind}model" for kind in ("", "database ", "django ", "orm ")),
                allows=(_WORDS, "django database sqlalchemy orm"),
                params={"kinds": ("database model",)},
            )
        ),
        of_definitions(
            requires_code(method_name, "names", "implement", "define", "method", allows=(_WORDS,), nouns="nouns")
        ),
    )
    asks = (
        ("All models must define a `__str__` method.", _STR),
        ("Django models must have `__str__`", _STR),
        ("Parsers must implement `parse()` and `validate()`", _PARSE),
        ("Every service must define a `run()` method", {"names": ("run",), "nouns": ("Service",)}),
    )
    ignores = (
        "Implement `run()`, `get_name()`, and `get_description()` methods",
        "Never define `__del__`.",
        "Parsers may implement `close()`.",
        "Call the `run()` method of services.",
    )
    valid = (
        Valid("from django.db import models\nclass A(models.Model):\n    def __str__(self): ...", _STR),
        Valid("from .base import Base\nclass CsvParser(Base): ...", _PARSE),
        Valid("class CsvParser:\n    def parse(self): ...\n    async def validate(self): ...", _PARSE),
        Valid("class CsvParser:\n    parse = validate = run", _PARSE),
    )
    invalid = (
        Invalid("from django.db import models\nclass A(models.Model): ...", line=2, params=_STR),
        Invalid("class CsvParser:\n    def parse(self): ...", params=_PARSE),
        Invalid("class Base: ...\nclass CsvParser(Base): ...", line=2, params=_PARSE),
    )

    def look_ClassDef(self, node: ast.ClassDef) -> bool:
        """A class that does not define all of them itself."""
        own: set[str] = set()
        for each in node.body:
            if isinstance(each, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                own.add(each.name)
        return not own.issuperset(self.params.names)

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A class."""
        if is_test_file(site.module.source.path) or is_abstract(node, site):
            return
        kinds = self.params.kinds
        kind = any(is_kind(node, kind, site) for kind in kinds)
        if not kind and not any(is_called(node, noun) for noun in self.params.nouns):
            return
        local = [each for base in bases(node, site) for each in site.module.names.classes(base)]
        unknown = any(not site.module.names.classes(base) and not _is_plain(base, site) for base in bases(node, site))
        if unknown:
            return
        defined = {name for owner in (node, *local) for name in _members(owner)}
        missing = [name for name in self.params.names if name not in defined]
        if missing:
            yield Finding(node, f"`{node.name.value}` does not define `{'`, `'.join(missing)}`")


def is_abstract(node: cst.ClassDef, site: Site) -> bool:
    """Whether a class is only there to be extended: abstract, a protocol, or a model without a table of its own."""
    direct = frozenset[str]().union(*(site.resolve(each.value) for each in node.bases))
    meta = [each for each in node.body.body if isinstance(each, cst.ClassDef) and each.name.value == "Meta"]
    abstract = any("abstract" in _members(each) for each in meta)
    return abstract or bool(direct & {"abc.ABC", "typing.Protocol"}) or bool(node.keywords)


def _is_plain(base: cst.BaseExpression, site: Site) -> bool:
    """Whether a base class brings none of the methods that projects ask for: `object`, and the bases of models."""
    names = site.resolve(base)
    return is_named(base) and bool(names) and names <= {
        "builtins.object", "django.db.models.Model", "sqlalchemy.orm.DeclarativeBase", "pydantic.BaseModel", "abc.ABC",
    }  # fmt: skip


def _members(node: cst.ClassDef) -> Iterator[str]:
    for each in node.body.body:
        if isinstance(each, (cst.FunctionDef, cst.ClassDef)):
            yield each.name.value
        elif isinstance(each, cst.SimpleStatementLine):
            for part in each.body:
                targets = [target.target for target in part.targets] if isinstance(part, cst.Assign) else []
                yield from (target.value for target in targets if isinstance(target, cst.Name))
