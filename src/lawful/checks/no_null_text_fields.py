"""Whether text fields of Django have one way to be empty."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, forbids, parameters
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_FIELDS = "CharField TextField EmailField SlugField URLField FileField ImageField"
_NAMES = frozenset(f"django.db.models.{name}" for name in _FIELDS.split())
_TEXT = " ".join(f"`{name}`" for name in _FIELDS.split())


class NoNullTextFields(Check):
    """Flags text fields of Django models with `null=True`, which makes two ways to be empty."""

    @parameters
    class Params:
        """The classes of field that are meant; without a name, all that hold text."""

        names: tuple[str, ...] = ()

    id = "no-null-text-fields"
    phrases = (
        forbids(
            *(f"`null=True` `{name}`" for name in _FIELDS.split()),
            *(f"`null=True` {name}" for name in _FIELDS.split()),
            "`null=True` string field",
            "`null=True` text field",
            "`null=True` string-based field",
            allows=(_TEXT, "string text based field django model", "charfield textfield"),
            when={said: {"names": (name,)} for name in _FIELDS.split() for said in (name, name.lower())},
        ),
    )
    asks = (
        ("Avoid `null=True` on `CharField` and `TextField`.", {"names": ("CharField", "TextField")}),
        ("Never use `null=True` on string fields", {"names": ()}),
        "Do not set `null=True` for text fields",
    )
    ignores = (
        "Use `null=True` for dates.",
        "Never use `null=True`.",
        "Avoid `CharField` for long texts.",
        "Text fields may be null.",
    )
    valid = (
        "from django.db import models\nclass A(models.Model):\n    a = models.DateField(null=True)",
        "from django.db import models\nclass A(models.Model):\n    a = models.CharField(blank=True, null=False)",
        Valid("from django.db.models import TextField\na = TextField(null=True)", {"names": ("CharField",)}),
        "from django.db import models\nclass A(models.Model):\n    a = models.CharField(unique=True, null=True)",
    )
    invalid = (
        Invalid("from django.db import models\nclass A(models.Model):\n    a = models.CharField(null=True)", line=3),
        Invalid("from django.db.models import TextField as T\nfield = T('text', null=True)", line=2),
    )

    mentions = ("django",)

    def look_Call(self, node: ast.Call) -> bool:
        """Something that may be null."""
        return any(each.arg == "null" for each in node.keywords)

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A field; a unique one needs null for all that are empty."""
        given = {
            each.keyword.value: each.value.value
            for each in node.args
            if each.keyword and isinstance(each.value, cst.Name)
        }
        if given.get("null") == "True" and given.get("unique") != "True" and self._is_meant(node, site):
            yield Finding(node, "this text field can be empty in two ways; leave out `null=True`")

    def _is_meant(self, node: cst.Call, site: Site) -> bool:
        names = {f"django.db.models.{name}" for name in self.params.names} or _NAMES
        return bool(site.resolve(node.func) & names)
