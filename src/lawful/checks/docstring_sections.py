"""Whether docstrings have the sections they should have, and none that they should not."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import TYPE_CHECKING

from lawful.rules import Check, Demand, Finding, Heard, Invalid, Phrase, Valid, forbids, parameters, requires
from lawful.syntax import cst, descendants
from lawful.syntax.docstrings import SECTIONS, docstring, sections
from lawful.syntax.literals import dotted, literal
from lawful.syntax.outline import docstring_of
from lawful.syntax.public import is_dunder, is_public
from lawful.syntax.signature import passed_parameters
from lawful.syntax.testing import is_test_file

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_WORDS = (
    "section docstring include contain document describe content block field function method google style numpy"
    " sphinx every explain list cover mention"
)
_SAID = {
    "parameter": "args", "Args": "args", "Args:": "args", "return": "returns", "Returns": "returns",
    "Returns:": "returns", "raise": "raises", "Raises": "raises", "Raises:": "raises", "exception": "raises",
    "`:param`": "args", "examples": "examples", "Examples": "examples",
}  # fmt: skip
_QUOTED = ("docstring `Args:`", "docstring `Returns:`", "docstring `Raises:`")
_NEEDS = (*(f"docstring {said}" for said in _SAID if said.lower() != "examples"), *_QUOTED)
_ONLY_FORBIDDEN = {"type": "types", "error": "raises", "attribute": "attributes"}
_REQUIRED = {said.strip("`"): {"require": (name,)} for said, name in _SAID.items() if name != "examples"}
_FORBIDDEN = {said.strip("`"): {"forbid": (name,)} for said, name in {**_SAID, **_ONLY_FORBIDDEN}.items()}
_ALL = {"require": ("args", "returns", "raises")}


def _asked(phrase: Phrase) -> Phrase:
    """Hears what a phrase hears; where only these sections are wanted, all others are forbidden."""

    def hear(demand: Demand) -> Heard | None:
        heard = phrase.hear(demand)
        if heard is None or not demand.only:
            return heard
        wanted = heard.params.get("require")
        others = tuple(name for name in SECTIONS if not isinstance(wanted, tuple) or name not in wanted)
        return replace(heard, params={"forbid": others})

    return replace(phrase, hear=hear)


class DocstringSections(Check):
    """Flags docstrings of functions that lack a section the function calls for, or have one they should not."""

    @parameters
    class Params:
        """Sections (args, returns, raises, examples, attributes, types) that docstrings must have, or not.

        A function calls for them if it takes, returns or raises anything; for others it need not have them. Tests are
        left alone. Types are those of fields such as `:type x:`.
        """

        require: tuple[str, ...] = ()
        forbid: tuple[str, ...] = ()
        public: bool = False

    id = "docstring-sections"
    phrases = (
        _asked(requires(*_NEEDS, allows=(_WORDS,), when={**_REQUIRED, "public": {"public": True}})),
        forbids(
            "docstring examples",
            *(f"docstring {said}" for said in _ONLY_FORBIDDEN),
            *_NEEDS,
            allows=(_WORDS, "code usage"),
            when=_FORBIDDEN,
        ),
    )
    asks = (
        ("Docstrings must include Args, Returns and Raises sections.", _ALL),
        ("Document parameters and return values in docstrings", {"require": ("args", "returns")}),
        ("No examples in docstrings", {"forbid": ("examples",)}),
        ("All docstrings must have `Args:` and `Returns:`", {"require": ("args", "returns")}),
    )
    ignores = (
        "Docstrings and type hints for parameters and return values.",
        "All docstrings must use the Google format (`Args:`, `Returns:`, `Raises:`).",
        "Docstrings may include examples.",
        "Include examples in the README.",
    )
    valid = (
        Valid(
            'def f(a):\n    """F.\\n\\n    :param a: it\\n    :return: it\\n    """\n    return a',
            {"require": ("args", "returns")},
        ),
        Valid('def f():\n    """F."""\n    def g(a): return a', _ALL),
        Valid("def f(a):\n    return a", _ALL),
        Valid('class A:\n    def f(self):\n        """F."""\n        try: ...\n        except E: raise', _ALL),
    )
    invalid = (
        Invalid('def f(a):\n    """F."""', params=_ALL),
        Invalid('class A:\n    def f(self) -> int:\n        """F."""\n        return 1', line=2, params=_ALL),
        Invalid('def f():\n    """F."""\n    raise ValueError', params=_ALL),
        Invalid('def f():\n    """F.\n\n    Example:\n        f()\n    """', params={"forbid": ("examples",)}),
    )

    def look_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
        """A docstring with a section too many, or without one."""
        text = docstring_of(node)
        has = sections(text or "")
        return text is not None and (not has.isdisjoint(self.params.forbid) or not has.issuperset(self.params.require))

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """A function or method."""
        where = docstring(node)
        text = literal(where) if where is not None else None
        name = node.name.value
        if text is None or is_test_file(site.module.source.path) or (self.params.public and not is_public(name, site)):
            return
        has = sections(text)
        surplus = [section for section in self.params.forbid if section in has]
        if surplus:
            yield Finding(node, f"the docstring of `{name}` should not have {_named(surplus)}")
        if is_dunder(name):
            return
        called = {"args": bool(passed_parameters(node, site)), "returns": _returns(node), "raises": _raises(node)}
        missing = [section for section in self.params.require if called.get(section) and section not in has]
        if missing:
            yield Finding(node, f"the docstring of `{name}` lacks {_named(missing)}")


def _named(names: list[str]) -> str:
    shown = ", ".join(name.capitalize() for name in names)
    return f"the section{'s' if len(names) > 1 else ''} {shown}"


def _own(node: cst.FunctionDef) -> Iterator[cst.CSTNode]:
    return descendants(node.body, into=(cst.FunctionDef, cst.ClassDef, cst.Lambda))


def _returns(node: cst.FunctionDef) -> bool:
    """Whether a function returns a value other than None; a property is its value."""
    decorated = {dotted(each.decorator).rpartition(".")[2] for each in node.decorators}
    if decorated & {"property", "cached_property"}:
        return False
    values = (each.value for each in _own(node) if isinstance(each, cst.Return))
    return any(value is not None and not (isinstance(value, cst.Name) and value.value == "None") for value in values)


def _raises(node: cst.FunctionDef) -> bool:
    """Whether a function raises an exception of its own outside any `try`, where it would be caught."""
    own = descendants(node.body, into=(cst.FunctionDef, cst.ClassDef, cst.Lambda, cst.Try, cst.TryStar))
    found = (each.exc for each in own if isinstance(each, cst.Raise))
    functions = (exc.func if isinstance(exc, cst.Call) else exc for exc in found if exc is not None)
    return any(not (isinstance(each, cst.Name) and each.value == "NotImplementedError") for each in functions)
