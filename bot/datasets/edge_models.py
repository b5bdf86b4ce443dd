"""Model cards for a headset and the runs behind them; exactly one card meets the limits."""

from dataclasses import dataclass
from random import Random

from bot.datasets.drawing import Plan, Row, Rows, ids, moment, numbered, put, recipe, some
from bot.datasets.model import Cell, Column, Table
from bot.datasets.shaping import midnight, nulls, orphans, quiet, resent, ties

ACCURACY, P95, SIZE, ENERGY, COST = 2, 3, 4, 5, 6
FAMILIES = ("rules", "logistic", "trees", "small net", "large net")

CARDS = Table(
    "cards",
    "One row per candidate model.",
    (
        Column("model_id", "text", "the model, k001 and up"),
        Column("family", "text", "rules, logistic, trees, small net or large net"),
        Column("accuracy", "double", "share right on the test set, 0 to 1; NULL: not measured"),
        Column("p95_ms", "integer", "95th percentile of the runs' milliseconds, nearest rank"),
        Column("size_mb", "double", "size on the device in MB; NULL: not measured"),
        Column("energy_mj", "double", "mean energy of a run in millijoules; NULL: not measured"),
        Column("cost_cents", "integer", "yearly upkeep per 1,000 devices, US cents"),
    ),
)
RUNS = Table(
    "runs",
    "One row per measured run on the device.",
    (
        Column("run_id", "integer", "the run; one reported again carries the same"),
        Column("model_id", "text", "which model ran"),
        Column("run_at", "timestamp", "when the run began, UTC"),
        Column("ms", "integer", "time of the run in whole milliseconds"),
        Column("warm", "boolean", "whether the model was loaded already; NULL: not known"),
    ),
)
LIMITS = Table(
    "limits",
    "One row: what the product allows. Every bound is itself allowed.",
    (
        Column("device", "text", "the product"),
        Column("min_accuracy", "double", "least accuracy, 0 to 1"),
        Column("max_p95_ms", "integer", "highest p95 in milliseconds"),
        Column("max_size_mb", "double", "largest size in MB"),
        Column("max_energy_mj", "double", "highest energy of a run in millijoules"),
        Column("max_cost_cents", "integer", "highest yearly upkeep per 1,000 devices, US cents"),
    ),
)


@dataclass(frozen=True, slots=True)
class _Limits:
    accuracy: float
    p95: int
    size: float
    energy: float
    cost: int


def _limits(rng: Random) -> _Limits:
    return _Limits(
        accuracy=round(rng.uniform(0.82, 0.90), 3),
        p95=rng.randrange(20, 45),
        size=round(rng.uniform(8, 24), 1),
        energy=round(rng.uniform(3, 9), 1),
        cost=rng.randrange(20, 60) * 1_000,
    )


def _draw(rng: Random, size: int) -> tuple[Rows, dict[str, object]]:
    limits = _limits(rng)
    names = ids("k", size)
    good = rng.randrange(size)
    tempting = (good + 1 + rng.randrange(size - 1)) % size if size > 1 else None
    cards = [
        _card(rng, name, limits, _misses(rng, number, good, tempting))
        for number, name in enumerate(names)
    ]
    if tempting is not None:
        cards[tempting] = put(cards[tempting], {ACCURACY: 0.995})
    return {
        "cards": cards,
        "runs": _runs(rng, cards),
        "limits": [
            ("headset", limits.accuracy, limits.p95, limits.size, limits.energy, limits.cost)
        ],
    }, {"right_card": names[good], "tempting_card": None if tempting is None else names[tempting]}


def _misses(rng: Random, number: int, good: int, tempting: int | None) -> set[int]:
    """Which limits a card misses: none, one of the four upper ones, or one to three of all."""
    if number == good:
        return set()
    if number == tempting:
        return {rng.choice((P95, SIZE, ENERGY, COST))}
    return set(rng.sample((ACCURACY, P95, SIZE, ENERGY, COST), rng.randrange(1, 4)))


def _card(rng: Random, name: str, limits: _Limits, misses: set[int]) -> Row:
    def upper(place: int, limit: float) -> float:
        return limit * (rng.uniform(1.05, 1.6) if place in misses else rng.uniform(0.5, 0.95))

    missing = ACCURACY in misses
    accuracy = limits.accuracy + (-rng.uniform(0.01, 0.1) if missing else rng.uniform(0.005, 0.08))
    return (
        name,
        rng.choice(FAMILIES),
        round(accuracy, 3),
        round(upper(P95, limits.p95)),
        round(upper(SIZE, limits.size), 1),
        round(upper(ENERGY, limits.energy), 1),
        round(upper(COST, limits.cost) / 1_000 + (0.5 if COST in misses else -0.5)) * 1_000,
    )


def _runs(rng: Random, cards: list[Row]) -> list[Row]:
    """Of each model's runs at most 5 % are slower than its p95, and one is as slow."""
    each = 9 if len(cards) <= 12 else 7 if len(cards) <= 20 else 40
    found: list[Row] = []
    for card in cards:
        p95 = int(str(card[P95]))
        times = [max(1, round(p95 * rng.uniform(0.4, 0.95))) for _ in range(each - 1)] + [p95]
        for place in range(each // 20):
            times[place] = p95 * 2
        rng.shuffle(times)
        warm = [rng.random() < 0.8 for _ in times]
        found += [
            (0, card[0], moment(0, rng.randrange(86_400)), ms, loaded)
            for ms, loaded in zip(times, warm, strict=True)
        ]
    found.sort(key=lambda row: (str(row[2]), str(row[1])))
    return numbered(found)


def meets(card: Row, limits: Row) -> bool:
    """Whether a card keeps every limit: the reference answer. NULL keeps none."""
    _, accuracy, *most = limits
    if any(cell is None for cell in card[ACCURACY:]):
        return False
    within = (_number(have) <= _number(limit) for have, limit in zip(card[P95:], most, strict=True))
    return _number(card[ACCURACY]) >= _number(accuracy) and all(within)


def _number(cell: Cell) -> float:
    return float(str(cell))


def _exact(rng: Random, rows: Rows) -> None:
    """Cards that sit exactly on a limit, which is allowed."""
    if rows["limits"]:
        _, accuracy, *most = rows["limits"][0]
        bounds: dict[int, Cell] = dict(
            zip((ACCURACY, P95, SIZE, ENERGY, COST), (accuracy, *most), strict=True)
        )
        for number in some(rng, rows["cards"], 0.6):
            places = rng.sample(sorted(bounds), 2)
            rows["cards"][number] = put(
                rows["cards"][number], {place: bounds[place] for place in places}
            )


def _strict(_: Random, rows: Rows) -> None:
    """No card is accurate enough."""
    rows["limits"] = [put(row, {1: 0.999}) for row in rows["limits"]]


def _measure(rows: Rows) -> dict[str, object]:
    fit = [row[0] for row in rows["cards"] if rows["limits"] and meets(row, rows["limits"][0])]
    return {"cards_that_fit": tuple(fit)}


EDGE_MODELS = recipe(
    Plan(
        name="edge_models",
        about="Model cards for a headset, the product's limits, the measured runs",
        entities="models",
        heads=(CARDS, RUNS, LIMITS),
        draw=_draw,
        shapes={
            "nulls": (
                "accuracy, size or energy not measured",
                nulls({"cards": (ACCURACY, SIZE, ENERGY), "runs": (4,)}),
            ),
            "ties": (
                "few different times, runs that begin together",
                ties("runs", {3: (10, 20, 30)}, (2,)),
            ),
            "midnight": ("runs at 00:00:00 and 23:59:59", midnight("runs", (2,))),
            "duplicates": ("runs reported again", resent("runs", 2)),
            "orphans": ("runs of models without a card", orphans("cards", {"runs": 1})),
            "quiet": ("cards without a run", quiet("cards", {"runs": 1})),
            "exact": ("cards exactly on a limit", _exact),
            "strict": ("no card meets the limits", _strict),
        },
        provenance=(
            "Cards were written by the teams that trained the models, on test sets of their own. "
            "Runs come from one headset of the second batch on one day. Nobody wrote down the "
            "room's temperature, nor whether the test sets overlap."
        ),
        measure=_measure,
    )
)
