"""Whether the fields of pydantic models are described."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, requires, spoken
from lawful.syntax import cst, descendants
from lawful.syntax.kinds import is_kind
from lawful.syntax.testing import is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class MissingFieldDescription(Check):
    """Flags fields of pydantic models that have no `Field(description=...)`."""

    id = "missing-field-description"
    phrases = (
        spoken(
            requires(
                "field description",
                "`Field(description=...)`",
                "`Field` description",
                "`Field(..., description=...)`",
                "`description` field",
                allows=("pydantic model `Field` field schema attribute description parameter request response",),
            )
        ),
    )
    asks = (
        "All Pydantic fields must have a description.",
        "Use `Field(description=...)` for all model fields",
        "Every model field needs a description",
    )
    ignores = (
        "Describe the fields in the README.",
        "Use `Field` for defaults.",
        "Field descriptions are optional.",
        "Never repeat descriptions.",
    )
    valid = (
        "from pydantic import BaseModel, Field\nclass A(BaseModel):\n    a: int = Field(1, description='how many')",
        "from pydantic import BaseModel as M\nimport typing\nclass A(M):\n    a: typing.ClassVar[int]\n    _b: int",
        "class A:\n    a: int",
        "from pydantic import BaseModel\nclass A(BaseModel):\n    a: Annotated[int, Field(description='how many')]",
    )
    invalid = (
        Invalid("from pydantic import BaseModel\nclass A(BaseModel):\n    a: int", line=3),
        Invalid("from pydantic import BaseModel, Field\nclass A(BaseModel):\n    a: int = Field(ge=1)", line=3),
    )

    mentions = ("pydantic",)

    def visit_AnnAssign(self, node: cst.AnnAssign, site: Site) -> Iterator[Finding]:
        """A field."""
        owner = site.definitions[-1] if site.definitions else None
        name = node.target.value if isinstance(node.target, cst.Name) else "_"
        if not isinstance(owner, cst.ClassDef) or name.startswith("_") or name == "model_config":
            return
        if is_test_file(site.module.source.path) or not is_kind(owner, "pydantic model", site):
            return
        annotation = node.annotation.annotation
        base = annotation.value if isinstance(annotation, cst.Subscript) else annotation
        if any(each.endswith((".ClassVar", ".PrivateAttr")) for each in site.resolve(base)):
            return
        if not any(_describes(each) for each in (*descendants(node), node)):
            yield Finding(node, f"the field `{name}` has no description; give `Field(description=...)`")


def _describes(node: cst.CSTNode) -> bool:
    """Whether a call gives a description, or something that is not written out and may hold one."""
    return isinstance(node, cst.Call) and any(
        (each.keyword is not None and each.keyword.value == "description") or each.star == "**" for each in node.args
    )
