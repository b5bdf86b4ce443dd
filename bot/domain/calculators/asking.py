"""What a calculator is: a function, the questions its parameters ask, and a worked example."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from bot.domain.errors import InvalidInput
from bot.domain.units import parse_number, shown_number

MOST_NUMBERS = 40


@dataclass(frozen=True, slots=True)
class Asks:
    """A parameter's label, unit and bounds; "%" means a fraction typed in per cent.

    `default` is the typed text that stands for an answer left out; empty when there is none.
    """

    label: str
    unit: str
    low: float
    high: float
    default: str = ""


Dollars = Annotated[float, "dollars"]
Share = Annotated[float, "a fraction of one"]
Count = Annotated[float, "how many"]
Milliseconds = Annotated[float, "milliseconds"]
Hours = Annotated[float, "hours"]
Counts = Annotated[tuple[float, ...], "how many, in order"]
Shares = Annotated[tuple[float, ...], "fractions of one"]
Amounts = Annotated[tuple[float, ...], "dollars and, in second place, a fraction"]


@dataclass(frozen=True, slots=True)
class Result:
    """Label and value pairs, what they come to in a sentence, and what to beware of."""

    rows: tuple[tuple[str, str], ...]
    says: str
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Calculator:
    """`example` is what is typed after the name; `worked` the sentence that it leads to."""

    name: str
    title: str
    summary: str
    work: Callable[..., Result]
    example: str
    worked: str
    seed_ref: tuple[str, ...]

    @cached_property
    def asks(self) -> Mapping[str, Asks]:
        """By parameter, in order."""
        hints = get_type_hints(self.work, include_extras=True)
        return {name: _asked(hint) for name, hint in hints.items() if name != "return"}

    @cached_property
    def lists(self) -> frozenset[str]:
        """Parameters that take several numbers."""
        hints = get_type_hints(self.work)
        return frozenset(name for name, hint in hints.items() if get_origin(hint) is tuple)


def _asked(hint: Any) -> Asks:  # noqa: ANN401  an annotation
    return next(part for part in get_args(hint) if isinstance(part, Asks))


def read_value(asks: Asks, text: str) -> float:
    """Raises InvalidInput for what is no number or lies outside the bounds."""
    value = parse_number(text, asks.unit)
    if not asks.low <= value <= asks.high:
        low, high = shown_number(asks.low, asks.unit), shown_number(asks.high, asks.unit)
        raise InvalidInput(f"From {low} to {high}.", f"“{text}” lies outside.")
    return value


def read_values(asks: Asks, text: str) -> tuple[float, ...]:
    """Numbers apart by spaces, semicolons or a comma and a space."""
    words = [word for word in re.split(r"[\s;]+|,\s+", text.strip()) if word]
    if not 2 <= len(words) <= MOST_NUMBERS:
        raise InvalidInput(f"It takes 2 to {MOST_NUMBERS} numbers apart by spaces.")
    return tuple(read_value(asks, word.rstrip(",")) for word in words)


def money(value: float) -> str:
    """Whole dollars, or cents below ten."""
    return shown_number(round(value, 2 if abs(value) < 10 else 0), "$")


def percent(value: float, digits: int = 1) -> str:
    return shown_number(round(value, digits + 2), "%")
