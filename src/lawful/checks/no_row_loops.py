"""Whether data frames are worked on as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Finding, Invalid, forbids, prefers, requires, spoken
from lawful.syntax import cst
from lawful.syntax.arguments import given

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lawful.syntax import Site

_WORDS = (
    "vectorized vectorised vectorize operation pandas numpy function data manipulation processing column `numpy`",
)
_LOOPS = ("loop loops explicit `iterrows` `iterrows()` `apply` iterrows apply row python iteration `itertuples()` for",)
_METHODS = frozenset({"iterrows", "itertuples"})


class NoRowLoops(Check):
    """Flags going through a data frame row by row: `iterrows`, `itertuples` and `apply` with `axis=1`."""

    id = "no-row-loops"
    phrases = (
        forbids(
            "`iterrows`", "`iterrows()`", "iterrows", "`df.iterrows()`", "row loop", "loop data-frame",
            allows=("`iterrows` `iterrows()` iterrows pandas row loop iterate `df.iterrows()` data-frame",),
        ),
        prefers("vectorized", "vectorised", allows=_WORDS, over=_LOOPS),
        spoken(requires("vectorized operation", "vectorised operation", allows=_WORDS)),
    )  # fmt: skip
    asks = (
        "Prefer vectorized operations over explicit loops.",
        "Never use `iterrows()`.",
        "Use vectorized pandas operations instead of loops",
        "Use vectorized operations",
    )
    ignores = ("Avoid loops.", "Use pandas for data.", "Rows may be looped over.", "Never vectorize images.")
    valid = (
        "import pandas as pd\ndf['a'].apply(f)\ndf.apply(f)\ndf.groupby('a').apply(f)",
        "table.iterrows()",
        "import pandas\niterrows(a)",
    )
    invalid = (
        Invalid("import pandas as pd\nfor i, row in df.iterrows(): ...", line=2),
        Invalid("from pandas import DataFrame\nx = [r.a for r in f(y).itertuples()]", line=2),
        Invalid("import pandas\ndf.apply(lambda row: row.a, axis=1)", line=2),
    )

    mentions = ("pandas",)

    def visit_Call(self, node: cst.Call, site: Site) -> Iterator[Finding]:
        """A call of a method."""
        if not isinstance(node.func, cst.Attribute):
            return
        method = node.func.attr.value
        pandas = any(name.partition(".")[0] == "pandas" for name in site.module.names.imported)
        if pandas and (method in _METHODS or (method == "apply" and _by_row(node))):
            yield Finding(node, f"`{method}` goes row by row; work on whole columns")


def _by_row(node: cst.Call) -> bool:
    axis = given(node, "axis")
    return isinstance(axis, cst.Integer) and axis.value == "1"
