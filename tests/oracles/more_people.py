"""Second computations for more people and career drills, by other routes than the families'.

For the numeric family the value is the answer; for a choice family it is the first number that
the right option shows.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pandas as pd
from scipy import optimize

Drawn = Mapping[str, Any]


def _exact(value: float) -> Fraction:
    """The number as it is written in the file, free of binary rounding."""
    return Fraction(str(round(value, 9)))


def _failures_of_the_newer(drawn: Drawn) -> float:
    """Shots as a column of zeros and ones; the group that keeps under the bar is the one shown."""
    shots = pd.DataFrame(
        {
            "phones": ["newer"] * drawn["newshots"] + ["older"] * drawn["oldshots"],
            "failed": [1] * drawn["newbad"]
            + [0] * (drawn["newshots"] - drawn["newbad"])
            + [1] * drawn["oldbad"]
            + [0] * (drawn["oldshots"] - drawn["oldbad"]),
        }
    )
    rates = 1000 * shots.groupby("phones")["failed"].mean()
    fit = rates[rates <= drawn["bar"]]
    return float(fit.iloc[0]) if list(fit.index) == ["newer"] else float("nan")


def _share_that_pays(drawn: Drawn) -> float:
    """Where the books are level; finance's figure must lie above. `cost` is shown in the stem."""

    def left(share: float) -> float:
        return float(drawn["n"] * share * drawn["value"] - drawn["cost"])

    even = float(optimize.brentq(left, 0, 1))
    return even if left(drawn["theirs"] / 100) > 0 else float("nan")


def _quits_avoided(drawn: Drawn) -> float:
    """Players driven out under each filter, message by message as expected counts."""
    reach = [_exact(drawn["m"]) * (100 - share) / 100 for share in (drawn["r1"], drawn["r2"])]
    quits = [messages * drawn["q"] / 100 for messages in reach]
    return float(quits[0] - quits[1])


def _lowest_week_before(drawn: Drawn) -> float:
    """The smallest of the table's eight shares; it must lie below the praised one."""
    weeks = np.sort(drawn["base"] + np.array(list(drawn["o"].values())))
    return float(weeks[0]) / 100 if weeks[0] < drawn["base"] - drawn["drop"] else float("nan")


def _share_who_stayed(drawn: Drawn) -> float:
    """A crowd of a thousand who opened it, and those of them who stayed. `kept` is in the stem."""
    crowd = np.zeros(1000)
    crowd[: round(1000 * drawn["kept"] / drawn["tried"])] = 1
    return float(crowd.mean())


def _first_year(drawn: Drawn) -> float:
    """Twelve months paid one by one, in cents, then the quarter of the shares."""
    monthly = Fraction(drawn["base"] * 1000, 12)
    cash = sum((monthly for _ in range(12)), Fraction(drawn["sign"] * 1000))
    cash += sum((monthly * _exact(drawn["bonus"]) for _ in range(12)), Fraction())
    holding = _exact(drawn["share"]) / 100 * drawn["worth"] * 10**6
    return float(cash + holding - holding * Fraction(3, 4))


def _millions_a_year(drawn: Drawn) -> float:
    """One part in ten thousand of a billion is 100,000 dollars; four equal years."""
    parts = _exact(drawn["share"]) * 100
    return float(parts * drawn["worth"] * 100_000 / 10**6 / 4)


def _low_end_of_the_whole(drawn: Drawn) -> float:
    """The base that remains when bonus and shares are taken off must be the low end."""

    def base_of(whole: float) -> float:
        return float((whole - 1000 * drawn["shares"]) / (1 + drawn["bonus"]))

    return float(optimize.brentq(lambda w: base_of(w) - 1000 * drawn["lo"], 1e4, 1e6))


def _summer_difference(drawn: Drawn) -> float:
    """Month by month what is left at each firm."""
    harbour = np.cumsum([drawn["pay"] - drawn["rent"] + drawn["housing"]] * 3)
    meadow = np.cumsum([drawn["pay"] + drawn["more"] - drawn["other"]] * 3)
    return float((harbour - meadow)[-1])


ORACLES: dict[str, Callable[[Drawn], float]] = {
    "stake.sim.bar-for-each-group": _failures_of_the_newer,
    "stake.sim.even-at-your-figure": _share_that_pays,
    "comm.impact.recall-in-quits": _quits_avoided,
    "frame.sai.low-before-the-guide": _lowest_week_before,
    "domain.dossier.tried-or-kept": _share_who_stayed,
    "comp.neg.first-year-in-full": _first_year,
    "comp.neg.share-of-which-firm": _millions_a_year,
    "comp.neg.range-for-the-whole": _low_end_of_the_whole,
    "comp.neg.summer-after-rent": _summer_difference,
}
