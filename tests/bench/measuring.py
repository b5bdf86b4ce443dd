"""Contestants in turn, in a new random order each round; ratios are taken within a round."""

import gc
import math
import random
import statistics
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence

Run = Callable[[], Awaitable[float]]
Progress = Callable[[float], None]
"""Told which share of a part is done."""


class Rounds:
    """One reading per contestant and round."""

    def __init__(self, readings: Mapping[str, Sequence[float]]) -> None:
        self.readings = readings

    def median(self, name: str) -> float:
        return statistics.median(self.readings[name])

    def ratio(self, over: str, under: str) -> float:
        pairs = zip(self.readings[over], self.readings[under], strict=True)
        return statistics.median(a / b for a, b in pairs)


async def contest(
    contestants: Mapping[str, Run], count: int, rng: random.Random, progress: Progress
) -> Rounds:
    """Run every contestant once a round."""
    readings: dict[str, list[float]] = {name: [] for name in contestants}
    for number in range(count):
        for name in rng.sample(list(contestants), len(contestants)):
            # Otherwise one contestant would pay for another's garbage.
            gc.collect()
            readings[name].append(await contestants[name]())
        progress((number + 1) / count)
    return Rounds(readings)


def percentile(values: Iterable[float], share: float) -> float:
    """The nearest-rank percentile; `share` from 0 to 1."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
