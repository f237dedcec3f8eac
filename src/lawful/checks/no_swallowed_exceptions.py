"""Whether exceptions vanish."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, Valid, forbids, parameters
from lawful.syntax import cst
from lawful.syntax.bodies import says_nothing, statements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_BROAD = frozenset({"builtins.Exception", "builtins.BaseException"})


class NoSwallowedExceptions(Check):
    """Flags handlers that do nothing: their body is `pass`, `...`, `continue` or a docstring."""

    @parameters
    class Params:
        """Whether only empty ones are meant, and not `continue`; whether only those that catch nearly all are."""

        empty: bool = False
        broad: bool = False

    id = "no-swallowed-exceptions"
    phrases = (
        forbids(
            "swallow exception", "swallow error", "swallow failure", "silent exception", "silent except-clause",
            "silent failure", "silent error", "hide exception", "ignore exception silent", "swallow ignore error",
            allows=("swallow exception error silent ignore except-clause failure hide",),
        ),
        forbids(
            "ignore error `pass`", "ignore exception `pass`", "swallow exception `pass`", "swallow error `pass`",
            "`except ...: pass`", "`except: ...`",
            allows=("silent ignore swallow error exception `pass` except-clause `except`",), empty=True,
        ),
        forbids("empty except-clause", "empty `except`", "`pass` except-clause", allows=("except-clause",), empty=True),
        forbids(
            "`except: pass`", "`except Exception: pass`", "bare-except `pass`",
            allows=("`except: pass` `except Exception: pass` bare bare-except",),
            empty=True, broad=True,
        ),
    )  # fmt: skip
    asks = (
        "Never silently swallow exceptions.",
        ("No empty except blocks", {"empty": True}),
        ("Do not use `except: pass`.", {"empty": True, "broad": True}),
        "禁止吞掉异常",
    )
    ignores = (
        "Never use a bare `except:`",
        "Handle exceptions at the boundary.",
        "Silence the linter in tests.",
        "Ignore deprecation warnings.",
    )
    valid = (
        "try:\n    f()\nexcept E:\n    log.exception('f')\nexcept F:\n    x = None",
        Valid("try:\n    f()\nexcept KeyError:\n    pass", {"broad": True}),
        "import contextlib\nwith contextlib.suppress(KeyError):\n    del x['a']",
        "try:\n    f()\nexcept E:\n    raise",
    )
    invalid = (
        Invalid("try:\n    f()\nexcept E:\n    pass", line=3),
        Invalid("try:\n    f()\nexcept:  # never mind\n    ...", line=3),
        Invalid("for x in y:\n    try:\n        f(x)\n    except (A, B) as e:\n        continue", line=4),
        Invalid("try:\n    f()\nexcept* E: pass", line=3),
    )

    def look_ExceptHandler(self, node: ast.ExceptHandler) -> bool:
        """A handler that does nothing."""
        return all(map(_does_nothing, node.body))

    def look_ExceptStarHandler(self, node: ast.ExceptHandler) -> bool:
        """The same for exceptions in groups."""
        return all(map(_does_nothing, node.body))

    def visit_ExceptHandler(self, node: cst.ExceptHandler, site: Site) -> Iterator[Finding]:
        """A handler."""
        caught = node.type.elements if isinstance(node.type, cst.Tuple) else ()
        types = [each.value for each in caught] or ([node.type] if node.type else [])
        if not self.params.broad or not types or any(site.resolve(each) & _BROAD for each in types):
            yield from self._handler(node)

    def visit_ExceptStarHandler(self, node: cst.ExceptStarHandler, site: Site) -> Iterator[Finding]:
        """A handler of exceptions in groups."""
        if not self.params.broad or site.resolve(node.type) & _BROAD:
            yield from self._handler(node)

    def _handler(self, node: cst.ExceptHandler | cst.ExceptStarHandler) -> Iterator[Finding]:
        doing = (cst.Pass,) if self.params.empty else (cst.Pass, cst.Continue)
        if all(isinstance(each, doing) or says_nothing(each) for each in statements(node.body.body)):
            yield Finding(node, "this handler drops the exception; handle it, log it or let it rise")


def _does_nothing(node: ast.stmt) -> bool:
    says = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return says or isinstance(node, (ast.Pass, ast.Continue))
