"""Whether dataclasses are made as they should be."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, Valid, parameters, requires
from lawful.rules.edits import pass_argument
from lawful.syntax import cst
from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from lawful.syntax import Site

_FROZEN = {"options": ("frozen",)}
_DATACLASS = frozenset({"dataclasses.dataclass"})
_WORDS = ("dataclass class decorator option parameter immutable `frozen=True` `slots=True` `kw_only=True` option all",)


class MissingDataclassOptions(Check):
    """Flags dataclasses without an option they should have: `frozen=True`, `slots=True`, `kw_only=True`."""

    @parameters
    class Params:
        """The options that must be true."""

        options: tuple[str, ...] = ("frozen",)

    id = "missing-dataclass-options"
    phrases = (
        requires(
            "dataclass frozen", "dataclass `frozen=True`", "dataclass slots", "dataclass `slots=True`",
            "dataclass `kw_only=True`", "frozen dataclass",
            allows=_WORDS,
            when={
                "frozen": {"options": ("frozen",)},
                "frozen=True": {"options": ("frozen",)},
                "slot": {"options": ("slots",)},
                "slots=True": {"options": ("slots",)},
                "kw_only=True": {"options": ("kw_only",)},
            },
            options=(),
        ),
        requires("`@dataclass(frozen=True)`", "`dataclass(frozen=True)`", allows=_WORDS, options=("frozen",)),
        requires("`@dataclass(frozen=True, slots=True)`", "`dataclass(frozen=True, slots=True)`",
                 allows=_WORDS, options=("frozen", "slots")),
        requires("`@dataclass(slots=True)`", "`dataclass(slots=True)`", allows=_WORDS, options=("slots",)),
    )  # fmt: skip
    asks = (
        ("Dataclasses must be frozen.", _FROZEN),
        ("All dataclasses must use `frozen=True` and `slots=True`", {"options": ("frozen", "slots")}),
        ("Always use `@dataclass(frozen=True, slots=True)`", {"options": ("frozen", "slots")}),
        ("Prefer frozen dataclasses", _FROZEN),
    )
    ignores = (
        "Use frozen dataclasses for value objects.",
        "Use dataclasses for plain data.",
        "Never use frozen dataclasses.",
        "The schema is frozen.",
    )
    valid = (
        "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass A: ...",
        "@attrs.define\nclass A: ...\n@dataclass\nclass B: ...",
        "from dataclasses import dataclass\n@dataclass(**options)\nclass A: ...\n@dataclass(frozen=x)\nclass B: ...",
        Valid("import dataclasses\n@dataclasses.dataclass(slots=True)\nclass A: ...", {"options": ("slots",)}),
    )
    invalid = (
        Invalid(
            "from dataclasses import dataclass\n@dataclass\nclass A: ...",
            line=3,
            fixed="from dataclasses import dataclass\n@dataclass(frozen=True)\nclass A: ...",
        ),
        Invalid("import dataclasses as d\n@x\n@d.dataclass(frozen=False, slots=True)\nclass A: ...", line=4),
        Invalid("from dataclasses import dataclass as d\n@d()\nclass A: ...", 3, params={"options": ("slots",)}),
    )

    @property
    def refers_to(self) -> Collection[str]:
        """The decorator."""
        return _DATACLASS

    def look_ClassDef(self, node: ast.ClassDef) -> bool:
        """A decorator that does not set the options."""
        return any(not _sets(each, self.params.options) for each in node.decorator_list)

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A class that is a dataclass; options that are computed cannot be told."""
        for each in node.decorators:
            call = each.decorator if isinstance(each.decorator, cst.Call) else None
            if not site.resolve(call.func if call else each.decorator) & _DATACLASS:
                continue
            arguments = call.args if call else ()
            if any(argument.star for argument in arguments):
                continue
            given = {argument.keyword.value: argument.value for argument in arguments if argument.keyword}
            missing = [name for name in self.params.options if _is_off(given.get(name))]
            if missing:
                message = f"dataclass `{node.name.value}` lacks {', '.join(f'`{name}=True`' for name in missing)}"
                yield Finding(node, message, _fix(each.decorator, missing, site))


def _fix(decorator: cst.BaseExpression, missing: Sequence[str], site: Site) -> NodeFix | None:
    """Pass the option, where it is only one; what assigns to fields of the class then breaks."""
    if len(missing) > 1:
        return None
    if isinstance(decorator, cst.Call):
        edit = pass_argument(decorator, missing[0], "True", site)
    else:
        edit = NodeEdit(decorator, f"{site.module.text(decorator)}({missing[0]}=True)")
    return NodeFix((edit,), Applicability.UNSAFE) if edit else None


def _is_off(value: cst.BaseExpression | None) -> bool:
    return value is None or (isinstance(value, cst.Name) and value.value == "False")


def _sets(decorator: ast.expr, options: Sequence[str]) -> bool:
    """Whether a decorator surely passes the options, and none as False."""
    given = decorator.keywords if isinstance(decorator, ast.Call) else []
    on = {each.arg for each in given if not (isinstance(each.value, ast.Constant) and each.value.value is False)}
    return on.issuperset(options)
