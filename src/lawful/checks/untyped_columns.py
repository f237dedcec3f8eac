"""Whether the columns of models are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids, requires, spoken
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lawful.syntax import Site

_COLUMNS = frozenset({"sqlalchemy.Column", "sqlalchemy.schema.Column", "sqlalchemy.sql.schema.Column"})
_WORDS = (
    "sqlalchemy orm model column type type-hint explicit annotation style `Mapped` `Mapped[]` `mapped_column`"
    " mapped_column mapped `Column` `Column()` legacy old declarative field class attribute all 2.0 untyped"
)


class UntypedColumns(Check):
    """Flags columns that a class makes with `Column(...)`, for which `Mapped` and `mapped_column` are there."""

    id = "untyped-columns"
    phrases = (
        forbids("`Column`", "`Column()`", "`Column(...)`", "untyped column", allows=(_WORDS,)),
        spoken(requires("`Mapped`", "`mapped_column`", "mapped_column", "`Mapped[]`", allows=(_WORDS,))),
    )
    asks = (
        "Use `mapped_column` instead of `Column`.",
        "Use explicit type hints with SQLAlchemy mapped_column annotations",
        "SQLAlchemy models must use `Mapped` and `mapped_column`",
        "Never use `Column()` in models",
    )
    ignores = (
        "Add an index to each column.",
        "No columns without comments.",
        "Use `Column` for tables.",
        "Long tables need a `Mapped` view.",
    )
    valid = (
        "from sqlalchemy.orm import Mapped, mapped_column\nclass A(Base):\n    id: Mapped[int] = mapped_column()",
        "from sqlalchemy import Column, Table\nusers = Table('users', meta, Column('id'))",
        "from rich.table import Column\nclass A:\n    id = Column()",
    )
    invalid = (
        Invalid("from sqlalchemy import Column, Integer\nclass A(Base):\n    id = Column(Integer)", line=3),
        Invalid("import sqlalchemy as sa\nclass A(Base):\n    id: int = sa.Column(sa.Integer)", line=3),
    )

    @property
    def refers_to(self) -> Collection[str]:
        """The columns."""
        return _COLUMNS

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A column that is assigned in the body of a class."""
        in_class = bool(site.definitions) and isinstance(site.definitions[-1], cst.ClassDef)
        if in_class and isinstance(site.parent, (cst.Assign, cst.AnnAssign)) and site.resolve(node.func) & _COLUMNS:
            yield Finding(node, "this column has no type; annotate it with `Mapped[...]` and use `mapped_column`")
