"""Whether types are said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Finding, Invalid, ReferenceCheck, forbids
from lawful.syntax import References, cst
from lawful.syntax.annotations import quoted_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Outline, Site

_NAMES = frozenset({"typing.Any", "typing_extensions.Any"})
_ANY = References(_NAMES)


class NoAny(ReferenceCheck):
    """Flags every use of `typing.Any`, also in annotations in quotes; its import alone is none."""

    id = "no-any"
    phrases = (
        forbids(
            "`Any`",
            "`typing.Any`",
            allows=("type type-hint return parameter variable function signature explicit untyped annotate",),
        ),
    )
    asks = ("Never add an `Any` type.", "Avoid using `Any` type annotations", "No `typing.Any`.", "❌ `Any`")
    ignores = (
        "Use `Any` for JSON.",
        "Do not add any types.",
        "Only use `Any` when necessary.",
        "Use `TypedDict` instead of `dict[str, Any]` when structure is known",
    )
    valid = (
        "from mock import Any\n\ndef f(x: Any): ...",
        "from typing import Any",
        "import typing\nx: typing.Literal['Any'] = 'Any'",
    )
    invalid = (
        Invalid("import typing as t\n\ndef f(x: t.Any): ...", line=3),
        Invalid("from typing import Any as A\nx: dict[str, list[A]] = {}", line=2),
        Invalid("from typing import Any\n\ndef f() -> 'dict[str, Any]': ...", line=3),
        Invalid("from typing import Any\nJson = dict[str, Any]", line=2),
    )

    def look_file(self, outline: Outline) -> bool:
        """`Any` is mentioned, perhaps in quotes."""
        return outline.refers_to(_NAMES) or (
            not outline.said.isdisjoint(("typing", "typing_extensions"))
            and any("Any" in text for text in outline.quoted)
        )

    def visit_SimpleString(self, node: cst.SimpleString, site: Site) -> Iterator[Finding]:
        """A type in quotes."""
        if "Any" in node.value or "." in node.value:
            yield from self._found(node, named=bool(quoted_names(node, site) & _NAMES))

    def reference(self, node: cst.CSTNode, site: Site) -> Iterator[Finding]:
        """What the node refers to."""
        yield from self._found(node, named=bool(_ANY.at(node, site)))

    def _found(self, node: cst.CSTNode, *, named: bool) -> Iterator[Finding]:
        if named:
            yield Finding(node, "`Any` turns type checking off; name the type, a `Protocol` or a type variable")
