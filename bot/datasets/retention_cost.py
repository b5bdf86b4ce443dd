"""What keeping players brings and what serving them costs, month by month."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from random import Random

from bot.datasets.drawing import Plan, Row, Rows, ids, put, recipe, some
from bot.datasets.model import Cell, Column, Table
from bot.datasets.shaping import nulls, orphans, quiet, ties

CHANNELS = ("store", "adverts", "friends")
FIRST_MONTH = 2025 * 12 + 2
"""March 2025, counted in months; January 2025 is 2025 * 12."""

COHORTS = Table(
    "cohorts",
    "One row per group of players who joined in the same month by the same way.",
    (
        Column("cohort_id", "text", "the group, h001 and up"),
        Column("joined_month", "date", "first day of the month, UTC"),
        Column("channel", "text", "store, adverts or friends; NULL: not known"),
        Column("players", "integer", "players who joined"),
        Column("spent_cents", "integer", "spent on winning them, US cents"),
    ),
)
RETENTION = Table(
    "retention",
    "One row per group and month of its life.",
    (
        Column("cohort_id", "text", "the group"),
        Column("month_no", "integer", "month of its life; 0 is the month of joining"),
        Column("active_players", "integer", "players active in that month; NULL: log lost"),
        Column("revenue_cents", "integer", "their payments in that month, US cents"),
    ),
)
SERVER_BILL = Table(
    "server_bill",
    "One row per month of life: what serving costs.",
    (
        Column("month_no", "integer", "month of a group's life; 0 is the month of joining"),
        Column("base_cents", "integer", "fixed share of the bill for one group, US cents"),
        Column("cents_per_active", "integer", "further US cents for each active player"),
    ),
)


@dataclass(frozen=True, slots=True)
class _World:
    months: int
    kept: float
    revenue: int
    base: int
    each: int


def _world(rng: Random, size: int) -> _World:
    return _World(
        months=8 if size <= 14 else 7 if size <= 20 else 24,
        kept=round(rng.uniform(0.75, 0.92), 2),
        revenue=rng.randrange(500, 800),
        base=rng.randrange(10, 30) * 1_000,
        each=rng.randrange(60, 160),
    )


def _draw(rng: Random, size: int) -> tuple[Rows, dict[str, object]]:
    world = _world(rng, size)
    cohorts = [_cohort(rng, name) for name in ids("h", size)]
    rows: Rows = {
        "cohorts": cohorts,
        "retention": [row for cohort in cohorts for row in _curve(rng, cohort, world)],
        "server_bill": [(month, world.base, world.each) for month in range(world.months)],
    }
    return rows, {
        "kept_each_month": world.kept,
        "revenue_cents_per_active": world.revenue,
        "months": world.months,
    }


def _cohort(rng: Random, name: str) -> Row:
    month = FIRST_MONTH + rng.randrange(6)
    players = rng.randrange(80, 400)
    spent = players * rng.randrange(400, 2_600)
    return (name, date(month // 12, month % 12 + 1, 1), rng.choice(CHANNELS), players, spent)


def _curve(rng: Random, cohort: Row, world: _World) -> list[Row]:
    """Each player stays for another month with the same chance."""
    rows: list[Row] = []
    active = int(str(cohort[3]))
    for month in range(world.months):
        revenue = round(active * world.revenue * rng.uniform(0.95, 1.05))
        rows.append((cohort[0], month, active, revenue))
        spread = (active * world.kept * (1 - world.kept)) ** 0.5
        active = min(active, max(0, round(rng.gauss(active * world.kept, spread))))
    return rows


def break_even(rows: Rows) -> dict[str, int | None]:
    """The first month in which a group's revenue to date covers its costs to date; None: never.

    A lost month counts no active players and its revenue; months without a row count nothing.
    """
    bill = {row[0]: (int(str(row[1])), int(str(row[2]))) for row in rows["server_bill"]}
    lives: dict[Cell, list[tuple[int, int, int]]] = {row[0]: [] for row in rows["cohorts"]}
    for cohort, month, active, revenue in rows["retention"]:
        lived = (int(str(month)), int(str(active or 0)), int(str(revenue)))
        lives.setdefault(cohort, []).append(lived)
    return {
        str(name): _paid_back(int(str(spent)), sorted(lives[name]), bill)
        for name, _, _, _, spent in rows["cohorts"]
    }


def _paid_back(
    spent: int, life: list[tuple[int, int, int]], bill: Mapping[Cell, tuple[int, int]]
) -> int | None:
    left = -spent
    for month, active, revenue in life:
        base, each = bill.get(month, (0, 0))
        left += revenue - base - each * active
        if left >= 0:
            return month
    return None


def _measure(rows: Rows) -> dict[str, object]:
    return {"break_even": break_even(rows)}


def _never(_: Random, rows: Rows) -> None:
    rows["server_bill"] = [put(row, {2: 5_000}) for row in rows["server_bill"]]


def _exact(rng: Random, rows: Rows) -> None:
    """Groups whose balance is exactly nought at the end of a month."""
    bill = {row[0]: (int(str(row[1])), int(str(row[2]))) for row in rows["server_bill"]}
    for number in some(rng, rows["cohorts"], 0.6):
        cohort = rows["cohorts"][number]
        until = rng.randrange(1, 5)
        gained = sum(
            int(str(revenue)) - bill[month][0] - bill[month][1] * int(str(active))
            for name, month, active, revenue in rows["retention"]
            if name == cohort[0] and int(str(month)) <= until
        )
        rows["cohorts"][number] = put(cohort, {4: gained})


def _gaps(rng: Random, rows: Rows) -> None:
    """Months of a group's life without a row."""
    gone = set(some(rng, rows["retention"], 0.2))
    rows["retention"] = [row for number, row in enumerate(rows["retention"]) if number not in gone]


def _rising(rng: Random, rows: Rows) -> None:
    """Groups that grow again in some month: no curve falls all the way."""
    for number in some(rng, rows["retention"], 0.3):
        active = int(str(rows["retention"][number][2]))
        rows["retention"][number] = put(rows["retention"][number], {2: active + active // 2})


RETENTION_COST = recipe(
    Plan(
        name="retention_cost",
        about="Groups of players, how many stay, what they pay and what serving them costs",
        entities="groups of players",
        heads=(COHORTS, RETENTION, SERVER_BILL),
        draw=_draw,
        shapes={
            "nulls": (
                "lost months, unknown channels",
                nulls({"retention": (2,), "cohorts": (2,)}),
            ),
            "ties": (
                "few different revenues and sizes",
                ties("retention", {2: (50, 100), 3: (40_000, 80_000)}),
            ),
            "gaps": ("months without a row", _gaps),
            "orphans": (
                "groups missing from the cohorts table",
                orphans("cohorts", {"retention": 0}),
            ),
            "quiet": ("groups without a month", quiet("cohorts", {"retention": 0})),
            "never": ("servers so dear that no group pays back", _never),
            "exact": ("groups that break even to the cent", _exact),
            "rising": ("groups that grow again", _rising),
        },
        provenance=(
            "Activity and payments come from the game's own tables, the bill from finance, who "
            "split it by groups with a key that is not written down. Refunds are taken out. "
            "Nobody knows whether players who came back under a new account are counted twice."
        ),
        measure=_measure,
    )
)
