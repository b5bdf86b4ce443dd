"""Second computations for the later product, rollout and one-pager drills, by other routes.

The value is the number in the right option; for `prod.metric.early-sign-in-time` it is the row of
the right sign in the table, from 1.
"""

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import combinations
from typing import Any

import numpy as np
from scipy import stats

Drawn = Mapping[str, Any]


def _exact(value: float) -> Fraction:
    """The number as it is written in the file, free of binary rounding."""
    return Fraction(str(round(value, 9)))


def _hours_behind_tickets(drawn: Drawn) -> float:
    """The best theme of the three, with all tickets of a week in one array."""
    tickets = np.array([drawn["n1"], drawn["n2"], drawn["n3"]], dtype=float)
    minutes = np.diag([drawn["m1"], drawn["m2"], drawn["m3"]])
    by_rule = np.array([drawn["f1"], drawn["f2"], drawn["f3"]])
    return float((tickets @ minutes * by_rule).max() / 60)


def _ranker_worth_shipping(drawn: Drawn) -> float:
    """Each ranker's month in full, less today's month in full; the best of the three."""
    listeners, worth, today = (_exact(drawn[name]) for name in ("m", "v", "r"))

    def month(share: Fraction, bill: Fraction) -> Fraction:
        return listeners * share * worth - bill

    gains = {"x": _exact(drawn["dx"]), "y": _exact(drawn["dy"])}
    gains["z"] = gains["x"] + _exact(drawn["more"])
    base = month(today, Fraction(3000))
    rankers = [month(today + gain, _exact(drawn[f"c{name}"])) for name, gain in gains.items()]
    return float(max(rankers) - base)


def _early_sign_in_time(drawn: Drawn) -> float:
    """Follows each player of the test; a sign counts if it is known for the last of them."""
    known = {}
    for sign, wait in (("a", "da"), ("b", "db"), ("c", "dc")):
        days = [joined + drawn[wait] for joined in range(1, int(drawn["join"]) + 1)]
        if max(days) <= drawn["end"]:
            known[sign] = drawn[f"s{sign}"]
    best = max(known, key=lambda sign: known[sign])
    turned = ["abc"[(place + int(drawn["k"])) % 3] for place in range(3)]
    return float(turned.index(best) + 1)


def _hours_new_or_moved(drawn: Drawn) -> float:
    """All hours of one group less all hours of the other."""
    without = np.array([0, drawn["game"], drawn["film"]])
    moved = np.array([drawn["clips"], -drawn["dg"], -drawn["df"]])
    return float((without + moved).sum() - without.sum())


def _misheard_evenings(drawn: Drawn) -> float:
    return float(stats.binom.sf(0, int(drawn["cmds"]), drawn["err"]))


def _calls_that_eat_it(drawn: Drawn) -> float:
    """Adds calls one by one while half of the gain is left."""
    gain, calls = drawn["r"] * drawn["w"], 0
    while 2 * (gain - (calls + 1) * drawn["c"]) >= gain:
        calls += 1
    return float(calls)


def _no_lost_save_yet(drawn: Drawn) -> float:
    """The exact upper limit at 95% after no event (Clopper–Pearson), times the next group."""
    return float(stats.beta.ppf(0.95, 1, drawn["n"]) * drawn["m"])


def _old_consoles(drawn: Drawn) -> float:
    """The best of three plans, group by group and week by week."""
    consoles = {"old": _exact(drawn["m"]) * _exact(drawn["o"])}
    consoles["new"] = _exact(drawn["m"]) - consoles["old"]
    loss = {"old": _exact(drawn["q"]) * _exact(drawn["v"]), "new": Fraction(0)}

    def ahead(plan: tuple[str, ...]) -> Fraction:
        weeks = range(3)
        return sum(
            (consoles[group] * (_exact(drawn["e"]) - loss[group]) for group in plan for _ in weeks),
            Fraction(0),
        )

    return float(max(ahead(plan) for plan in ((), ("new",), ("new", "old"))))


def _inputs_to_leave_out(drawn: Drawn) -> float:
    """Tries each set of inputs; of those that save enough, the one that loses least."""
    inputs = [(drawn[f"t{name}"], _exact(drawn.get(f"p{name}", 0.1))) for name in "abcd"]
    sets = [cut for size in range(1, 5) for cut in combinations(inputs, size)]
    enough = [cut for cut in sets if sum(ms for ms, _ in cut) >= drawn["over"]]
    best = min(enough, key=lambda cut: sum(lost for _, lost in cut))
    return float(sum(ms for ms, _ in best))


ORACLES: dict[str, Callable[[Drawn], float]] = {
    "prod.scope.hours-behind-tickets": _hours_behind_tickets,
    "prod.metric.ranker-worth-shipping": _ranker_worth_shipping,
    "prod.metric.early-sign-in-time": _early_sign_in_time,
    "prod.metric.hours-new-or-moved": _hours_new_or_moved,
    "prod.metric.misheard-evenings": _misheard_evenings,
    "prod.kpi.calls-that-eat-it": _calls_that_eat_it,
    "prod.rollout.no-lost-save-yet": _no_lost_save_yet,
    "prod.rollout.old-consoles-first-or-last": _old_consoles,
    "doc.onepager.inputs-to-leave-out": _inputs_to_leave_out,
}
