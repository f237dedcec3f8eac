"""What a run may spend, and what it has spent.

Before each call its largest price is set aside: the prompt by an estimate, the answer by its limit, which is lowered to
what the budget has left. So a budget is kept whatever a model answers. Afterwards the fact takes the estimate's place.
"""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import TYPE_CHECKING

from lawful.assistant import Usage
from lawful.errors import BudgetError, UsageError
from lawful.providers.sizes import LEAST, prompt_tokens

if TYPE_CHECKING:
    from collections.abc import Callable

    from lawful.assistant import Completion, Prompt

    Price = Callable[[Usage], Decimal | None]


class Reservation:
    """What has been set aside for one call.

    Attributes:
        max_output_tokens: how long the answer may be so that the budget is kept.
    """

    def __init__(self, budget: Budget, worst: Usage, cost: Decimal | None) -> None:
        self._budget = budget
        self.worst = worst
        self.cost = cost
        self.max_output_tokens = worst.output_tokens

    def settle(self, completion: Completion | None, *, sent: bool = True) -> None:
        """Put the fact in the place of the estimate.

        Args:
            completion: what was answered, or None if nothing was.
            sent: whether the prompt may have reached a model all the same; then it counts as paid for.
        """
        self._budget._settle(self, completion, sent=sent)  # noqa: SLF001  # one thing in two classes


class Budget:
    """What a run may spend, for any number of calls at once.

    Attributes:
        usage: the tokens spent so far; where no provider has counted them, an estimate.
        cost: the US dollars spent so far, as far as prices are known.
        unpriced: the calls whose price is not known.
        calls: the calls that were paid for.
        settled: the calls that have ended, paid for or not.

    Args:
        max_cost: the US dollars that may be spent, or None for any number.
        max_tokens: the tokens that may be read and written together, or None for any number.
    """

    def __init__(self, *, max_cost: Decimal | None = None, max_tokens: int | None = None) -> None:
        if (max_cost is not None and max_cost <= 0) or (max_tokens is not None and max_tokens <= 0):
            raise UsageError("a budget must be more than nothing")
        self.max_cost = max_cost
        self.max_tokens = max_tokens
        self.usage = Usage()
        self.cost = Decimal(0)
        self.unpriced = 0
        self.calls = 0
        self.settled = 0
        self._lock = threading.Lock()
        self._open: list[Reservation] = []

    @property
    def summary(self) -> str:
        """What has been spent, in words."""
        price = f"${self.cost:.4f}" if not self.unpriced else "price unknown"
        return f"{self.usage.input_tokens} tokens in, {self.usage.output_tokens} out, {price}"

    def reserve(self, who: str, prompt: Prompt, price: Price) -> Reservation:
        """Set aside what a call may cost at most.

        Args:
            who: whom it goes to, for messages.
            prompt: what is asked.
            price: tells the price of tokens.

        Raises:
            BudgetError: not enough is left, or a limit in dollars cannot be held because the price is not known.
        """
        read = prompt_tokens(prompt)
        with self._lock:
            written = min(
                prompt.max_output_tokens,
                self._tokens_left(who, read),
                self._affordable(who, read, prompt.max_output_tokens, price),
            )
            worst = Usage(input_tokens=read, output_tokens=written)
            reservation = Reservation(self, worst, price(worst))
            self._open.append(reservation)
            return reservation

    @property
    def under_way(self) -> bool:
        """Whether something is set aside that may be given back."""
        return bool(self._open)

    def charge(self, completion: Completion) -> None:
        """Count what was paid for before, by another process of the same run."""
        with self._lock:
            self._count(completion.usage or Usage(), completion.cost)

    def _tokens_left(self, who: str, read: int) -> int:
        if self.max_tokens is None:
            return 2**62
        held = sum(each.worst.total_tokens for each in self._open)
        left = self.max_tokens - self.usage.total_tokens - held
        if left - read < LEAST:
            raise BudgetError(
                f"{who} was not asked: of {self.max_tokens} tokens {max(left, 0)} are left, and the prompt alone takes "
                f"about {read}"
            )
        return left - read

    def _affordable(self, who: str, read: int, written: int, price: Price) -> int:
        if self.max_cost is None:
            return 2**62
        most = price(Usage(input_tokens=read, output_tokens=written))
        prompt_only = price(Usage(input_tokens=read))
        if most is None or prompt_only is None:
            raise BudgetError(
                f"{who} was not asked: nobody knows its price, so a limit in dollars cannot be held; set one in tokens"
            )
        if self.unpriced:
            raise BudgetError(
                f"{who} was not asked: an earlier answer has an unknown price, so nobody knows what is left"
            )
        held = sum(each.cost or Decimal(0) for each in self._open)
        left = self.max_cost - self.cost - held
        if most <= left:
            return written
        fits = int((left - prompt_only) / (most - prompt_only) * written) if left > prompt_only else 0
        if fits < LEAST:
            raise BudgetError(
                f"{who} was not asked: of ${self.max_cost} ${max(left, Decimal(0)):.4f} is left, and the prompt alone "
                f"costs about ${prompt_only:.4f}"
            )
        return fits

    def _settle(self, reservation: Reservation, completion: Completion | None, *, sent: bool) -> None:
        with self._lock:
            self._open.remove(reservation)
            self.settled += 1
            if completion is None and not sent:
                return
            usage = (completion.usage if completion else None) or reservation.worst
            self._count(usage, completion.cost if completion and completion.usage else reservation.cost)

    def _count(self, usage: Usage, cost: Decimal | None) -> None:
        self.calls += 1
        self.usage += usage
        if cost is None:
            self.unpriced += 1
        else:
            self.cost += cost
