"""The base class of checks: one question about code, whole in one file.

A check says in one place how people ask for it (`phrases`), which sentences it must hear and must not (`asks`,
`ignores`), which code is fine and which is not (`valid`, `invalid`), what it looks for (its `visit_` methods) and what
cures it. Its tests and its part of the documentation come from that one class.
"""

from __future__ import annotations

import dataclasses
import importlib
import sys
from abc import ABC
from dataclasses import dataclass, field
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, ClassVar, dataclass_transform

from lawful.violation import Applicability

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from lawful.importing import Code
    from lawful.rules.phrase import Phrase
    from lawful.source import Span
    from lawful.syntax import Outline, Site, cst

    Visit = Callable[[Any, Site], Iterable["Finding"]]

_VISIT = "visit_"


@dataclass_transform(frozen_default=True)
def parameters(cls: type[Any]) -> type[Any]:
    """Make a class the parameters of a check: immutable, comparable, with defaults."""
    later: Any = _Later(cls)
    return later  # type: ignore[no-any-return]  # it stands for the class wherever a check is asked for it


class _Later:
    """Parameters that become a dataclass when a check is first asked for them; most are not asked in a run."""

    def __init__(self, cls: type[Any]) -> None:
        self._cls = cls

    @cached_property
    def _made(self) -> type[Any]:
        return dataclass(frozen=True, slots=True)(self._cls)

    def __get__(self, check: Check | None, kind: type[Check]) -> type[Any]:
        return self._made


@dataclass(frozen=True, slots=True)
class NoParams:
    """The parameters of a check that has none."""


@dataclass(frozen=True, slots=True)
class NodeEdit:
    """Replaces the text of a node, or of a stretch of text, by other text."""

    where: cst.CSTNode | Span
    text: str


@dataclass(frozen=True, slots=True)
class NodeFix:
    """A fix in terms of nodes; the validator finds the places."""

    edits: tuple[NodeEdit, ...]
    applicability: Applicability = Applicability.SAFE


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found at one node; the validator makes a violation of it."""

    where: cst.CSTNode | Span
    message: str
    fix: NodeFix | None = None


@dataclass(frozen=True, slots=True)
class Valid:
    """Code that keeps the rule."""

    code: str
    params: Mapping[str, object] = field(default_factory=dict)
    path: str = "example.py"


@dataclass(frozen=True, slots=True)
class Invalid:
    """Code that breaks the rule.

    Attributes:
        code: the code.
        line: where the violation starts.
        fixed: what the code is after its fix, if there is one.
        params: the parameters of the check, where they differ from its defaults.
        path: the name of the file.
    """

    code: str
    line: int = 1
    fixed: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)
    path: str = "example.py"


class Check(ABC):  # which nodes a check visits is its own choice
    """Decides one kind of question about code.

    A subclass stands in a file of its own in `lawful.checks`. It visits the nodes it wants with methods
    `visit_<LibCST class>(self, node, site)` that yield findings. An instance is bound to parameters and keeps nothing
    between nodes, so it serves any number of files.

    A tree of LibCST costs ten times one of Python's own, so a file gets one only if it may break a rule. What it visits
    says much already: a check that visits `Try` alone finds nothing in a file without one. A check may say more, in
    any of these ways, and each must be true of all code in which it would find something:

    - `refers_to` are dotted names of which something in the file must stand for one: something that resolves to it, or
      an import of it;
    - `mentions` are names of which the file must say one, part by part: as variables, attributes and imports, or in
      strings that are nothing but a name; where there are both, one of either is enough;
    - `look_<LibCST class>(self, node)` beside the `visit_` of that name is shown the nodes of Python's own `ast` where
      that visit would be made, and tells whether it may find anything there;
    - `look_file(self, outline)` tells by the text and that tree whether there may be anything.

    A look errs on the side of suspicion: Python's tree has no comments, layout, brackets or resolved names.

    Attributes:
        id: the name in kebab-case: the sin (`no-print`) or the measure (`max-function-lines`).
        phrases: how people ask for it.
        asks: sentences it must hear, each alone or with the parameters it must then have.
        ignores: sentences it must not hear.
        valid: code that is fine.
        invalid: code that is not, and what its fix makes of it.
        Params: the parameters, a class made with `parameters`.
    """

    id: ClassVar[str]
    phrases: ClassVar[tuple[Phrase, ...]]
    asks: ClassVar[tuple[str | tuple[str, Mapping[str, object]], ...]]
    ignores: ClassVar[tuple[str, ...]]
    valid: ClassVar[tuple[Valid | str, ...]]
    invalid: ClassVar[tuple[Invalid, ...]]
    Params: ClassVar[type[Any]] = NoParams

    def __init__(self, params: Mapping[str, object] | None = None) -> None:
        self.params = self.make_params(params or {})

    def __reduce__(self) -> tuple[object, ...]:
        """What goes to another process: the class and the parameters, and the code if no installed package has it."""
        kind = type(self)
        params = {each.name: getattr(self.params, each.name) for each in dataclasses.fields(self.params)}
        code = getattr(getattr(sys.modules[kind.__module__], "__loader__", None), "code", None)
        return (kind, (params,)) if code is None else (_arrived, (code, kind.__module__, kind.__name__, params))

    @property
    def refers_to(self) -> Collection[str] | None:
        """Dotted names to one of which a file refers wherever it breaks the rule; None if it need not."""
        return None

    @property
    def mentions(self) -> Collection[str] | None:
        """Names of which a file mentions one wherever it breaks the rule; None if it need not."""
        return None

    def look_file(self, outline: Outline) -> bool:
        """Whether a file may break the rule, as far as its text and Python's own tree tell."""
        del outline
        return True

    def visits(self) -> Iterator[tuple[str, Visit]]:
        """The kinds of nodes that it asks to be shown, by the names of their LibCST classes, and what looks at them."""
        for name in _visits(type(self)):
            yield name.removeprefix(_VISIT), getattr(self, name)

    @classmethod
    def make_params(cls, values: Mapping[str, object]) -> Any:  # noqa: ANN401  # each check has parameters of its own
        """The parameters with these values; keys that the check does not have are left out."""
        known = {each.name for each in dataclasses.fields(cls.Params)}
        return cls.Params(**{key: value for key, value in values.items() if key in known and value is not None})

    @classmethod
    def describe(cls, params: Any) -> str:  # noqa: ANN401  # as above
        """The parameters in plain words, for people; empty where there is nothing to say."""
        shown = []
        for each in dataclasses.fields(params):
            name, value = each.name.replace("_", " "), getattr(params, each.name)
            if value is True:
                shown.append(name)
            elif value not in (None, (), False):
                shown.append(f"{name}: {_plain(value)}")
        return ", ".join(shown)

    @classmethod
    def conflict(cls, params: Any, other: Any) -> str | None:  # noqa: ANN401  # as above
        """What two sets of parameters disagree about, if code cannot be meant to keep both."""
        del params, other
        return None

    @classmethod
    def left_beside(cls, params: Any, nearer: Any) -> Any | None:  # noqa: ANN401  # as above
        """What still holds of parameters that conflict with those of a nearer rule, if anything."""
        del params, nearer
        return None

    @classmethod
    def covers(cls, params: Any, other: Any) -> bool:  # noqa: ANN401  # as above
        """Whether whatever is found with the other parameters is found with these too."""
        return bool(params == other)

    @classmethod
    def summary(cls) -> str:
        """What the check flags, in one line."""
        return (cls.__doc__ or "").strip().partition("\n")[0]

    @classmethod
    def fixes(cls) -> bool:
        """Whether it has fixes, which its examples tell."""
        return any(example.fixed is not None for example in cls.invalid)


def _arrived(code: Code, module: str, name: str, params: Mapping[str, object]) -> Check:
    """A check in a process to which its code was sent with it."""
    code.install()
    check = getattr(importlib.import_module(module), name)(params)
    assert isinstance(check, Check)
    return check


@cache
def _visits(kind: type[Check]) -> tuple[str, ...]:
    return tuple(name for name in dir(kind) if name.startswith(_VISIT))


def _plain(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(" ".join(map(str, item)) if isinstance(item, tuple) else str(item) for item in value)
    return str(value)
