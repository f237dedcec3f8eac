"""Whether parametrized tests name their parameters and values in the agreed form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from lawful.rules import Check, Finding, Invalid, NodeEdit, NodeFix, Valid, parameters, prefers, requires
from lawful.source import Span
from lawful.syntax import cst
from lawful.syntax.literals import literal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.rules import Phrase
    from lawful.syntax import Site

_WORDS = ("parameter name value parametrize `pytest.mark.parametrize` `@pytest.mark.parametrize` string",)
_FORMS = ("tuple", "list", "string")
_MARKS = ("parametrize", "`pytest.mark.parametrize`")
_NAMES = tuple(f"{said} {mark}" for said in ("first", "name") for mark in _MARKS)
_VALUES = tuple(
    f"{said} {mark}" for said in ("second", "value") for mark in ("parametrize", "`pytest.mark.parametrize`")
)
_TUPLES = {"names": "tuple"}
_BOTH = {"names": "tuple", "values": "list"}
_PAIR = 2
_OPEN = {"tuple": "()", "list": "[]"}


def _phrases(form: str) -> Iterator[Phrase]:
    params: dict[str, Any]
    for param, needs in (("names", _NAMES), ("values", _VALUES)):
        params = {param: form}
        said = [f"{need} {form}" for need in needs]
        yield requires(*said, allows=_WORDS, when=None, **params)
        yield prefers(*said, allows=_WORDS, over=(*_FORMS, "comma-separated"), **params)


class ParametrizeForm(Check):
    """Flags `pytest.mark.parametrize` whose names or values are in another form than the agreed one."""

    @parameters
    class Params:
        """The form of several names: tuple, list or string; and of the row of values: tuple or list."""

        names: str | None = None
        values: str | None = None

    id = "parametrize-form"
    phrases = tuple(phrase for form in _FORMS for phrase in _phrases(form))
    asks = (
        ("The first argument to `pytest.mark.parametrize` should be a tuple (not a string! not a list!)", _TUPLES),
        ("The second argument to `pytest.mark.parametrize` must be a list", {"values": "list"}),
        ("Use a tuple for parametrize names, not a comma-separated string", _TUPLES),
    )
    ignores = (
        "Use `pytest.mark.parametrize` for repeated cases.",
        "Parametrize tests over a list of users.",
        "The first argument must be a tuple.",
    )
    valid = (
        Valid("import pytest\n@pytest.mark.parametrize(('a', 'b'), [(1, 2)])\ndef test_a(a, b): ...", _TUPLES),
        Valid("import pytest\n@pytest.mark.parametrize('a', [1])\ndef test_a(a): ...", _TUPLES),
        Valid(
            "import pytest\n@pytest.mark.parametrize(NAMES, ROWS)\ndef test_a(a): ...",
            {"names": "tuple", "values": "list"},
        ),
    )
    invalid = (
        Invalid(
            "import pytest\n@pytest.mark.parametrize('a, b', [(1, 2)])\ndef test_a(a, b): ...",
            line=2,
            fixed='import pytest\n@pytest.mark.parametrize(("a", "b"), [(1, 2)])\ndef test_a(a, b): ...',
            params=_TUPLES,
        ),
        Invalid(
            "from pytest import mark as m\n\n@m.parametrize(argnames=['a', 'b'], argvalues=C)\ndef f(a, b): ...",
            line=3,
            fixed="from pytest import mark as m\n\n@m.parametrize(argnames=('a', 'b'), argvalues=C)\ndef f(a, b): ...",
            params=_TUPLES,
        ),
        Invalid(
            "import pytest\n@pytest.mark.parametrize('a', (1, 2))\ndef test_a(a): ...",
            line=2,
            fixed="import pytest\n@pytest.mark.parametrize('a', [1, 2])\ndef test_a(a): ...",
            params={"values": "list"},
        ),
    )

    refers_to = ("pytest.mark.parametrize",)

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A mark."""
        named = isinstance(node.func, (cst.Attribute, cst.Name))
        if not named or "pytest.mark.parametrize" not in site.resolve(node.func):
            return
        names, values = _argument(node, 0, "argnames"), _argument(node, 1, "argvalues")
        if self.params.names and names is not None:
            yield from _form("names", node, names, self.params.names, site)
        if self.params.values and values is not None and not isinstance(values, cst.SimpleString):
            yield from _form("values", node, values, self.params.values, site)


def _form(what: str, call: cst.Call, node: cst.BaseExpression, form: str, site: Site) -> Iterator[Finding]:
    found = _form_of(node)
    if found is not None and found != form:
        yield Finding(call, f"the {what} are given as a {found}; give a {form}", _fix(node, form, site))


def _argument(node: cst.Call, at: int, name: str) -> cst.BaseExpression | None:
    named = next((each.value for each in node.args if each.keyword and each.keyword.value == name), None)
    if named is not None or any(each.star for each in node.args):
        return named
    positional = [each.value for each in node.args if each.keyword is None]
    return positional[at] if len(positional) > at else None


def _form_of(node: cst.BaseExpression) -> str | None:
    """The form of what is written out; a string that names one parameter has none."""
    if isinstance(node, cst.Tuple):
        return "tuple"
    if isinstance(node, cst.List):
        return "list"
    text = literal(node)
    return "string" if text is not None and "," in text else None


def _fix(node: cst.BaseExpression, form: str, site: Site) -> NodeFix | None:
    if form == "string":
        return None
    first, last = _OPEN[form][0], _OPEN[form][1]
    if isinstance(node, (cst.Tuple, cst.List)):
        brackets = (node.lbracket, node.rbracket) if isinstance(node, cst.List) else (*node.lpar[-1:], *node.rpar[:1])
        lone = form == "tuple" and len(node.elements) == 1 and not isinstance(node.elements[0].comma, cst.Comma)
        if len(brackets) < _PAIR:
            return None
        start, end = (site.module.span(bracket) for bracket in brackets)
        return NodeFix(
            (
                NodeEdit(Span(start.line, start.column, start.line, start.column + 1), first),
                NodeEdit(Span(end.end_line, end.end_column - 1, end.end_line, end.end_column), f"{',' * lone}{last}"),
            )
        )
    names = [name.strip() for name in (literal(node) or "").split(",") if name.strip()]
    row = ", ".join(f'"{name}"' for name in names)
    lone = form == "tuple" and len(names) == 1
    return NodeFix((NodeEdit(node, f"{first}{row}{',' * lone}{last}"),))
