"""Whether docstrings take one line or several, as agreed for functions with and without parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Demand, Finding, Heard, Invalid, Kind, Phrase, Valid, parameters
from lawful.syntax import cst
from lawful.syntax.docstrings import docstring
from lawful.syntax.literals import literal
from lawful.syntax.signature import passed_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_DECIDED = frozenset({"with-parameters", "without-parameters", "short-text"})
_BESIDE = frozenset(
    "docstring function method quote description only closing opening triple content summary text".split()
)
_FORMS = {"single-line": "one-line", "multi-line": "multi-line", "same-line": "compact"}


def _hear(demand: Demand) -> Heard | None:
    """One form, and the functions it is for; one line for all docstrings is for another check to hear."""
    said = {token.term or "" for token in demand.terms}
    forms = said & _FORMS.keys()
    if demand.kind is not Kind.REQUIRE or not forms or said - _FORMS.keys() - _BESIDE or demand.number is not None:
        return None
    about = said | demand.topic
    if "docstring" not in about and not ("quote" in said and demand.conditions):
        return None
    form = "compact" if "same-line" in forms or "short-text" in demand.conditions else _FORMS[min(forms)]
    limited = demand.conditions - {"short-text"}
    if len(limited) > 1 or (form == "one-line" and not limited) or (form == "compact" and "quote" not in said):
        return None
    return Heard({"form": form, "where": min(limited, default="").replace("-", " ")}, frozenset(demand.items))


class DocstringForm(Check):
    """Flags docstrings of functions that take one line where several are agreed, or several where one is."""

    @parameters
    class Params:
        """The form: one-line, multi-line or compact (one line if the text fits); where: with or without parameters."""

        form: str = "compact"
        where: str = ""

    id = "docstring-form"
    phrases = (Phrase(_hear, decides=_DECIDED),)
    asks = (
        (
            "If the function has no parameters, use a one-line docstring",
            {"form": "one-line", "where": "without parameters"},
        ),
        (
            "Functions with parameters need multi-line docstrings",
            {"form": "multi-line", "where": "with parameters"},
        ),
        ("Docstring quotes on the same line as the text", {"form": "compact"}),
        ("无参数的函数使用单行文档字符串", {"form": "one-line", "where": "without parameters"}),
    )
    ignores = (
        "Use one-line docstrings.",
        "Functions without parameters must have type hints",
        "Keep imports on the same line.",
        "If the function has no parameters, document it on the same page",
    )
    valid = (
        Valid('def f(a):\n    """Do it.\n\n    More.\n    """', {"form": "one-line", "where": "without parameters"}),
        Valid('def f(): ...\ndef g(a):\n    """Do.\n\n    It.\n    """', {"form": "multi-line"}),
        Valid('class A:\n    def f(self):\n        """Do it."""', {"form": "multi-line", "where": "with parameters"}),
        'def f():\n    """Do it.\n\n    More.\n    """',
    )
    invalid = (
        Invalid('def f():\n    """Do it.\n\n    More.\n    """', params={"form": "one-line"}),
        Invalid('def f(a):\n    """Do it."""', params={"form": "multi-line", "where": "with parameters"}),
        Invalid('def f():\n    """\n    Do it.\n    """'),
        Invalid(
            'class A:\n    def f(self):\n        """Do it.\n        """', line=2, params={"where": "without parameters"}
        ),
    )

    def visit_FunctionDef(self, node: cst.FunctionDef, site: Site) -> Iterator[Finding]:
        """The docstring of a function."""
        text = docstring(node)
        where = self.params.where
        if text is None or (where and bool(passed_parameters(node, site)) != (where == "with parameters")):
            return
        several = site.module.span(text).lines > 1
        name = node.name.value
        if self.params.form == "multi-line" and not several:
            yield Finding(node, f"the docstring of `{name}` takes one line, not several")
        elif self.params.form == "one-line" and several:
            yield Finding(node, f"the docstring of `{name}` takes more than one line")
        elif self.params.form == "compact" and several and _fits((literal(text) or "").splitlines()):
            yield Finding(node, f"the docstring of `{name}` fits on the line of its quotes")


def _fits(lines: list[str]) -> bool:
    return len([line for line in lines if line.strip()]) == 1
