"""Second computations for the causal, threat, model and drift families, each by another route.

A numeric family's oracle gives its answer. For a choice family it gives the number in the right
option; for `ml.choice.earbud-card` the row of the right model in the table, from 1.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from scipy import optimize, stats

Values = Mapping[str, Any]


@lru_cache(maxsize=64)
def _false_hit_rate(looks: int) -> float:
    """Chance that a driftless z statistic crosses ±1.96 at one of `looks` evenly spaced looks.

    Armitage, McPherson & Rowe's recursion: carry the density of the running sum among paths that
    have not crossed yet, integrated with Gauss–Legendre nodes.
    """
    limit = float(stats.norm.ppf(0.975))
    nodes, weights = np.polynomial.legendre.leggauss(200)
    density = stats.norm.pdf(nodes * limit)
    for look in range(2, looks + 1):
        edge, last = limit * np.sqrt(look), limit * np.sqrt(look - 1)
        moves = stats.norm.pdf(nodes[:, None] * edge - nodes[None, :] * last)
        density = moves @ (weights * last * density)
    return float(1 - np.sum(weights * limit * np.sqrt(looks) * density))


def _peeking_extra_hits(v: Values) -> float:
    duds = v["tests"] * v["dud"]
    return float(duds * (_false_hit_rate(v["looks"]["n"]) - _false_hit_rate(1)))


def _shared_console_dilution(v: Values) -> float:
    def miss(effect: float) -> float:
        treated, control = effect, v["leak"] * effect + (1 - v["leak"]) * 0
        return float(treated - control - v["gap"])

    return float(optimize.brentq(miss, 0, 100))


def _price_rise_two_markets(v: Values) -> float:
    """The interaction in a regression over the four cells."""
    rise, flat = v["before_rise"], v["before_flat"]
    cells = [rise, rise + v["drift"] + v["effect"], flat, flat + v["drift"]]
    design = np.array([[1, 1, 0, 0], [1, 1, 1, 1], [1, 0, 0, 0], [1, 0, 1, 0]], dtype=float)
    return float(np.linalg.solve(design, np.array(cells))[3])


def _tutorial_invite(v: Values) -> float:
    """cov(invite, play) ÷ cov(invite, watched) over a population that follows the story."""
    kinds = [
        (v["took_without"], 1, 1),  # watch either way
        (v["took_with"] - v["took_without"], 0, 1),  # watch because of the invite
        (1 - v["took_with"], 0, 0),
    ]
    base = v["stay_without"] - v["took_without"] * v["gain"]
    rows = [
        (share / 2, invited, watched, base + v["gain"] * watched)
        for share, without, with_ in kinds
        for invited, watched in ((0, without), (1, with_))
    ]
    weight, invite, watch, play = np.array(rows).T
    table = np.cov(np.array([invite, watch, play]), aweights=weight, ddof=0)
    return float(100 * table[0, 2] / table[0, 1])


def _app_version_mix(v: Values) -> float:
    """Predict each member under both apps and average over everybody."""
    thousands = [v["new_old_app"] + v["new_new_app"], v["long_old_app"] + v["long_new_app"]]
    old = np.repeat([v["rate_new"], v["rate_long"]], thousands)
    new = np.repeat([v["rate_new"] + v["worse_new"], v["rate_long"] + v["worse_long"]], thousands)
    return float(new.mean() - old.mean())


def _tier_cutoff_jump(v: Values) -> float:
    """Fit a line on each side to points drawn from the story, with x counted from the cut."""
    x = np.linspace(-400, 400, 41)
    y = v["level_below"] + np.where(x < 0, v["slope_below"] * x, v["rise"] + v["slope_above"] * x)
    below, above = (np.polyfit(x[side], y[side], 1) for side in (x < 0, x >= 0))
    return float(above[1] - below[1])


def _cheapest_threshold(v: Values) -> float:
    curve = v["curve"]
    missed = np.rint(v["frauds"] * np.array([curve[key] for key in ("a", "b", "c", "d")]))
    flags = np.rint(v["frauds"] * np.array([curve[key] for key in ("fa", "fb", "fc", "fd")]))
    errors = np.column_stack([missed, flags])
    return float((errors @ np.array([v["miss_cost"], v["flag_cost"]])).min())


def _chat_filter_precision(v: Values) -> float:
    odds = v["prevalence"] / (1 - v["prevalence"]) * v["recall"] / v["false_rate"]
    return float(odds / (1 + odds))


def _ban_break_even(v: Values) -> float:
    return float(
        optimize.brentq(lambda p: (1 - p) * v["wrong_ban"] - p * v["missed"], 0, 1, xtol=1e-12)
    )


def _earbud_card(v: Values) -> float:
    memory, limit, low = v["memory"], v["limit"], v["low"]
    fail, better = v["fail"], v["low"] + v["step_up"]
    rows = {
        "small": (low, round(memory * 0.3), round(limit * 0.5)),
        "best": (better, round(memory * 0.8), round(limit * 0.9)),
        "big": (better + 1.3, round(memory * fail["size"]), round(limit * fail["slow"])),
    }
    fitting = [kind for kind, (_, size, slow) in rows.items() if size <= memory and slow <= limit]
    winner = max(fitting, key=lambda kind: rows[kind][0])
    return float(["Ash", "Elm", "Fir"].index(v["role"][winner]) + 1)


def _frame_budget(v: Values) -> float:
    frame = Fraction(1000, v["fps"])
    free = frame - frame * Fraction(str(v["spare"]))
    return float(free - Fraction(str(v["lens"])) - Fraction(str(v["encode"])))


def _ranker_net_gain(v: Values) -> float:
    """Profit over the calls that carry it: gain per call less extra cost per call."""
    calls = v["calls"] * 10**6
    gain = Fraction(v["kept"] * v["margin"], calls) - Fraction(v["extra"], 10**6)
    return float(gain * calls)


def _smoothed_title_rate(v: Values) -> float:
    """The mean of the Beta posterior whose prior holds the made-up viewers."""
    cancels = v["weight"] * v["overall"] + v["left"]
    stays = v["weight"] * (1 - v["overall"]) + v["seen"] - v["left"]
    return float(stats.beta(cancels, stays).mean())


def _brightness_psi(v: Values) -> float:
    """PSI is the sum of both Kullback–Leibler divergences."""
    reference = np.array([v["ref_dark"], v["ref_mid"], 1 - v["ref_dark"] - v["ref_mid"]])
    live = np.array([v["live_dark"], v["live_mid"], 1 - v["live_dark"] - v["live_mid"]])
    return float(stats.entropy(live, reference) + stats.entropy(reference, live))


ORACLES: dict[str, Callable[[Values], float]] = {
    "exp.threats.peeking-extra-hits": _peeking_extra_hits,
    "exp.threats.shared-console-dilution": _shared_console_dilution,
    "causal.obs.price-rise-two-markets": _price_rise_two_markets,
    "causal.obs.tutorial-invite": _tutorial_invite,
    "causal.obs.app-version-mix": _app_version_mix,
    "causal.obs.tier-cutoff-jump": _tier_cutoff_jump,
    "ml.pr.cheapest-threshold": _cheapest_threshold,
    "ml.pr.chat-filter-precision": _chat_filter_precision,
    "ml.pr.ban-break-even": _ban_break_even,
    "ml.choice.earbud-card": _earbud_card,
    "ml.choice.frame-budget": _frame_budget,
    "ml.choice.ranker-net-gain": _ranker_net_gain,
    "feat.eng.smoothed-title-rate": _smoothed_title_rate,
    "ml.drift.brightness-psi": _brightness_psi,
}
