"""Whether imports depend on what is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, forbids, parameters
from lawful.syntax import cst, descendants
from lawful.syntax.literals import dotted

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from lawful.syntax import Site

_WORDS = "around wrap wrapping surround guard guarded put block statement optional inside `ImportError` importerror"
_TRY = {"forms": ("try",)}
_FAILED = frozenset(
    {"builtins.ImportError", "builtins.ModuleNotFoundError", "builtins.Exception", "builtins.BaseException"}
)
_ENVIRONMENT = frozenset({"TYPE_CHECKING", "version_info", "platform", "__name__", "implementation"})
"""What a condition asks for that is about the interpreter, the platform or the type checker."""


class NoConditionalImports(Check):
    """Flags imports under a condition, or in a `try` that goes on without them.

    What is only imported for type checkers, or for a version of Python or a platform, is left alone.
    """

    @parameters
    class Params:
        """What makes an import conditional: if, try."""

        forms: tuple[str, ...] = ("if", "try")

    id = "no-conditional-imports"
    phrases = (
        forbids("conditional import", "import conditionally", allows=(_WORDS, "try-except")),
        forbids("import try-except", "`try` import", allows=(_WORDS, "`try` `except` catch"), forms=("try",)),
    )
    asks = (
        "Do not use conditional imports",
        ("Never put try/except blocks around imports", _TRY),
        ("Don't wrap imports in try/except", _TRY),
    )
    ignores = (
        "Imports go at the top of the file.",
        "Use try/except for optional imports.",
        "Never use try/except.",
        "No conditional expressions.",
    )
    valid = (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import a",
        "import sys\nif sys.version_info >= (3, 11):\n    import tomllib\nelse:\n    import tomli",
        "try:\n    import a\nfinally:\n    f()",
        Valid("if fast:\n    import a\ntry:\n    f()\nexcept ImportError:\n    import b", _TRY),
    )
    invalid = (
        Invalid("if fast:\n    import a", line=2),
        Invalid("def f():\n    if dask:\n        pass\n    else:\n        from a import b", line=5),
        Invalid("try:\n    import a\nexcept ImportError:\n    a = None", line=2, params=_TRY),
    )

    def visit_If(self, node: cst.If, site: Site) -> Iterator[Finding]:
        """What is imported under a condition; an `elif` is visited by itself."""
        del site
        if "if" not in self.params.forms or _asks_environment(node.test):
            return
        other = node.orelse.body if isinstance(node.orelse, cst.Else) else None
        for block in (node.body, other):
            for each in _imports(block.body if block is not None else ()):
                yield Finding(each, "this import depends on a condition; import it whatever the case")

    def visit_Try(self, node: cst.Try, site: Site) -> Iterator[Finding]:
        """What is imported in a `try` that catches that it cannot be."""
        caught = [each.type for each in node.handlers]
        if "try" in self.params.forms and any(each is None or _names_failure(each, site) for each in caught):
            for each in _imports(node.body.body):
                yield Finding(each, "the code goes on without this import; import it outside of `try`")


def _imports(statements: Iterable[cst.CSTNode]) -> Iterator[cst.Import | cst.ImportFrom]:
    """The imports directly among some statements."""
    lines = (each for each in statements if isinstance(each, cst.SimpleStatementLine))
    parts = (part for each in lines for part in each.body)
    yield from (part for part in parts if isinstance(part, (cst.Import, cst.ImportFrom)))


def _names_failure(node: cst.BaseExpression, site: Site) -> bool:
    each = [element.value for element in node.elements] if isinstance(node, cst.Tuple) else [node]
    return any(site.resolve(one) & _FAILED for one in each)


def _asks_environment(test: cst.BaseExpression) -> bool:
    named = (each for each in (test, *descendants(test)) if isinstance(each, (cst.Name, cst.Attribute)))
    return any(dotted(each) == "os.name" or not _ENVIRONMENT.isdisjoint(dotted(each).split(".")) for each in named)
