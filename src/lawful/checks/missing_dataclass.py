"""Whether classes that only hold data are dataclasses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, parameters, requires, spoken
from lawful.syntax import cst
from lawful.syntax.bodies import assigned, says_nothing, statements
from lawful.syntax.signature import parameters_of

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator

    from lawful.syntax import Site

_DERIVED = frozenset({"__init__", "__repr__", "__eq__", "__str__", "__hash__"})
"""Methods that a dataclass would write itself, or that are there besides."""
_CONFIGS = ("Config", "Configuration", "Settings", "Options")
_WORDS = (
    "dataclass data container structure structured simple plain class value object dto record hold holding",
    "store storing keeping track keep pydantic model `pydantic` type boilerplate internal transfer",
    "domain entity state",
)


class MissingDataclass(Check):
    """Flags classes without bases whose `__init__` only keeps what it is given, and that do nothing else."""

    @parameters
    class Params:
        """The ends of the names of the classes that are meant; all if none is named."""

        nouns: tuple[str, ...] = ()

    id = "missing-dataclass"
    phrases = (
        spoken(
            requires(
                "dataclass data", "dataclass structure", "dataclass container", "dataclass value", "dataclass simple",
                "dataclass dto", "dataclass configuration", "dataclass record", "dataclass state",
                allows=_WORDS,
                when={"configuration": {"nouns": _CONFIGS}},
            )
        ),
    )  # fmt: skip
    asks = (
        "Use dataclasses for data containers.",
        "Use `@dataclass` for simple data structures",
        ("Use `dataclass` for keeping track config", {"nouns": _CONFIGS}),
        "Prefer dataclasses for plain data objects",
    )
    ignores = (
        "Use frozen dataclasses.",
        "Never use dataclasses for data.",
        "Dataclasses are optional.",
        "Use dataclasses in `models.py`.",
    )
    valid = (
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    a: int",
        "class A(B):\n    def __init__(self, a):\n        self.a = a",
        "class A:\n    def __init__(self, a):\n        self.a = f(a)\nclass C:\n    def __init__(self): ...",
        Valid(
            "class A:\n    def __init__(self, a, b):\n        self.a = a\n        self.b = b", {"nouns": ("Config",)}
        ),
    )
    invalid = (
        Invalid("class A:\n    def __init__(self, a, b=1):\n        '''A.'''\n        self.a = a\n        self._b = b"),
        Invalid(
            "class AppConfig:\n    def __init__(self, a: int):\n        self.a: int = a\n    def __repr__(self): ...",
            params={"nouns": ("Config",)},
        ),
    )

    def look_ClassDef(self, node: ast.ClassDef) -> bool:
        """A class without bases and decorators."""
        return not node.bases and not node.keywords and not node.decorator_list

    def visit_ClassDef(self, node: cst.ClassDef, site: Site) -> Iterator[Finding]:
        """A class."""
        del site
        name = node.name.value
        meant = name.endswith(self.params.nouns) if self.params.nouns else not name.endswith("Mixin")
        if not meant or node.bases or node.keywords or node.decorators or not isinstance(node.body, cst.IndentedBlock):
            return
        methods = [each for each in node.body.body if isinstance(each, cst.FunctionDef)]
        others = [each for each in node.body.body if not isinstance(each, cst.FunctionDef)]
        init = next((each for each in methods if each.name.value == "__init__"), None)
        plain = {each.name.value for each in methods} <= _DERIVED and all(map(says_nothing, statements(others)))
        if init is not None and plain and _only_keeps(init):
            yield Finding(node, f"`{name}` only holds data; make it a dataclass")


def _only_keeps(init: cst.FunctionDef) -> bool:
    """Whether it assigns its parameters to attributes of the object, and does nothing else."""
    names = {each.name.value for each in parameters_of(init.params)[1:]}
    kept = [each for each in statements(init.body.body) if not says_nothing(each)]
    return bool(kept) and all(_keeps(each, names) for each in kept)


def _keeps(part: cst.CSTNode, names: set[str]) -> bool:
    pair = assigned(part)
    if pair is None:
        return False
    target, value = pair
    own = isinstance(target, cst.Attribute) and isinstance(target.value, cst.Name) and target.value.value == "self"
    return own and isinstance(value, cst.Name) and value.value in names
