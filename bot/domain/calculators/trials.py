"""Tests and their errors: sizes, peeking, many hypotheses, drift."""

from itertools import accumulate
from math import ceil, exp, log, pi, sqrt
from statistics import NormalDist
from typing import Annotated

from bot.domain.calculators.asking import Asks, Count, Counts, Result, Share, Shares, percent
from bot.domain.errors import InvalidInput
from bot.domain.units import counted, shown_number

Alpha = Annotated[Share, Asks("False alarms accepted", "%", 0.0001, 0.3, "5%")]
Power = Annotated[Share, Asks("Chance to see it", "%", 0.5, 0.999, "80%")]
Rate = Annotated[Share, Asks("Rate now", "%", 0.0001, 0.999)]
Arm = Annotated[Count, Asks("People in each arm", "people", 10, 1e10)]
_NORMAL = NormalDist()
_POINTS = 60
FEW = 10
SMALL_SHIFT, LARGE_SHIFT = 0.1, 0.25


def _z(alpha: Share, power: Share) -> float:
    return _NORMAL.inv_cdf(1 - alpha / 2) + _NORMAL.inv_cdf(power)


def arm_size(rate: Share, rise: Share, alpha: Share, power: Share) -> int:
    """Two-sided, each arm with its own variance."""
    new = rate + rise
    spread = rate * (1 - rate) + new * (1 - new)
    return ceil(_z(alpha, power) ** 2 * spread / rise**2)


def sample(
    rate: Rate,
    rise: Annotated[Share, Asks("Smallest rise worth having, in points", "%", 0.0001, 0.5)],
    alpha: Alpha,
    power: Power,
) -> Result:
    if rate + rise >= 1:
        raise InvalidInput("Rate and rise together must stay below 100%.")
    size = arm_size(rate, rise, alpha, power)
    shown = shown_number(size)
    rows = (("Each arm", f"{shown} people"), ("Both arms", f"{shown_number(2 * size)} people"))
    says = f"{shown} people in each arm show a rise from {percent(rate, 2)} to {{}}."
    return Result(rows, says.format(percent(rate + rise, 2)), _few(size * min(rate, 1 - rate)))


def _few(events: float) -> tuple[str, ...]:
    if events >= FEW:
        return ()
    return (f"Fewer than {FEW} events are expected in an arm; the formula is rough there.",)


def smallest_rise(rate: Share, arm: Count, alpha: Share, power: Share) -> float:
    """By halving; 1 − rate when even that is not seen."""
    low, high = 0.0, 1 - rate
    for _ in range(60):
        middle = (low + high) / 2
        new = rate + middle
        error = sqrt((rate * (1 - rate) + new * (1 - new)) / arm)
        low, high = (low, middle) if middle >= _z(alpha, power) * error else (middle, high)
    return high


def _points(rise: Share) -> str:
    return f"{rise * 100:.2f} points"


def smallest(rate: Rate, arm: Arm, alpha: Alpha, power: Power) -> Result:
    rise = smallest_rise(rate, arm, alpha, power)
    rows = (
        ("Rise", _points(rise)),
        ("Against the rate now", percent(rise / rate)),
    )
    says = f"The smallest rise this test sees is {_points(rise)}."
    large = "That is more than half of the rate now; few changes do so much."
    return Result(rows, says, (*_few(arm * rate), *((large,) if rise > rate / 2 else ())))


def peeking_error(looks: int, alpha: Share) -> float:
    """Chance that one of evenly spaced looks crosses the line although nothing differs.

    The density of a running sum that has not crossed yet, by Simpson's rule on its upper half.
    """
    limit = _NORMAL.inv_cdf(1 - alpha / 2)
    grid = _grid(limit)
    held = [_density(point) for point in grid]
    for look in range(2, looks + 1):
        following = _grid(limit * sqrt(look))
        weights = _weights(grid[1])
        held = [
            sum(
                weight * before * (_density(point - start) + _density(point + start))
                for weight, before, start in zip(weights, held, grid, strict=True)
            )
            for point in following
        ]
        grid = following
    inside = 2 * sum(w * h for w, h in zip(_weights(grid[1]), held, strict=True))
    return 1 - inside


def _density(point: float) -> float:
    return exp(-point * point / 2) / sqrt(2 * pi)


def _grid(top: float) -> list[float]:
    return [top * place / _POINTS for place in range(_POINTS + 1)]


def _weights(step: float) -> list[float]:
    inner = [4.0 if place % 2 else 2.0 for place in range(1, _POINTS)]
    return [step / 3 * weight for weight in (1.0, *inner, 1.0)]


def peeking(
    looks: Annotated[Count, Asks("How many times you look", "looks", 1, 40)], alpha: Alpha
) -> Result:
    error = peeking_error(round(looks), alpha)
    rows = (
        ("Planned", percent(alpha)),
        ("In truth", percent(error)),
        ("Times as many", f"{error / alpha:.1f}"),
    )
    many = counted(round(looks), "look")
    says = f"With {many} at {percent(alpha)}, a false win comes {percent(error)} of the time."
    warning = "Stop at the planned day, or use a rule that is made for looking early."
    return Result(rows, says, (warning,) if looks > 1 else ())


def holm(values: Shares, alpha: Share) -> int:
    """How many hypotheses fall, smallest value first, until one stands."""
    ordered = sorted(values)
    stands = (n for n, p in enumerate(ordered) if p > alpha / (len(ordered) - n))
    return next(stands, len(ordered))


def benjamini_hochberg(values: Shares, alpha: Share) -> int:
    """How many are found when a share `alpha` of the finds may be false."""
    ordered = sorted(values)
    below = [n for n, p in enumerate(ordered, 1) if p <= alpha * n / len(ordered)]
    return below[-1] if below else 0


def family(
    values: Annotated[Shares, Asks("All p-values, apart by spaces", "", 0, 1)], alpha: Alpha
) -> Result:
    many, kept = len(values), holm(values, alpha)
    bonferroni = sum(value <= alpha / many for value in values)
    rows = (
        ("At least one false alarm", percent(1 - (1 - alpha) ** many)),
        ("Taken one by one", f"{sum(value <= alpha for value in values)} of {many}"),
        ("Bonferroni", f"{bonferroni} of {many}"),
        ("Holm", f"{kept} of {many}"),
        ("Benjamini–Hochberg", f"{benjamini_hochberg(values, alpha)} of {many}"),
    )
    says = f"Of {many} tests, {kept} {'stands' if kept == 1 else 'stand'} after Holm's correction."
    warning = "The first row takes the tests to be independent; measures of one group seldom are."
    return Result(rows, says, (warning,))


def _shares(counts: Counts) -> list[float]:
    """Half a case goes into each bin when one is empty, so that no logarithm fails."""
    added = 0.5 if min(counts) == 0 else 0.0
    total = sum(counts) + added * len(counts)
    return [(count + added) / total for count in counts]


def stability_index(before: Counts, after: Counts) -> float:
    pairs = zip(_shares(before), _shares(after), strict=True)
    return sum((new - old) * log(new / old) for old, new in pairs)


def greatest_gap(before: Counts, after: Counts) -> float:
    """Kolmogorov–Smirnov's distance as far as bins show it."""
    sums = zip(accumulate(before), accumulate(after), strict=True)
    return max(abs(old / sum(before) - new / sum(after)) for old, new in sums)


def drift(
    before: Annotated[Counts, Asks("Counts in each bin, before", "", 0, 1e12)],
    after: Annotated[Counts, Asks("Counts in the same bins, now", "", 0, 1e12)],
) -> Result:
    if len(before) != len(after) or not sum(before) or not sum(after):
        raise InvalidInput("Both need the same bins, with somebody in them.")
    index, gap = stability_index(before, after), greatest_gap(before, after)
    chance = 1.36 * sqrt(1 / sum(before) + 1 / sum(after))
    word = "small" if index < SMALL_SHIFT else "worth a look" if index < LARGE_SHIFT else "large"
    rows = (
        ("PSI", f"{index:.3f}"), ("KS distance", f"{gap:.3f}"),
        ("KS by chance, 1 in 20", f"{chance:.3f}"),
    )  # fmt: skip
    return Result(rows, f"The shift is {word}: PSI {index:.3f}.", _drift_warnings(before, after))


def _drift_warnings(before: Counts, after: Counts) -> tuple[str, ...]:
    empty = "A bin is empty; half a case was added to each, and PSI leans on that."
    usual = "0.1 and 0.25 are habits, not laws, and large groups pass the KS line by trifles."
    return (*((empty,) if 0 in (*before, *after) else ()), usual)
