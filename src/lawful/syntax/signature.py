"""What a function takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.syntax.lazy import cst
from lawful.syntax.public import is_method

if TYPE_CHECKING:
    from lawful.syntax.site import Site


def parameters_of(params: cst.Parameters) -> list[cst.Param]:
    """All parameters: positional ones, those given by keyword only, `*args` and `**kwargs`."""
    stars = [each for each in (params.star_arg, params.star_kwarg) if isinstance(each, cst.Param)]
    return [*params.posonly_params, *params.params, *params.kwonly_params, *stars]


def passed_parameters(node: cst.FunctionDef, site: Site) -> list[cst.Param]:
    """The parameters that a caller passes: all but the `self` or `cls` of the visited function."""
    every = parameters_of(node.params)
    static = any("builtins.staticmethod" in site.resolve(each.decorator) for each in node.decorators)
    bound = is_method(site) and not static and (node.params.posonly_params or node.params.params)
    return every[1:] if bound else every
