"""What kind of thing a definition is: by what it derives from, by what decorates it, and by its name."""

from __future__ import annotations

import builtins
import sys
from typing import TYPE_CHECKING

from lawful.regex import regex
from lawful.syntax.lazy import cst
from lawful.syntax.literals import dotted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from lawful.syntax.site import Site

_HUMP = regex(r"(?<=[a-z0-9])(?=[A-Z])")
_HANDLES = regex(r"_*(?:get|set|make|create|build|run|start|stop|execute|register|add|remove|load|list|find)_")
"""How the names of functions begin that do something with a thing rather than being one."""


_DECLARING = frozenset({"defn", "define", "register"})
"""What decorators are called that belong to a module named for what they make: `@workflow.defn`."""
_EXCEPTIONS = frozenset(
    name
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException) and not issubclass(value, Warning)
)
_BASES: Mapping[str, frozenset[str]] = {
    "exception": frozenset(f"builtins.{name}" for name in _EXCEPTIONS),
    "pydantic model": frozenset(
        {"pydantic.BaseModel", "pydantic.main.BaseModel", "pydantic.v1.BaseModel", "pydantic.RootModel"}
    ),
    "database model": frozenset(
        {"django.db.models.Model", "sqlalchemy.orm.DeclarativeBase", "sqlalchemy.orm.MappedAsDataclass"}
    ),
    "enum": frozenset(f"enum.{name}" for name in ("Enum", "IntEnum", "StrEnum", "Flag", "IntFlag")),
    "abstract": frozenset({"abc.ABC", "abc.ABCMeta"}),
    "protocol": frozenset({"typing.Protocol", "typing_extensions.Protocol"}),
    "typed dict": frozenset({"typing.TypedDict", "typing_extensions.TypedDict"}),
}
"""Base classes that make a class what it is called."""
_DATACLASS = frozenset({"dataclasses.dataclass", "attr.s", "attr.attrs", "attrs.define", "attrs.frozen", "attr.define"})


def bases(node: cst.ClassDef, site: Site) -> Iterator[cst.BaseExpression]:
    """The base classes of a class as they are written, and those of its bases that stand in the same file."""
    waiting = [node]
    seen: list[cst.ClassDef] = []
    while waiting:
        current = waiting.pop()
        seen.append(current)
        for argument in current.bases:
            yield argument.value
            local = site.module.names.classes(argument.value)
            waiting += [each for each in local if each not in seen and each not in waiting]


def base_names(node: cst.ClassDef, site: Site) -> frozenset[str]:
    """The dotted names of the base classes of a class, and of those of its bases that stand in the same file."""
    return frozenset[str]().union(*(site.resolve(base) for base in bases(node, site)))


def stands_for(node: cst.CSTNode, name: str, site: Site) -> bool:
    """Whether an expression is what people call `name`, who seldom say the module that it is from.

    What is defined in the file itself, and so has no dotted name, is known by how it is written.
    """
    if isinstance(node, (cst.Call, cst.Subscript)):
        return stands_for(node.func if isinstance(node, cst.Call) else node.value, name, site)
    resolved = site.resolve(node)
    if resolved:
        return any(each == name or each.endswith(f".{name}") for each in resolved)
    written = dotted(node)
    return written == name or written.endswith(f".{name}")


def is_named(node: cst.CSTNode) -> bool:
    """Whether an expression only names something, or calls what is so named."""
    while isinstance(node, (cst.Call, cst.Attribute)):
        node = node.func if isinstance(node, cst.Call) else node.value
    return isinstance(node, cst.Name)


def is_standard(names: frozenset[str]) -> bool:
    """Whether dotted names are of things of the standard library, which no project defines."""
    return bool(names) and all(name.partition(".")[0] in sys.stdlib_module_names for name in names)


def is_called(node: cst.ClassDef | cst.FunctionDef, noun: str) -> bool:
    """Whether a definition is named for what it is: `CsvParser` and `csv_parser` are parsers, `get_parser` is none."""
    name = node.name.value
    if isinstance(node, cst.ClassDef):
        return name.endswith(noun) and name.strip("_") not in {noun, f"Base{noun}", f"Abstract{noun}"}
    return name.endswith(f"_{_HUMP.sub('_', noun).lower()}") and not _HANDLES.match(name)


def is_declared(node: cst.ClassDef | cst.FunctionDef, noun: str) -> bool:
    """Whether a decorator says that a definition is something: `@workflow.defn`, `@app.command()`, `@shared_task`."""
    word = _HUMP.sub("_", noun).lower()
    for each in node.decorators:
        called = each.decorator.func if isinstance(each.decorator, cst.Call) else each.decorator
        *around, last = dotted(called).split(".")
        if last == word or last.endswith(f"_{word}") or (last in _DECLARING and around[-1:] == [word]):
            return True
    return False


def is_kind(node: cst.ClassDef, kind: str, site: Site) -> bool:
    """Whether a class is an exception, pydantic model, database model, enum, protocol, typed dict or dataclass.

    An abstract class is one that derives directly from `ABC`; such a class or a protocol is an interface.
    """
    if kind == "interface":
        return is_kind(node, "protocol", site) or is_kind(node, "abstract", site)
    if kind == "dataclass":
        called = (each.decorator for each in node.decorators)
        return any(site.resolve(each.func if isinstance(each, cst.Call) else each) & _DATACLASS for each in called)
    if kind in {"protocol", "abstract"}:
        return any(site.resolve(_plain(each.value)) & _BASES[kind] for each in (*node.bases, *node.keywords))
    names = base_names(node, site)
    if names & _BASES[kind]:
        return kind != "database model" or not _is_base(node)
    if kind == "database model":
        return _declares_table(node)
    # An exception of the project's own is often only known by its name.
    return kind == "exception" and any(each.endswith(("Error", "Exception")) for each in names)


def _plain(node: cst.BaseExpression) -> cst.BaseExpression:
    return node.value if isinstance(node, cst.Subscript) else node


def _is_base(node: cst.ClassDef) -> bool:
    return node.name.value in {"Base", "BaseModel"}


def _declares_table(node: cst.ClassDef) -> bool:
    """Whether a class says what table it is kept in, as SQLAlchemy and SQLModel have it."""
    if any(each.keyword and each.keyword.value == "table" for each in node.keywords):
        return True
    statements = (part for each in node.body.body if isinstance(each, cst.SimpleStatementLine) for part in each.body)
    return any(
        isinstance(part, cst.Assign)
        and any(isinstance(each.target, cst.Name) and each.target.value == "__tablename__" for each in part.targets)
        for part in statements
    )
