"""Second computations for product, system and people drills, by other routes than the families'.

For a numeric family the value is the answer. For a choice family it is the number that the right
option shows: the day a test is full, or the dollars of an impact line.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from scipy import optimize, stats

Drawn = Mapping[str, Any]


def _exact(value: float) -> Fraction:
    """The number as it is written in the file, free of binary rounding."""
    return Fraction(str(round(value, 9)))


def _latency_room(drawn: Drawn) -> float:
    """Adds tips one by one until the next would be late."""
    spent = _exact(drawn["net"]) + _exact(drawn["read"]) + _exact(drawn["spare"])
    each, budget = _exact(drawn["each"]), _exact(drawn["budget"])
    tips = 0
    while spent + each <= budget:
        spent += each
        tips += 1
    return float(tips)


def _slowest_of_many(drawn: Drawn) -> float:
    return float(stats.binom.sf(0, int(drawn["n"]), drawn["p"]))


def _canary_crashes(drawn: Drawn) -> float:
    """Crashes of the same sessions under each version, hour by hour."""
    hourly = _exact(drawn["daily"]) / 24 * _exact(drawn["share"])
    lost = {"bad": Fraction(0), "good": Fraction(0)}
    for _ in range(int(drawn["hours"])):
        for version in lost:
            lost[version] += hourly * _exact(drawn[version])
    return float(lost["bad"] - lost["good"])


def _kept_minus_servers(drawn: Drawn) -> float:
    """The month's books with the model and without it."""
    quit_before = _exact(drawn["old"])
    quit_after = quit_before - _exact(drawn["cut"])
    members, margin = _exact(drawn["members"]), _exact(drawn["margin"])
    without = members * (1 - quit_before) * margin
    with_model = members * (1 - quit_after) * margin - _exact(drawn["cost"])
    return float(with_model - without)


def _days_per_player(drawn: Drawn) -> float:
    """A month of play days, counted by player; no draw leaves a day's share to chance."""
    players = 1000
    a_day = round(players * drawn["stick"])
    days = np.zeros(players)
    rng = np.random.default_rng(7)
    for _ in range(30):
        days[rng.choice(players, a_day, replace=False)] += 1
    return float(days.mean())


def _payback_weeks(drawn: Drawn) -> float:
    """The week at which the money paid out and the money saved are level."""

    def balance(week: float) -> float:
        by_hand = drawn["tickets"] * drawn["each"] * week
        settled = drawn["tickets"] * drawn["share"] * drawn["catch"] * week
        with_rule = drawn["build"] + drawn["run"] * week + by_hand - settled * drawn["each"]
        return float(with_rule - by_hand)

    return float(optimize.brentq(balance, 0, 1000))


def _reminders_for_one_return(drawn: Drawn) -> float:
    """One over the gap between the two rates."""
    without = Fraction(int(drawn["c"]), 1000)
    with_one = without * (1 + _exact(drawn["r"]))
    return float(np.rint(float(1 / (with_one - without))))


def _hours_and_money(drawn: Drawn) -> float:
    """Wages paid for the report over the year, before and after, week by week."""
    hourly = _exact(drawn["rate"])
    before = after = Fraction(0)
    for _ in range(int(drawn["weeks"])):
        week = sum(
            (_exact(drawn["minutes"]) / 60 for _ in range(int(drawn["people"]))), Fraction(0)
        )
        before += week * hourly
        after += week * (1 - _exact(drawn["cut"])) * hourly
    return float(before - after)


def _day_the_test_is_full(drawn: Drawn) -> float:
    """Counts players in from day 1. `need` is a figure that the question shows."""
    groups = [0.0, 0.0]
    day = 0
    while min(groups) < drawn["need"]:
        day += 1
        groups = [size + drawn["daily"] / 2 for size in groups]
    return float(day)


def _impact_that_stands(drawn: Drawn) -> float:
    """Payments lined up row by row: with a second try, and the half left alone."""
    half = int(drawn["n"]) // 2
    tried, alone = np.zeros(half), np.zeros(half)
    tried[: round(half * (drawn["base"] + drawn["gain"]))] = 1
    alone[: round(half * drawn["base"])] = 1
    return float((tried.mean() - alone.mean()) * half * drawn["price"])


def _weeks_of_stock(drawn: Drawn) -> float:
    """The point where a falling line of stock meets zero."""
    left = drawn["start"] + drawn["shipped"] - drawn["sold"]
    weeks = np.array([0.0, 100.0])
    stock = left - drawn["sold"] / 4 * weeks
    return float(np.interp(0.0, stock[::-1], weeks[::-1]))


def _two_drivers(drawn: Drawn) -> float:
    """Changes of the drivers add up as logarithms."""
    after = drawn["s0"] - drawn["drop"]
    return float(np.expm1(np.log1p(drawn["a"]) + np.log(after) - np.log(drawn["s0"])))


def _smaller_columns(drawn: Drawn) -> float:
    """Sizes as numpy itself counts them, on a sample of a thousand rows."""
    sample = 1000
    wide = drawn["floats"] * np.zeros(sample, "float64").nbytes
    wide += drawn["ints"] * np.zeros(sample, "int64").nbytes
    slim = drawn["floats"] * np.zeros(sample, "float32").nbytes
    slim += drawn["ints"] * np.zeros(sample, "int16").nbytes
    return float((wide - slim) / sample * drawn["rows"])


ORACLES: dict[str, Callable[[Drawn], float]] = {
    "ml.system.latency-budget-room": _latency_room,
    "ml.system.slowest-of-many": _slowest_of_many,
    "mlops.ship.canary-crashes": _canary_crashes,
    "prod.metric.kept-members-minus-servers": _kept_minus_servers,
    "prod.metric.days-per-player": _days_per_player,
    "prod.scope.payback-weeks": _payback_weeks,
    "comm.plain.reminders-for-one-return": _reminders_for_one_return,
    "comm.impact.hours-and-money": _hours_and_money,
    "stake.sim.result-before-its-day": _day_the_test_is_full,
    "frame.sai.impact-that-stands": _impact_that_stands,
    "domain.dossier.weeks-of-stock": _weeks_of_stock,
    "prod.kpi.two-drivers": _two_drivers,
    "py.vector.smaller-columns": _smaller_columns,
}
