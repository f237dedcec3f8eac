"""Whether pydantic models are configured as agreed."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Phrase, Valid, parameters, requires
from lawful.syntax import cst
from lawful.syntax.literals import literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_FROZEN = {"options": (("frozen", "True"),)}
_FORBID = {"options": (("extra", "forbid"),)}
_WORDS = "pydantic model schema config model_config `model_config` `ConfigDict` set define class immutable frozen"
_SPELLINGS = {
    ("frozen", "True"): ("pydantic model frozen", "pydantic model immutable", "`frozen=True` pydantic model"),
    ("extra", "forbid"): tuple(f"`extra={said}` model" for said in ('"forbid"', "'forbid'", "forbid")),
    ("from_attributes", "True"): ("`from_attributes=True` model",),
    ("strict", "True"): ("`strict=True` model", "pydantic model strict mode"),
}


def _phrases() -> Iterator[Phrase]:
    for option, needs in _SPELLINGS.items():
        yield requires(
            *needs, allows=(_WORDS, f"`{option[0]}={option[1]}`", "extra forbid strict mode"), options=(option,)
        )


class MissingModelConfig(Check):
    """Flags pydantic models that derive from `BaseModel` itself and are not configured as agreed."""

    @parameters
    class Params:
        """Pairs of an option of `model_config` and its value."""

        options: tuple[tuple[str, str], ...] = ()

    id = "missing-model-config"
    phrases = tuple(_phrases())
    asks = (
        ("All Pydantic models must be frozen.", _FROZEN),
        ('Pydantic models must set `extra="forbid"`', _FORBID),
        ("Make all Pydantic models immutable", _FROZEN),
        ("Pydantic models are immutable (`frozen=True`)", _FROZEN),
    )
    ignores = (
        "Use Pydantic models.",
        "Dataclasses must be frozen.",
        "Never make models immutable.",
        "Models may be frozen.",
    )
    valid = (
        Valid("from pydantic import BaseModel as M\nclass A(M):\n    model_config = {'frozen': True}", _FROZEN),
        Valid("from pydantic import BaseModel as M\nclass A(M, frozen=True): ...\nclass B(A): ...", _FROZEN),
        Valid("from pydantic import BaseModel as M\nclass A(M):\n    model_config = CONFIG", _FROZEN),
        Valid("from .base import BaseModel\nclass A(BaseModel): ...", _FROZEN),
    )
    invalid = (
        Invalid("from pydantic import BaseModel\nclass A(BaseModel): ...", line=2, params=_FROZEN),
        Invalid(
            "import pydantic as p\nclass A(p.BaseModel):\n    model_config = p.ConfigDict(extra='allow')",
            line=2,
            params=_FORBID,
        ),
    )

    mentions = ("pydantic",)

    def look_ClassDef(self, node: ast.ClassDef) -> bool:
        """A class with bases."""
        return bool(node.bases)

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A model."""
        if not any(site.resolve(each.value) & {"pydantic.BaseModel", "pydantic.main.BaseModel"} for each in node.bases):
            return
        given = {each.keyword.value: _value(each.value) for each in node.keywords if each.keyword}
        config = _config(node)
        if config is None:
            return
        given |= config
        for name, value in self.params.options:
            if given.get(name, "") not in {value, None}:
                yield Finding(node, f"`{node.name.value}` is not configured with `{name}={_shown(value)}`")
                return


def _shown(value: str) -> str:
    return value if value in {"True", "False"} else f'"{value}"'


def _value(node: cst.BaseExpression) -> str | None:
    """A value as it is said in directives; None where it is not written out."""
    return node.value if isinstance(node, cst.Name) and node.value in {"True", "False"} else literal(node)


def _config(node: cst.ClassDef) -> dict[str, str | None] | None:
    """What the body of a model sets in `model_config`; None where that is not written out."""
    for statement in node.body.body:
        if isinstance(statement, cst.ClassDef) and statement.name.value == "Config":
            return None
        for part in statement.body if isinstance(statement, cst.SimpleStatementLine) else ():
            if not isinstance(part, (cst.Assign, cst.AnnAssign)) or part.value is None:
                continue
            targets = [each.target for each in part.targets] if isinstance(part, cst.Assign) else [part.target]
            if any(isinstance(each, cst.Name) and each.value == "model_config" for each in targets):
                return _written(part.value)
    return {}


def _written(value: cst.BaseExpression) -> dict[str, str | None] | None:
    if isinstance(value, cst.Call) and all(each.keyword for each in value.args):
        return {each.keyword.value: _value(each.value) for each in value.args if each.keyword}
    if isinstance(value, cst.Dict) and all(isinstance(each, cst.DictElement) for each in value.elements):
        pairs = [each for each in value.elements if isinstance(each, cst.DictElement)]
        return {literal(each.key) or "": _value(each.value) for each in pairs}
    return None
