"""Whether models use pydantic as its second version has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, Valid, forbids, parameters, requires, spoken
from lawful.syntax import cst
from lawful.syntax.imports import imported
from lawful.syntax.kinds import is_kind
from lawful.syntax.literals import dotted
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_METHODS = {
    "dict": "model_dump", "json": "model_dump_json", "copy": "model_copy", "schema": "model_json_schema",
    "construct": "model_construct", "validate": "model_validate", "parse_obj": "model_validate",
    "parse_raw": "model_validate_json", "from_orm": "model_validate", "update_forward_refs": "model_rebuild",
    "schema_json": "model_json_schema", "__fields__": "model_fields",
}  # fmt: skip
"""What methods of models are called now."""
_OWN = frozenset({"parse_obj", "parse_raw", "from_orm", "update_forward_refs"})
"""Methods that nothing but a model has."""
_DECORATORS = {"pydantic.validator": "field_validator", "pydantic.root_validator": "model_validator"}
_WORDS = "pydantic model v2 syntax api style method feature pattern validation decorator config data schema"
_OLD = {
    "`class Config`": "Config", "`Config`": "Config", "`@validator`": "validator", "`validator`": "validator",
    "`@root_validator`": "root_validator", "`root_validator`": "root_validator", "`.dict`": "dict", "`.json`": "json",
    "`.copy`": "copy", **{f"`{name}`": name for name in _METHODS if "_" in name},
    **{f"`.{name}`": name for name in _METHODS if "_" in name},
}  # fmt: skip
_WHEN = {said.strip("`"): {"names": (name,)} for said, name in _OLD.items()}


class OutdatedPydantic(Check):
    """Flags what pydantic had in its first version: `class Config`, `@validator`, `.dict()`, `parse_obj` and so on."""

    @parameters
    class Params:
        """Which of them are meant; without a name, all are."""

        names: tuple[str, ...] = ()

    id = "outdated-pydantic"
    phrases = (
        spoken(requires("pydantic v2", allows=(_WORDS, "modern import"))),
        forbids("pydantic v1", "pydantic_v1", "deprecated pydantic", allows=(_WORDS, "v1 import deprecated")),
        forbids(*_OLD, allows=(_WORDS, "inner nested"), when=_WHEN),
    )
    asks = (
        ("Use Pydantic v2 syntax.", {"names": ()}),
        ("No Pydantic v1 API", {"names": ()}),
        ("Use `model_dump()` instead of `.dict()`", {"names": ("dict",)}),
        ("Use `field_validator`, not `@validator`", {"names": ("validator",)}),
    )
    ignores = (
        "- pydantic v2",
        "Use Pydantic for validation.",
        "Never import from `pydantic` directly.",
        "Use `dict()` instead of `{}`.",
    )
    valid = (
        "from pydantic import BaseModel, ConfigDict as C\nclass A(BaseModel):\n    model_config = C()\nA().json_()",
        "class A:\n    class Config: ...\nA().dict()\nresponse.json()",
        "from .validation import validator\n@validator('a')\ndef f(): ...",
        Valid("from pydantic import BaseModel\nclass A(BaseModel): ...\nA().dict()", {"names": ("Config",)}),
    )
    invalid = (
        Invalid(
            "from pydantic import BaseModel\nclass A(BaseModel): ...\na = A()\nprint(a.dict())",
            line=4,
            fixed="from pydantic import BaseModel\nclass A(BaseModel): ...\na = A()\nprint(a.model_dump())",
        ),
        Invalid(
            "from pydantic import BaseModel\nclass A(BaseModel):\n    class Config:\n        orm_mode = True", line=3
        ),
        Invalid(
            "from pydantic import BaseModel as M, validator\nclass A(M):\n    @validator('a')\n    def f(cls, v): ...",
            line=3,
            fixed="from pydantic import BaseModel as M, field_validator\n"
            "class A(M):\n    @field_validator('a')\n    @classmethod\n    def f(cls, v): ...",
        ),
        Invalid("from pydantic.v1 import BaseModel"),
    )

    mentions = ("pydantic", *_OWN)

    def visit_Import(self, node: cst.Import, site: Site) -> Iterator[Finding]:
        """`import pydantic.v1`."""
        return self._imports(node, site)

    def visit_ImportFrom(self, node: cst.ImportFrom, site: Site) -> Iterator[Finding]:
        """`from pydantic.v1 import BaseModel`."""
        return self._imports(node, site)

    def _imports(self, node: cst.Import | cst.ImportFrom, site: Site) -> Iterator[Finding]:
        if not self.params.names and any(map(_is_old, imported(node, site))):
            yield Finding(node, "this imports the first version of pydantic; use the second")

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A `Config` inside a model."""
        owner = site.definitions[-1] if site.definitions else None
        within = isinstance(owner, cst.ClassDef) and is_kind(owner, "pydantic model", site)
        if node.name.value == "Config" and within and self._meant("Config"):
            yield Finding(node, "`class Config` is of pydantic's first version; set `model_config = ConfigDict(...)`")

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A validator."""
        for decorator in node.decorators:
            call = decorator.decorator
            function = call.func if isinstance(call, cst.Call) else call
            for name in site.resolve(function) & _DECORATORS.keys():
                if self._meant(name.removeprefix("pydantic.")):
                    new = _DECORATORS[name]
                    message = f"`@{name.removeprefix('pydantic.')}` is of pydantic's first version; use `@{new}`"
                    yield Finding(decorator, message, _validator_fix(node, decorator, site))

    def visit_Attribute(self, node: cst.Attribute, site: Site) -> Iterator[Finding]:
        """A method of a model."""
        name = node.attr.value
        if name not in _METHODS or not self._meant(name):
            return
        known = _is_model(node.value, site)
        if not known and (name not in _OWN or not isinstance(node.value, cst.Name) or not site.resolve(node.value)):
            return
        # A project that still has the first version installed does not have the new names.
        fix = NodeFix((NodeEdit(node.attr, _METHODS[name]),), Applicability.UNSAFE)
        yield Finding(node, f"`{name}` is of pydantic's first version; use `{_METHODS[name]}`", fix)

    def _meant(self, name: str) -> bool:
        return not self.params.names or name in self.params.names


def _is_old(module: str) -> bool:
    return f"{module}.".startswith("pydantic.v1.") or module == "pydantic.BaseSettings"


def _is_model(node: cst.BaseExpression, site: Site) -> bool:
    """Whether an expression is a model of this file, or made by one, as far as this file shows it."""
    names = site.module.names
    if isinstance(node, cst.Name) and node.value in {"self", "cls"}:
        around = site.definitions
        owner = around[-2] if len(around) > 1 and isinstance(around[-1], cst.FunctionDef) else None
        return isinstance(owner, cst.ClassDef) and is_kind(owner, "pydantic model", site)
    values = names.assigned(node) if isinstance(node, cst.Name) else (node,)
    functions = [each.func if isinstance(each, cst.Call) else each for each in values]
    if not functions:
        return False
    for each in functions:
        classes = (each,) if isinstance(each, cst.ClassDef) else names.classes(each)
        if not classes or not all(is_kind(one, "pydantic model", site) for one in classes):
            return False
    return True


def _validator_fix(node: cst.FunctionDef, decorator: cst.Decorator, site: Site) -> NodeFix | None:
    """A validator of a field that only looks at the value becomes a class method; the rest is for people."""
    call = decorator.decorator
    if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Name) or call.func.value != "validator":
        return None
    parameters = node.params.params
    only_value = len(parameters) == len(("cls", "value"))
    if any(each.keyword or each.star for each in call.args) or len(node.decorators) > 1 or not only_value:
        return None
    aliases = [
        alias
        for statement in site.module.tree.body
        if isinstance(statement, cst.SimpleStatementLine)
        for part in statement.body
        if isinstance(part, cst.ImportFrom) and part.module and not isinstance(part.names, cst.ImportStar)
        for alias in part.names
        if dotted(part.module) == "pydantic" and dotted(alias.name) == "validator" and alias.asname is None
    ]
    if len(aliases) != 1:
        return None
    at, source = site.module.span(decorator), site.module.source
    indent = source.line(at.line)[: at.column - 1]
    edits = (
        NodeEdit(aliases[0].name, "field_validator"),
        NodeEdit(call, f"field_{site.module.text(call)}{source.newline}{indent}@classmethod"),
    )
    return NodeFix(edits, Applicability.UNSAFE)
