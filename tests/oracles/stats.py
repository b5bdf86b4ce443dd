"""Second computations for probability, intervals, power, corrections and test design.

Each takes the drawn values of a family and reaches the answer by another route than the content
file: a SciPy distribution, a root search, a covariance matrix or plain counting. For choice
families the figure is the one the right option states.
"""

from collections.abc import Callable, Mapping
from math import ceil
from typing import Any

import numpy as np
from scipy import optimize, stats

Values = Mapping[str, Any]


def _posterior(prior: float, if_true: float, if_false: float) -> float:
    """By odds: prior odds times the likelihood ratio."""
    odds = prior / (1 - prior) * (if_true / if_false)
    return float(odds / (1 + odds))


def _power(distance: float) -> float:
    """Two-sided at 5%, the true effect `distance` standard errors from zero."""
    edge = stats.norm.ppf(0.975)
    return float(stats.norm.sf(edge - distance) + stats.norm.cdf(-edge - distance))


def _distance_for(power: float) -> float:
    return float(optimize.brentq(lambda d: _power(d) - power, 0.1, 10))


def flagged_cheaters(v: Values) -> float:
    return _posterior(v["base"], v["hit"], v["slip"])


def boxes_for_a_drop(v: Values) -> float:
    """The first box count at which the chance of nothing is small enough."""
    nothing, boxes = 1.0, 0
    while nothing > 1 - v["sure"] + 1e-12:
        nothing, boxes = nothing * (1 - v["p"]), boxes + 1
    return float(boxes)


def change_per_player(v: Values) -> float:
    covariance = v["sd"] ** 2 * np.array([[1, v["r"]], [v["r"], 1]])
    contrast = np.array([-1, 1])
    return float(np.sqrt(contrast @ covariance @ contrast))


def snapshot_of_sessions(v: Values) -> float:
    """A thousand sessions laid end to end; the share of minutes that lie in a long one."""
    long_count = round(1000 * v["share"])
    lengths = np.repeat([v["long"], v["short"]], [long_count, 1000 - long_count])
    is_long = np.repeat([True, False], [long_count, 1000 - long_count])
    return float(np.repeat(is_long, lengths).mean())


def rate_lower_end(v: Values) -> float:
    paid = np.zeros(v["n"])
    paid[: round(v["n"] * v["rate"])] = 1
    return float(stats.norm.ppf(0.025, loc=paid.mean(), scale=stats.sem(paid, ddof=0)))


def overlapping_arms(v: Values) -> float:
    """The margin of the gap: half the 95% range of the difference of two normal means."""
    error = v["margin"] / stats.norm.ppf(0.975)
    contrast = np.array([-1, 1])
    spread = np.sqrt(contrast @ np.diag([error**2, error**2]) @ contrast)
    low, high = stats.norm.interval(0.95, loc=v["gap"], scale=spread)
    return float((high - low) / 2)


def smallest_visible_rise(v: Values) -> float:
    error = stats.binom.std(v["n"], v["base"]) / v["n"] * np.sqrt(2)
    rise = optimize.brentq(lambda d: _power(d / error) - 0.8, error / 10, error * 10)
    return float(100 * rise)


def weeks_of_intake(v: Values) -> float:
    def short_of_power(per_arm: float) -> float:
        return _power(v["gap"] / np.sqrt(2 * v["sd"] ** 2 / per_arm)) - 0.8

    per_arm = optimize.brentq(short_of_power, 2, 1e7)
    return float(ceil(per_arm / (v["traffic"] / 2)))


def lift_below_plan(v: Values) -> float:
    error = v["planned"] / _distance_for(0.8)
    return _power(v["planned"] * v["ratio"] / error)


def useless_winners(v: Values) -> float:
    return _posterior(1 - v["truth"], v["alpha"], v["power"])


def any_false_alarm(v: Values) -> float:
    return float(stats.binom.sf(0, v["m"], v["alpha"]))


def holm_step_down(v: Values) -> float:
    """By adjusted p-values: the running maximum of (m − rank) × p."""
    found = np.sort([v[f"p{rank}"] for rank in range(1, 7)])
    adjusted = np.maximum.accumulate(found * np.arange(6, 0, -1))
    return float((adjusted <= 0.05).sum())


def benjamini_hochberg_count(v: Values) -> float:
    found = [v[f"p{rank}"] for rank in range(1, 9)]
    return float((stats.false_discovery_control(found, method="bh") <= 0.1).sum())


def squads_per_arm(v: Values) -> float:
    """Squads whose mean is as sure as that of n independent players of variance one."""
    mates = v["mates"]
    covariance = np.full((mates, mates), v["icc"]) + (1 - v["icc"]) * np.eye(mates)
    weights = np.full(mates, 1 / mates)
    variance_of_a_squad = weights @ covariance @ weights
    return float(ceil(round(v["n"] * variance_of_a_squad, 6)))


def counting_bystanders(v: Values) -> float:
    """Players per arm that give the diluted effect the power the openers' test has."""
    effect = _distance_for(0.8) / np.sqrt(v["n"] / 2)

    def short_of_power(per_arm: float) -> float:
        return _power(effect * v["reach"] * np.sqrt(per_arm / 2)) - 0.8

    return float(optimize.brentq(short_of_power, v["n"], v["n"] * 1000, rtol=1e-10))


ORACLES: dict[str, Callable[[Mapping[str, Any]], float]] = {
    "prob.first.flagged-cheaters": flagged_cheaters,
    "prob.first.boxes-for-a-drop": boxes_for_a_drop,
    "prob.first.change-per-player": change_per_player,
    "prob.first.snapshot-of-sessions": snapshot_of_sessions,
    "stat.ci.rate-lower-end": rate_lower_end,
    "stat.ci.overlapping-arms": overlapping_arms,
    "stat.power.smallest-visible-rise": smallest_visible_rise,
    "stat.power.weeks-of-intake": weeks_of_intake,
    "stat.power.lift-below-plan": lift_below_plan,
    "stat.phack.useless-winners": useless_winners,
    "stat.multi.any-false-alarm": any_false_alarm,
    "stat.multi.holm-step-down": holm_step_down,
    "stat.multi.benjamini-hochberg-count": benjamini_hochberg_count,
    "exp.design.squads-per-arm": squads_per_arm,
    "exp.design.counting-bystanders": counting_bystanders,
}
