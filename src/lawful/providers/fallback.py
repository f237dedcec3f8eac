"""Several providers in the place of one: the next is asked when one does not answer."""

from __future__ import annotations

from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import TYPE_CHECKING, Self

from lawful.errors import BudgetError, ProviderError, UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lawful.assistant import Completion, Prompt, Provider
    from lawful.assistant.provider import Hear


class Fallback:
    """Asks one provider after the other until one answers.

    Each decides for itself, as ever, whether the prompt may be sent to it, and whether the budget has enough left for
    it: no chain leads around a policy, and one that is cheaper or free may do where another does not. Refusals are
    answers.

    Attributes:
        providers: who is asked, in order.
    """

    def __init__(self, providers: Sequence[Provider]) -> None:
        if not providers:
            raise UsageError("a chain of providers needs at least one")
        self.providers = tuple(providers)

    @property
    def name(self) -> str:
        """The names of all of them."""
        return ", else ".join(provider.name for provider in self.providers)

    async def __aenter__(self) -> Self:
        """Keep connections open for all requests until the end."""
        async with AsyncExitStack() as stack:
            for provider in self.providers:
                if isinstance(provider, AbstractAsyncContextManager):
                    await stack.enter_async_context(provider)
            self._open = stack.pop_all()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    def complete(self, prompt: Prompt, hear: Hear | None = None) -> Completion:
        """The answer of the first that gives one.

        Raises:
            BudgetError: none did, and of one that was because of the budget; the message has the reason of each.
            ProviderError: none did; the message has the reason of each.
        """
        failures: list[ProviderError] = []
        for provider in self.providers:
            try:
                return provider.complete(prompt, hear)
            except ProviderError as error:
                failures.append(error)
        raise _failed(failures)

    async def acomplete(self, prompt: Prompt, hear: Hear | None = None) -> Completion:
        """The answer of the first that gives one, without blocking."""
        failures: list[ProviderError] = []
        for provider in self.providers:
            try:
                return await provider.acomplete(prompt, hear)
            except ProviderError as error:
                failures.append(error)
        raise _failed(failures)


def _failed(failures: Sequence[ProviderError]) -> ProviderError:
    if len(failures) == 1:
        return failures[0]
    kind = BudgetError if any(isinstance(each, BudgetError) for each in failures) else ProviderError
    return kind("; then ".join(map(str, failures)))
