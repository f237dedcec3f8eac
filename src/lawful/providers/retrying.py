"""The one place where requests are tried again. The SDKs' own retries are off: two layers would multiply."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import tenacity

from lawful.errors import ProviderError, ProviderRefusedError, QuotaError
from lawful.providers.secrets import masked
from lawful.providers.wire import whole

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

T = TypeVar("T")

MAX_TRIES = 4
MAX_WAIT = 60.0
"""Seconds; a server that asks for more is not waited for any longer than this."""
_PATIENCE = 120.0
"""Seconds after the first request from which on none is tried again."""
_TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_BUSY = frozenset({"overloaded_error", "api_error", "rate_limit_error", "server_error", "rate_limit_exceeded"})
_SPENT = frozenset(
    {
        "insufficient_quota",
        "insufficient_balance",
        "billing_error",
        "billing_hard_limit_reached",
        "credit_balance_too_low",
        "exceeded_current_quota_error",
    }
)
_PAYMENT_REQUIRED = 402
_OK = 200


class Failure(Exception):  # noqa: N818  # internal: it becomes a ProviderError before anybody sees it
    """A request that failed, in terms that do not depend on the SDK.

    Attributes:
        status: the HTTP status, or None if there was no response.
        kinds: the error types and codes that the provider gave.
        retry_after: how many seconds the provider asks to wait.
        should_retry: what the provider says about trying again, if anything.
        unreadable: whether there was an answer that could not be read.
        sent: whether the request may have been worked on, and so paid for.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        kinds: frozenset[str] = frozenset(),
        retry_after: float | None = None,
        should_retry: bool | None = None,
        unreadable: bool = False,
        sent: bool = False,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.kinds = kinds
        self.retry_after = retry_after
        self.should_retry = should_retry
        self.unreadable = unreadable
        self.sent = sent

    @property
    def spent(self) -> bool:
        """Whether the account is used up, which some providers report as a rate limit."""
        return bool(self.kinds & _SPENT) or self.status == _PAYMENT_REQUIRED

    @property
    def transient(self) -> bool:
        """Whether the same request may succeed later: what the provider calls it counts more than the status."""
        if self.spent or self.unreadable:
            return False
        if self.should_retry is not None:
            return self.should_retry
        return self.status is None or self.status in _TRANSIENT or bool(self.kinds & _BUSY)

    def error(self, who: str, key: str, tries: int) -> ProviderError:
        """What people are told.

        Args:
            who: the provider.
            key: the key, which no message may hold.
            tries: how often the request was made.
        """
        after = f" after {tries} tries" if tries > 1 else ""
        status = f" (HTTP {self.status})" if self.status not in {None, _OK} else ""
        refused = not self.transient and self.status not in {None, _OK}
        kind = QuotaError if self.spent else ProviderRefusedError if refused else ProviderError
        return kind(masked(whole(f"{who} failed{after}{status}: {self}"), key))


def call(request: Callable[[], T], *, who: str, key: str, max_wait: float = MAX_WAIT) -> T:
    """Make a request, again if it fails in a way that may pass.

    Args:
        request: makes the request once, and raises `Failure`.
        who: the provider, for messages.
        key: the key, which no message may hold.
        max_wait: the most seconds that are waited between two tries.

    Raises:
        QuotaError: the account is used up.
        ProviderRefusedError: the provider said no, and would again.
        ProviderError: it did not answer, or kept failing.
    """
    retrying = tenacity.Retrying(**_settings(max_wait))
    try:
        return retrying(request)
    except Failure as failure:
        # The failure is not chained: its text may hold what the server echoed.
        raise failure.error(who, key, retrying.statistics.get("attempt_number", 1)) from None


async def acall(request: Callable[[], Awaitable[T]], *, who: str, key: str, max_wait: float = MAX_WAIT) -> T:
    """Make a request as `call` does, without blocking."""
    retrying = tenacity.AsyncRetrying(**_settings(max_wait))

    async def once() -> T:  # tenacity must see that it is a coroutine function
        return await request()

    try:
        return await retrying(once)
    except Failure as failure:
        raise failure.error(who, key, retrying.statistics.get("attempt_number", 1)) from None


_backoff = tenacity.wait_random_exponential(multiplier=0.5, max=8)


def _settings(max_wait: float) -> dict[str, Any]:
    def wait(state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.retry_after if isinstance(error, Failure) else None
        return min(_backoff(state) if asked is None else asked, max_wait)

    return {
        "retry": tenacity.retry_if_exception(lambda error: isinstance(error, Failure) and error.transient),
        "wait": wait,
        "stop": tenacity.stop_after_attempt(MAX_TRIES) | tenacity.stop_after_delay(_PATIENCE),
        "reraise": True,
    }
