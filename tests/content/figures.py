"""The second computations of all families, and the figure that a drill itself calls right."""

import random
import re
from collections.abc import Callable, Mapping
from math import ceil
from typing import Any

from scipy import optimize

from bot.curriculum.catalog import AnyFamily
from bot.curriculum.resolving import draw
from bot.domain.drills import Choice, Drill
from tests.oracles import (
    causal_ml,
    data_sql,
    more_people,
    more_product,
    more_stats_ml,
    product,
    stats,
)

Oracle = Callable[[Mapping[str, Any]], float]
_NUMBER = re.compile(r"[-−]?\d[\d,]*(?:\.\d+)?")


def _two_rates_arm_size(drawn: Mapping[str, Any]) -> float:
    """The arm at which the planned rise lies 1.96 + 0.84 standard errors from zero."""
    old = drawn["base"]
    new = old * (1 + drawn["lift"])

    def short_of_plan(arm: float) -> float:
        error = ((old - old**2) / arm + (new - new**2) / arm) ** 0.5
        return float((new - old) / error - 2.8)

    return float(ceil(optimize.brentq(short_of_plan, 2, 1e7)))


ORACLES: dict[str, Oracle] = {
    **stats.ORACLES,
    **product.ORACLES,
    **causal_ml.ORACLES,
    **data_sql.ORACLES,
    **more_people.ORACLES,
    **more_product.ORACLES,
    **more_stats_ml.ORACLES,
    "stat.power.two-rates-arm-size": _two_rates_arm_size,
}


def drawn_values(family: AnyFamily, seed: int) -> Mapping[str, Any]:
    """What a seed draws, as resolving draws it."""
    return draw(family, random.Random(f"{family.family}/{seed}"), seed).values


def stated(drill: Drill) -> tuple[float, float]:
    """The figure in the right option, and half a unit of its last digit.

    An option that names a row of the table stands for the row's number.
    """
    assert isinstance(drill.body, Choice)
    text = next(option.text for option in drill.body.options if option.right)
    found = _NUMBER.search(text)
    if found is None:
        rows = [line.split()[0] for line in drill.shown_code.splitlines()[1:]]
        return rows.index(text.split()[-1]) + 1.0, 0.0
    digits = found[0].replace(",", "").replace("−", "-")
    scale = 100 if text[found.end() :].startswith("%") else 1
    decimals = len(digits.partition(".")[2])
    return float(digits) / scale, 0.5 * 10**-decimals / scale
