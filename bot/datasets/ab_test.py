"""An experiment on a shop banner: assignment, exposure, daily outcomes, the weeks before."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random

from bot.datasets.drawing import (
    START,
    Draw,
    Plan,
    Row,
    Rows,
    by_time,
    ids,
    moment,
    poisson,
    put,
    recipe,
    some,
    when,
)
from bot.datasets.model import Cell, Column, Table
from bot.datasets.shaping import gaps, midnight, nulls, orphans, quiet, resent, ties

PLATFORMS = ("console", "phone")
ARMS = ("control", "banner")
USER, DAY, MINUTES, SPENT = 0, 1, 2, 3
HALF_LIFE = 4
"""Days in which half of a novelty effect is gone."""

USERS = Table(
    "users",
    "One row per account.",
    (
        Column("user_id", "text", "the account, u001 and up"),
        Column("signed_up_on", "date", "day of signing up, UTC"),
        Column("platform", "text", "console or phone; NULL: not known"),
    ),
)
ASSIGNMENT = Table(
    "assignment",
    "One row per account in the experiment.",
    (
        Column("user_id", "text", "the account"),
        Column("arm", "text", "control or banner"),
        Column("assigned_at", "timestamp", "when the arm was drawn, UTC"),
    ),
)
EXPOSURE = Table(
    "exposure",
    "One row per time the banner was on somebody's screen for the first time in a day.",
    (
        Column("user_id", "text", "who saw the banner"),
        Column("exposed_at", "timestamp", "when it came on the screen, UTC"),
    ),
)
OUTCOME = Table(
    "outcome",
    "One row per account and day with play during the experiment.",
    (
        Column("user_id", "text", "the account"),
        Column("played_on", "date", "day of play, UTC"),
        Column("minutes", "integer", "minutes played that day; NULL: the log was cut off"),
        Column("spent_cents", "integer", "spent that day, US cents; NULL: not yet settled"),
    ),
)
BEFORE = Table(
    "pre_period",
    "One row per account: the two weeks before the experiment.",
    (
        Column("user_id", "text", "the account"),
        Column("minutes_before", "integer", "minutes played in those 14 days"),
        Column("spent_before_cents", "integer", "spent in those 14 days, US cents"),
    ),
)
HEADS = (USERS, ASSIGNMENT, EXPOSURE, OUTCOME, BEFORE)


@dataclass(frozen=True, slots=True)
class _World:
    """What is planted. `lift` is relative, in minutes a day; `share` goes to the banner."""

    days: int
    lift: float
    share: float = 0.5
    leak: float = 0.0
    novelty: bool = False

    def effect(self, day: int) -> float:
        return self.lift * (0.5 ** (day / HALF_LIFE) if self.novelty else 1.0)


def _world(rng: Random, size: int) -> _World:
    days = max(7, min(14, 140 // size)) if size <= 20 else 14
    return _World(days=days, lift=round(rng.uniform(0.1, 0.4), 2))


def _drawn(change: Callable[[_World], _World]) -> Draw:
    def draw(rng: Random, size: int) -> tuple[Rows, dict[str, object]]:
        world = change(_world(rng, size))
        return _run(rng, size, world), _truth(world)

    return draw


def _truth(world: _World) -> dict[str, object]:
    return {
        "lift": world.lift,
        "banner_share": world.share,
        "contaminated_share": world.leak,
        "half_life_days": HALF_LIFE if world.novelty else None,
        "days": world.days,
    }


def _run(rng: Random, size: int, world: _World) -> Rows:
    rows: Rows = {head.name: [] for head in HEADS}
    arms = _arms(rng, size, world.share)
    leaks = _leaks(rng, arms, world.leak)
    for number, (name, arm) in enumerate(zip(ids("u", size), arms, strict=True)):
        usual = rng.uniform(20, 80)
        signed_up = START - timedelta(days=rng.randrange(15, 500))
        rows["users"].append((name, signed_up, rng.choice(PLATFORMS)))
        rows["assignment"].append((name, arm, moment(0, rng.randrange(3_600))))
        rows["pre_period"].append(_before(rng, name, usual))
        _days(rng, rows, world, (name, arm == ARMS[1] or number in leaks, usual))
    rows["outcome"].sort(key=lambda row: (str(row[DAY]), str(row[USER])))
    rows["exposure"] = by_time(rows["exposure"], 1, USER)
    return rows


def _arms(rng: Random, size: int, share: float) -> list[str]:
    """As many banners as the share says to the nearest whole one, in random order."""
    banners = max(1, round(size * share))
    arms = [ARMS[1]] * banners + [ARMS[0]] * (size - banners)
    rng.shuffle(arms)
    return arms


def _leaks(rng: Random, arms: list[str], share: float) -> set[int]:
    """Numbers of the control accounts that see the banner all the same."""
    controls = [number for number, arm in enumerate(arms) if arm == ARMS[0]]
    return set(rng.sample(controls, min(len(controls), math.ceil(len(controls) * share))))


def _before(rng: Random, name: str, usual: float) -> Row:
    minutes = round(14 * 0.7 * usual * rng.uniform(0.85, 1.15))
    return (name, minutes, 100 * poisson(rng, minutes / 100))


def _days(rng: Random, rows: Rows, world: _World, who: tuple[str, bool, float]) -> None:
    name, sees, usual = who
    for day in range(world.days):
        if rng.random() > 0.75:
            continue
        mean = usual * (1 + (world.effect(day) if sees else 0.0))
        minutes = max(1, round(rng.gauss(mean, usual / 4)))
        spent = 100 * poisson(rng, minutes / 100)
        rows["outcome"].append((name, START + timedelta(days=day), minutes, spent))
        if sees:
            rows["exposure"].append((name, moment(day, 3_600 + rng.randrange(80_000))))


def _measure(rows: Rows) -> dict[str, object]:
    """z of the difference in minutes by account after each day: what somebody who peeks sees."""
    arm = {row[0]: row[1] for row in rows["assignment"]}
    days = sorted({row[DAY] for row in rows["outcome"]}, key=str)
    totals: dict[Cell, float] = dict.fromkeys(arm, 0.0)
    path: list[float | None] = []
    for day in days:
        for row in rows["outcome"]:
            if row[DAY] == day and row[USER] in totals:
                totals[row[USER]] += float(str(row[MINUTES] or 0))
        groups = [[total for user, total in totals.items() if arm[user] == one] for one in ARMS]
        path.append(_z(*groups))
    return {"z_by_day": tuple(path)}


def _z(control: list[float], banner: list[float]) -> float | None:
    """None when a group has fewer than two accounts or nothing varies."""
    if min(len(control), len(banner)) < 2:
        return None
    means = [sum(group) / len(group) for group in (control, banner)]
    error = sum(
        sum((value - mean) ** 2 for value in group) / (len(group) - 1) / len(group)
        for group, mean in zip((control, banner), means, strict=True)
    )
    return round((means[1] - means[0]) / error**0.5, 6) if error else None


def _crossed(rng: Random, rows: Rows) -> None:
    """Accounts put into the other arm as well, an hour or more later."""
    for number in some(rng, rows["assignment"], 0.2):
        user, arm, at = rows["assignment"][number]
        later = when((at,), 0) + timedelta(hours=rng.randrange(1, 48))
        rows["assignment"].append((user, ARMS[arm == ARMS[0]], later))


def _whales(rng: Random, rows: Rows) -> None:
    """One account in ten spends a hundred times as much."""
    big = {rows["users"][number][USER] for number in some(rng, rows["users"], 0.1)}
    for number, row in enumerate(rows["outcome"]):
        if row[USER] in big:
            spent = 100 * int(str(row[SPENT])) + 10_000
            rows["outcome"][number] = put(row, {SPENT: spent})


AB_TEST = recipe(
    Plan(
        name="ab_test",
        about="An experiment on a shop banner with its outcomes and the weeks before",
        entities="users",
        heads=HEADS,
        draw=_drawn(lambda world: world),
        worlds={
            "aa": ("the banner changes nothing", _drawn(lambda world: replace(world, lift=0.0))),
            "mismatch": (
                "far more accounts in one arm than planned",
                _drawn(lambda world: replace(world, share=0.7)),
            ),
            "novelty": (
                "an effect that fades by half every four days",
                _drawn(lambda world: replace(world, novelty=True, lift=2 * world.lift)),
            ),
            "leaky": (
                "control accounts that saw the banner",
                _drawn(lambda world: replace(world, leak=0.3)),
            ),
        },
        shapes={
            "nulls": (
                "cut logs, unsettled spending, unknown platforms",
                nulls({"outcome": (MINUTES, SPENT), "users": (2,)}),
            ),
            "ties": (
                "few different minutes and sums",
                ties("outcome", {MINUTES: (30, 60), SPENT: (0, 500)}),
            ),
            "gaps": ("days on which the log is empty", gaps({"outcome": DAY, "exposure": 1})),
            "midnight": ("banners seen at 00:00:00 and 23:59:59", midnight("exposure", (1,))),
            "duplicates": ("the same banner reported again", resent("exposure", 1)),
            "orphans": (
                "accounts missing from the users table",
                orphans("users", {"outcome": USER}),
            ),
            "quiet": (
                "accounts that were assigned and never played",
                quiet("assignment", {"outcome": USER, "exposure": USER}),
            ),
            "crossed": ("accounts assigned to both arms", _crossed),
            "whales": ("one account in ten spends a hundred times as much", _whales),
        },
        provenance=(
            "Assignment comes from the experiment service, exposure from the client, outcomes "
            "from the nightly roll-up. The roll-up leaves out days without play. Nobody wrote "
            "down who could be assigned, when the test was meant to stop, or how often somebody "
            "looked at the result."
        ),
        measure=_measure,
    )
)
