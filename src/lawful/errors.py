"""Everything `lawful` raises on purpose, as one tree.

::

    LawfulError
    ├── UsageError          the call itself was wrong: an unknown model, a missing key, a bad option
    ├── ContextError        a context file could not be read
    ├── PluginError         a check from outside could not be loaded, or failed while sentences were read
    ├── SourceError         code could not be decoded or parsed, or is too deeply nested to be parsed safely
    ├── FixError            the edits of one fix do not fit the text they are meant for
    ├── ProviderError       a provider did not answer, or answered with an error
    │   ├── KeyMissingError     no key for a provider that needs one
    │   ├── EgressError         the project's settings forbid to send this to this provider; nothing was sent
    │   ├── BudgetError         the call could cost more than the budget has left; nothing was sent
    │   ├── PromptTooLongError  the prompt cannot fit into the model's context; nothing was sent
    │   └── ProviderRefusedError  the provider answered and said no (bad key, bad request)
    │       └── QuotaError          because the account is used up
    └── NotLawfulError      lawful code was demanded of a generation that has none

Violations are data, not exceptions: only a run that itself went wrong raises.
"""

from __future__ import annotations


class LawfulError(Exception):
    """The root of every error that `lawful` raises on purpose."""


class UsageError(LawfulError):
    """The call itself was wrong; the message says what to write instead."""


class LocatedError(LawfulError):
    """An error that stands somewhere in a file.

    Attributes:
        path: the file, relative to the project's root where there is one.
        line: 1-based line, or None where the whole file is meant.
        column: 1-based column in characters, or None.
        reason: what is wrong, without the place.
    """

    def __init__(self, reason: str, *, path: str, line: int | None = None, column: int | None = None) -> None:
        self.reason = reason
        self.path = path
        self.line = line
        self.column = column
        where = ":".join(str(part) for part in (path, line, column) if part is not None)
        super().__init__(f"{where}: {reason}")

    def __reduce__(self) -> tuple[object, ...]:
        return (_rebuild, (type(self), self.reason, self.path, self.line, self.column))


def _rebuild(kind: type[LocatedError], reason: str, path: str, line: int | None, column: int | None) -> LocatedError:
    return kind(reason, path=path, line=line, column=column)


class ContextError(LocatedError):
    """A context file could not be read."""


class PluginError(LocatedError):
    """A check from outside could not be loaded, or failed while sentences were read."""


class SourceError(LocatedError):
    """Code could not be decoded or parsed, or is too deeply nested to be parsed safely."""


class FixError(LawfulError):
    """The edits of one fix overlap or lie outside the text they are meant for."""


class ProviderError(LawfulError):
    """A provider did not answer, or its answer could not be used."""


class KeyMissingError(ProviderError):
    """No key was given for a provider that needs one."""


class ProviderRefusedError(ProviderError):
    """The provider answered, and said no: trying the same again is pointless."""


class QuotaError(ProviderRefusedError):
    """The account has no quota or no credit left: more of it has to be bought."""


class EgressError(ProviderError):
    """The project's settings forbid to send this to this provider; the message says where. Nothing was sent."""


class BudgetError(ProviderError):
    """The call could cost more than the budget has left, or nobody knows what it costs. Nothing was sent."""


class PromptTooLongError(ProviderError):
    """The prompt cannot fit into the model's context. Nothing was sent."""


class NotLawfulError(LawfulError):
    """Lawful code was demanded of a generation that ended without any."""
