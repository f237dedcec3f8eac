"""What checks see of code: parsed safely, with exact places and resolved names, over LibCST.

LibCST is loaded by the first file that needs a tree, so checks take `cst` from here and not from `libcst`.
"""

from lawful.syntax.lazy import cst
from lawful.syntax.module import Module
from lawful.syntax.outline import Outline
from lawful.syntax.references import References
from lawful.syntax.site import Site
from lawful.syntax.walk import children, descendants

__all__ = ["Module", "Outline", "References", "Site", "children", "cst", "descendants"]
