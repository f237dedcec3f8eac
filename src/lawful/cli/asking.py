"""The options of every command that asks a model, and what those commands say about it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from lawful.validator.shown import counted, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lawful.assistant import Completion, Prompt, Provider
    from lawful.providers.budget import Budget


class _Dollars(click.ParamType[Decimal]):
    name = "dollars"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> Decimal:
        try:
            amount = Decimal(str(value).removeprefix("$"))
        except InvalidOperation:
            self.fail(f"'{value}' is no amount of dollars, such as 0.50", param, ctx)
        if not amount.is_finite() or amount <= 0:
            self.fail(f"'{value}' is not more than nothing", param, ctx)
        return amount


@dataclass(frozen=True, slots=True)
class Asking:
    """Who is asked, and under which terms.

    Attributes:
        models: the models, of which each is asked when those before it do not answer.
        budget: what may be spent, and what has been.
        timeout: the seconds without a further piece of an answer after which it is given up.
        record: the file to keep the exchanges in.
        dry: whether nothing is to be sent.
    """

    models: tuple[str, ...]
    budget: Budget
    timeout: float | None
    record: str | None
    dry: bool

    def require(self) -> None:
        """Want somebody to be named."""
        if not self.models:
            raise click.UsageError("name who is asked with --model, such as --model anthropic:claude-opus-4-6")

    def provider(self, root: str) -> Provider:
        """Who answers."""
        from lawful.providers.registry import chain

        key = "" if self.dry else None
        return chain(self.models, root=root, budget=self.budget, timeout=self.timeout, record=self.record, key=key)

    def show_plan(self, provider: Provider, prompts: Iterable[Prompt]) -> None:
        """Say what would be sent, and to whom, on standard output; the settings may forbid it."""
        from lawful.providers.fallback import Fallback

        asked = list(prompts)
        for each in provider.providers if isinstance(provider, Fallback) else (provider,):
            for line in _plan(each, asked):
                click.echo(visible(line))


def options(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of asking; it is called with what they make as `asking`."""

    @wraps(command)
    def called(**given: Any) -> None:  # noqa: ANN401  # click's
        from lawful.providers.budget import Budget

        model, fallback = given.pop("model"), given.pop("fallback")
        if model is None and fallback:
            raise click.UsageError("--fallback needs --model")
        budget = Budget(max_cost=given.pop("max_cost"), max_tokens=given.pop("max_tokens"))
        models = (model, *fallback) if model is not None else ()
        terms = (given.pop("timeout"), given.pop("record"), given.pop("dry"))
        command(**given, asking=Asking(models, budget, *terms))

    for option in reversed(_OPTIONS):
        called = option(called)
    return called


_OPTIONS = (
    click.option("--model", metavar="PROVIDER:MODEL", help="Who is asked, such as anthropic:claude-opus-4-6."),
    click.option(
        "--fallback",
        metavar="PROVIDER:MODEL",
        multiple=True,
        help="Who is asked when those before do not answer; may be repeated.",
    ),
    click.option("--max-cost", type=_Dollars(), metavar="DOLLARS", help="Spend no more than this."),
    click.option(
        "--max-tokens", type=click.IntRange(1), metavar="N", help="Read and write no more tokens than this together."
    ),
    click.option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        metavar="SECONDS",
        help="Give up after this long without a further piece of an answer; by default 600.",
    ),
    click.option(
        "--record", type=click.Path(dir_okay=False), metavar="FILE", help="Keep the exchanges for replay:FILE."
    ),
    click.option(
        "--dry-run", "dry", is_flag=True, help="Say what would be sent, to whom, and for how much; send nothing."
    ),
)


def spent(completions: Iterable[Completion]) -> str:
    """Tokens, the share of them from caches, and the price, in words; what is unknown is said to be."""
    from lawful.assistant import Usage

    all_of_them = list(completions)
    usages = [each.usage for each in all_of_them]
    about = "about " if any(each.estimated for each in all_of_them) else ""
    known = [each for each in usages if each is not None]
    if len(known) == len(usages):
        total = sum(known, Usage())
        cached = f" ({total.hit_rate:.0%} from cache)" if total.cached_tokens else ""
        tokens = f"{about}{total.input_tokens} tokens in{cached}, {total.output_tokens} out"
    else:
        tokens = "tokens unknown"
    costs = [each.cost for each in all_of_them]
    price = f"{about}${sum(filter(None, costs), Decimal(0)):.4f}" if None not in costs else "price unknown"
    return f"{tokens}, {price}"


def ticker() -> Callable[[str], None] | None:
    """Shows on a terminal how much of an answer has come; elsewhere there is none."""
    if not sys.stderr.isatty():
        return None
    heard = 0

    def hear(piece: str) -> None:
        nonlocal heard
        heard += len(piece)
        click.echo(f"\r\x1b[K  {counted(heard, 'character')}", nl=False, err=True)

    return hear


def _plan(provider: Provider, prompts: list[Prompt]) -> list[str]:
    from lawful.providers.endpoint import Endpoint

    if not isinstance(provider, Endpoint):
        return [f"{provider.name}: on this machine, nothing would be sent"]
    plans = [provider.plan(prompt) for prompt in prompts]
    if not plans:
        return [f"{provider.name}: nothing to ask"]
    files = tuple(dict.fromkeys(path for plan in plans for path in plan.files))
    costs = [plan.cost for plan in plans]
    price = f"at most ${sum(filter(None, costs), Decimal(0)):.4f}" if None not in costs else "price unknown"
    first = plans[0]
    size = sum(plan.size for plan in plans)
    read = sum(plan.usage.input_tokens for plan in plans)
    lines = [
        f"{first.provider} at {first.host}{f' ({first.jurisdiction})' if first.jurisdiction else ''}",
        f"  {counted(len(plans), 'request')}, {size} bytes, about {read} tokens; {price} for the first round",
        *(f"  from {path}" for path in files),
    ]
    forbidden = dict.fromkeys(plan.forbidden for plan in plans if plan.forbidden)
    return lines + [f"  forbidden: {why}" for why in forbidden]
