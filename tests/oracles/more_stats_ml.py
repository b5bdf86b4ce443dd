"""Second computations for the later families on probability, experiments, cause, models and drift.

Each oracle gives the number in the right option. Where the options name rows of the table, it
gives the row of the right one, counted from 1 after the table's first line.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
from scipy import optimize, stats

Values = Mapping[str, Any]
_TREES = ("Ash", "Elm", "Fir")


def _row(names: tuple[str, ...], name: str, first: int = 1) -> float:
    return float(names.index(name) + first)


def _codes_for_more_rooms(v: Values) -> float:
    """Expected pairs from the number of rooms on one code, binomial in a pool of a million."""
    pool = 10**6

    def pairs(rooms: float) -> float:
        on_one_code = np.arange(2, 9)
        chance = stats.binom.pmf(on_one_code, int(rooms), 1 / pool)
        return float(pool * np.sum(chance * on_one_code * (on_one_code - 1) / 2))

    return float(v["seen"] * pairs(v["n"] * v["ratio"]) / pairs(v["n"]))


def _limit_on_the_guardrail(v: Values) -> float:
    """The version for which both ranges keep the plan's lines."""
    floor = Fraction(str(v["limit"]))
    slack, over = Fraction(str(v["slack"])), Fraction(str(v["over"]))
    start = Fraction(str(v["s_ok"]))
    lows = {  # low ends: sales, return
        "ok": (start, slack - floor),
        "risky": (start + Fraction(1, 2), -floor - over),
        "flat": (Fraction(-2, 5), Fraction(1, 10)),
    }
    passing = [kind for kind, (sales, back) in lows.items() if sales > 0 and back > -floor]
    (winner,) = passing
    return _row(_TREES, v["role"][winner])


def _lowest_week_mail(v: Values) -> float:
    """The interaction of mail and week in a regression over the four picked cells."""
    unmailed = v["low"] + v["rebound"]
    hours = np.array([v["low"], v["low"], unmailed, unmailed + v["effect"]])
    mail, week = np.array([0, 1, 0, 1]), np.array([0, 0, 1, 1])
    design = np.column_stack([np.ones(4), mail, week, mail * week])
    return float(np.linalg.lstsq(design, hours, rcond=None)[0][3])


def _crowd_at_the_cut(v: Values) -> float:
    """The badge alone at its cut whose counts on both sides fit a fair coin."""
    thick = round(v["base"] * (2 - v["pull"])) + 7
    counts = {
        "fair": (v["fair"], v["fair"] + v["tilt"], 1),
        "crowd": (round(v["base"] * v["pull"]), thick, 1),
        "extra": (v["more"], v["more"] - v["tilt"], 2),
    }
    sound = [
        kind
        for kind, (below, above, causes) in counts.items()
        if causes == 1 and stats.binomtest(int(above), int(below + above)).pvalue > 0.01
    ]
    (winner,) = sound
    return _row(("Fern", "Moss", "Reed"), v["role"][winner])


def _what_players_notice(v: Values) -> float:
    """Clean lines hidden under each setting, one taken from the other."""
    clean = v["lines"] * (1 - Fraction(str(v["share"])))
    today = clean * Fraction(str(v["f1"]))
    then = clean * (Fraction(str(v["f1"])) + Fraction(str(v["df"])))
    return float(then - today)


def _who_gains_from_data(v: Values) -> float:
    """The model that loses most between its own clips and others."""
    seen = np.array([v["t_gap"], v["t_plain"], v["t_good"]])
    unseen = np.array([v["n_gap"], v["t_plain"] + v["d_plain"], v["t_good"] + v["d_good"]])
    kind = ("gap", "plain", "good")[int(np.argmax(unseen - seen))]
    return _row(_TREES, v["role"][kind])


def _hours_left_over(v: Values) -> float:
    """Week by week: the balance of each idea at the end."""
    ideas = ("sheet", "rule", "model")
    balance = {idea: Fraction(-v[f"build_{idea}"]) for idea in ideas}
    for _ in range(v["weeks"]):
        for idea in ideas:
            balance[idea] += v[f"save_{idea}"] - Fraction(str(v[f"keep_{idea}"]))
    return _row(ideas, max(ideas, key=balance.__getitem__), first=2)


def _where_the_time_goes(v: Values) -> float:
    """Try each change; one alone brings the request inside the limit."""
    steps = {"big": v["big"], "mid": v["mid"], "small": v["small"]}
    limit = v["net"] + sum(steps.values()) - v["cut"]
    kept = {"big": 0.5, "mid": 0.5, "small": 0.0}
    inside = [
        changed
        for changed in steps
        if v["net"] + sum(t * (kept[s] if s == changed else 1) for s, t in steps.items()) <= limit
    ]
    (winner,) = inside
    return _row(("network", "lookup", "model", "filter"), v["role"][winner])


def _mix_or_model(v: Values) -> float:
    """Last month's rates under the old and under the new shares."""
    rates = [v["weak"], v["strong"]]
    then = np.average(rates, weights=[v["share"], 1 - v["share"]])
    now = np.average(rates, weights=[v["share"] + v["shift"], 1 - v["share"] - v["shift"]])
    return float(then - now)


def _alarms_a_week(v: Values) -> float:
    """The lowest limit whose expected false alarms in a week stay within what the team can do."""
    checks = 7 * v["signals"]
    for limit, rate in (("a", "ra"), ("b", "rb"), ("c", "rc")):
        if stats.binom(checks, v[rate]).mean() <= v["cap"]:
            return float(v["grid"][limit])
    return float("nan")


def _labels_still_arriving(v: Values) -> float:
    """The final count that would show as many frauds at this age."""
    known = v["age"]["known"]
    seen = round(v["base"] * known * (1 + v["luck"]))
    return float(optimize.brentq(lambda final: final * known - seen, 0, 10 * v["base"]))


ORACLES: dict[str, Callable[[Values], float]] = {
    "prob.first.codes-for-more-rooms": _codes_for_more_rooms,
    "exp.design.limit-on-the-guardrail": _limit_on_the_guardrail,
    "causal.obs.lowest-week-mail": _lowest_week_mail,
    "causal.obs.crowd-at-the-cut": _crowd_at_the_cut,
    "ml.pr.what-players-notice": _what_players_notice,
    "ml.choice.who-gains-from-data": _who_gains_from_data,
    "judge.simple.hours-left-over": _hours_left_over,
    "ml.system.where-the-time-goes": _where_the_time_goes,
    "ml.drift.mix-or-model": _mix_or_model,
    "ml.drift.alarms-a-week": _alarms_a_week,
    "ml.drift.labels-still-arriving": _labels_still_arriving,
}
