"""Whether layers of a project leave alone the layers they must not know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lawful.rules import Check, Demand, Finding, Heard, Invalid, Kind, Phrase, Valid, parameters
from lawful.syntax import cst
from lawful.syntax.imports import imported

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lawful.language import Token
    from lawful.syntax import Site

_LAYERS = frozenset(
    """
    services routers repositories models domain infrastructure infra api core cli ui views controllers adapters
    application presentation schemas entrypoints handlers db database persistence usecases routes endpoints web
    frontend backend
    """.split()
)
"""Names by which layers are known without a path."""
_WORDS = frozenset({"import", "depend", "layer", "module", "package", "code", "reference", "know", "about", "directly"})
_DOMAIN = {"within": ("domain",), "layers": ("infrastructure",)}


def _layer(token: Token) -> str | None:
    """The folder that a token names, as part of the name of a module: `infra/db/` is `infra.db`."""
    name = token.text.strip("/")
    if token.code and token.text.endswith("/") and "*" not in name:
        return name.replace("/", ".")
    return name.lower() if name.lower() in _LAYERS else None


def _hear(demand: Demand) -> Heard | None:
    terms = demand.terms
    said = {token.term for token in terms}
    verbs = [at for at, token in enumerate(terms) if token.term in {"import", "know"}]
    if not verbs and demand.include and demand.verbs & {"depend", "call", "use"}:
        verbs = [0]  # what depends on the layer is the place
    if demand.kind is not Kind.FORBID or len(verbs) != 1:
        return None
    before = [layer for token in terms[: verbs[0]] if (layer := _layer(token)) is not None]
    after = [layer for token in terms[verbs[0] :] if (layer := _layer(token)) is not None]
    others = {token.term for token in terms if _layer(token) is None}
    if not after or not others <= _WORDS or bool(before) == bool(demand.include) or ("layer" in said and not before):
        return None  # in "routers in `api/`" nobody can tell whether a place says where all of the layer is
    return Heard({"within": tuple(before), "layers": tuple(after)}, frozenset(demand.items))


class ForbiddenLayer(Check):
    """Flags imports from a layer of the project in a layer that must not know it."""

    @parameters
    class Params:
        """The layers that must not be imported, and those that must not import them; without these, no file may.

        A layer is a folder or a module of that name, wherever it stands.
        """

        layers: tuple[str, ...] = ()
        within: tuple[str, ...] = ()

    id = "forbidden-layer"
    phrases = (Phrase(_hear, open=True),)
    asks = (
        ("Services must not import from routers.", {"within": ("services",), "layers": ("routers",)}),
        ("The domain layer must never import infrastructure", _DOMAIN),
        ("`src/core/` must not import from `infra/db/`", {"layers": ("infra.db",)}),
        ("Models must not import services or views", {"within": ("models",), "layers": ("services", "views")}),
    )
    ignores = (
        "Never import `requests`.",
        "Do not import models from views.py",
        "Services may import repositories.",
        "Keep the domain layer clean.",
    )
    valid = (
        Valid("from app.infrastructure import db", _DOMAIN, "app/services/a.py"),
        Valid("import app.infrastructures\nfrom app.domain import infra", _DOMAIN, "app/domain/a.py"),
        Valid("from . import user", _DOMAIN, "app/domain/a.py"),
    )
    invalid = (
        Invalid("from app.infrastructure import db", params=_DOMAIN, path="app/domain/a.py"),
        Invalid("from ..infrastructure.db import Session", params=_DOMAIN, path="app/domain.py"),
        Invalid("from app import infrastructure as i", params=_DOMAIN, path="app/domain/b/c.py"),
        Invalid("import app.infra.db.session", params={"layers": ("infra.db",)}),
    )

    @property
    def mentions(self) -> Collection[str]:
        """The last words of the layers; what stands before them a relative import need not say."""
        return frozenset(layer.rpartition(".")[2] for layer in self.params.layers)

    def visit_Import(self, node: cst.Import, site: Site) -> Iterator[Finding]:
        """`import app.services`."""
        yield from self._imports(node, site)

    def visit_ImportFrom(self, node: cst.ImportFrom, site: Site) -> Iterator[Finding]:
        """`from app import services`, and relative ones."""
        yield from self._imports(node, site)

    def _imports(self, node: cst.Import | cst.ImportFrom, site: Site) -> Iterator[Finding]:
        parts = site.module.source.path.removesuffix(".py").split("/")
        if self.params.within and not any(f".{each}." in f".{'.'.join(parts)}." for each in self.params.within):
            return
        names = imported(node, site)
        for layer in self.params.layers:
            if any(f".{layer}." in f".{name}." for name in names):
                yield Finding(node, f"`{layer}` must not be imported here")
                return
