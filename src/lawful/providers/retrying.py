"""The one place where requests are tried again. The SDKs' own retries are off: two layers would multiply."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import tenacity

from lawful.errors import ProviderError, ProviderRefusedError
from lawful.providers.secrets import masked

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

MAX_TRIES = 4
MAX_WAIT = 60.0
"""Seconds; a server that asks for more is not waited for any longer than this."""
_TRANSIENT = frozenset({408, 409, 425, 429, 500, 502, 503, 504, 529})
_BUSY = frozenset({"overloaded_error", "api_error", "rate_limit_error"})
_SPENT = frozenset({"insufficient_quota", "billing_hard_limit_reached", "credit_balance_too_low"})


class Failure(Exception):  # noqa: N818  # internal: it becomes a ProviderError before anybody sees it
    """A request that failed, in terms that do not depend on the SDK.

    Attributes:
        status: the HTTP status, or None if there was no response.
        kind: the error type or code that the provider gave.
        retry_after: how many seconds the provider asks to wait.
        should_retry: what the provider says about trying again, if anything.
    """

    def __init__(
        self,
        message: str,
        *,
        status: int | None = None,
        kinds: frozenset[str] = frozenset(),
        retry_after: float | None = None,
        should_retry: bool | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.kinds = kinds
        self.retry_after = retry_after
        self.should_retry = should_retry

    @property
    def transient(self) -> bool:
        """Whether the same request may succeed later: what the provider calls it counts more than the status."""
        if self.kinds & _SPENT:
            return False
        if self.should_retry is not None:
            return self.should_retry
        return self.status is None or self.status in _TRANSIENT or bool(self.kinds & _BUSY)


def call(request: Callable[[], T], *, who: str, key: str) -> T:
    """Make a request, again if it fails in a way that may pass.

    Args:
        request: makes the request once, and raises `Failure`.
        who: the provider, for messages.
        key: the key, which no message may hold.

    Raises:
        ProviderRefusedError: the provider said no, and would again.
        ProviderError: it did not answer, or kept failing.
    """
    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception(lambda error: isinstance(error, Failure) and error.transient),
        wait=_wait,
        stop=tenacity.stop_after_attempt(MAX_TRIES),
        reraise=True,
    )
    try:
        return retrying(request)
    except Failure as failure:
        tries = retrying.statistics.get("attempt_number", 1)
        after = f" after {tries} tries" if tries > 1 else ""
        status = f" (HTTP {failure.status})" if failure.status else ""
        refused = not failure.transient and failure.status is not None
        kind = ProviderRefusedError if refused else ProviderError
        # The failure is not chained: its text may hold what the server echoed.
        raise kind(masked(f"{who} failed{after}{status}: {failure}", key)) from None


_backoff = tenacity.wait_random_exponential(multiplier=0.5, max=8)


def _wait(state: tenacity.RetryCallState) -> float:
    error = state.outcome.exception() if state.outcome else None
    if isinstance(error, Failure) and error.retry_after is not None:
        return min(error.retry_after, MAX_WAIT)
    return _backoff(state)
