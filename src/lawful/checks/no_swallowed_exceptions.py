"""Whether exceptions vanish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids
from lawful.syntax import cst

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site


class NoSwallowedExceptions(Check):
    """Flags handlers that do nothing: their body is `pass`, `...`, `continue` or a docstring."""

    id = "no-swallowed-exceptions"
    phrases = (
        forbids(
            "swallow exception", "swallow error", "silent exception", "silent except-clause", "empty except-clause",
            "ignore exception silent", "ignore exception swallow", "swallow failure", "silent failure",
            "`except: pass`", "`except Exception: pass`", "`except: pass` bare-except", "empty catch",
            "pass except-clause", "`pass` except-clause", "hide exception", "swallow ignore error", "try-except-pass",
            allows=(
                "swallow exception error silent empty catch ignore except-clause bare hide failure",
                "`except: pass` `except Exception: pass` `pass`",
            ),
        ),
    )  # fmt: skip
    asks = (
        "Never silently swallow exceptions.",
        "No empty except blocks",
        "Do not use `except: pass`.",
        "禁止吞掉异常",
    )
    ignores = (
        "Never use a bare `except:`",
        "Handle exceptions at the boundary.",
        "Silence the linter in tests.",
        "Ignore deprecation warnings.",
    )
    valid = (
        "try:\n    f()\nexcept E:\n    log.exception('f')",
        "try:\n    f()\nexcept E:\n    x = None",
        "import contextlib\nwith contextlib.suppress(KeyError):\n    del x['a']",
        "try:\n    f()\nexcept E:\n    raise",
    )
    invalid = (
        Invalid("try:\n    f()\nexcept E:\n    pass", line=3),
        Invalid("try:\n    f()\nexcept:  # never mind\n    ...", line=3),
        Invalid("for x in y:\n    try:\n        f(x)\n    except (A, B) as e:\n        continue", line=4),
        Invalid("try:\n    f()\nexcept* E: pass", line=3),
    )

    def visit_ExceptHandler(self, node: cst.ExceptHandler, site: Site) -> Iterator[Finding]:
        """A handler."""
        del site
        yield from self._handler(node)

    def visit_ExceptStarHandler(self, node: cst.ExceptStarHandler, site: Site) -> Iterator[Finding]:
        """A handler of exceptions in groups."""
        del site
        yield from self._handler(node)

    def _handler(self, node: cst.ExceptHandler | cst.ExceptStarHandler) -> Iterator[Finding]:
        lines = node.body.body
        parts = [
            part for line in lines for part in (line.body if isinstance(line, cst.SimpleStatementLine) else (line,))
        ]
        if all(map(_does_nothing, parts)):
            yield Finding(node, "this handler drops the exception; handle it, log it or let it rise")


def _does_nothing(node: cst.CSTNode) -> bool:
    if isinstance(node, cst.Expr):
        return isinstance(node.value, (cst.Ellipsis, cst.SimpleString))
    return isinstance(node, (cst.Pass, cst.Continue))
