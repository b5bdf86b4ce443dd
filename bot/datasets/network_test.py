"""An experiment among friends: the effect spills over, so the unit of assignment matters."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from bot.datasets.drawing import START, Draw, Plan, Row, Rows, ids, moment, poisson, recipe
from bot.datasets.model import Column, Table
from bot.datasets.shaping import nulls, orphans, quiet, ties

ARMS = ("control", "party")
CIRCLE = 5
"""Accounts in a circle of friends; the last may be smaller."""

USERS = Table(
    "users",
    "One row per account in the experiment.",
    (
        Column("user_id", "text", "the account, u001 and up"),
        Column("circle_id", "text", "the circle of friends found before the test; NULL: none"),
        Column("signed_up_on", "date", "day of signing up, UTC"),
    ),
)
FRIENDSHIPS = Table(
    "friendships",
    "One row per pair of friends and direction: a to b, and as a rule b to a too.",
    (
        Column("user_id", "text", "one of the two"),
        Column("friend_id", "text", "user_id of the other"),
    ),
)
ASSIGNMENT = Table(
    "assignment",
    "One row per account.",
    (
        Column("user_id", "text", "the account"),
        Column("arm", "text", "control, or party: may invite friends into a room"),
        Column("assigned_at", "timestamp", "when the arm was drawn, UTC"),
    ),
)
OUTCOME = Table(
    "outcome",
    "One row per account and week of the test.",
    (
        Column("user_id", "text", "the account"),
        Column("week_no", "integer", "week of the test, 1 and up"),
        Column("minutes", "integer", "minutes played in that week; NULL: the log was cut off"),
        Column("rooms_joined", "integer", "rooms joined in that week"),
    ),
)


@dataclass(frozen=True, slots=True)
class _World:
    """Minutes a week: `direct` of the feature, `spill` of having every friend with the feature."""

    direct: int
    spill: int
    by_circle: bool


def _drawn(by_circle: bool, *, alone: bool = False) -> Draw:
    def draw(rng: Random, size: int) -> tuple[Rows, dict[str, object]]:
        direct, spill = rng.randrange(30, 60), rng.randrange(40, 80)
        world = _World(direct, 0 if alone else spill, by_circle)
        return _run(rng, size, world), {
            "direct_minutes": world.direct,
            "spillover_minutes": world.spill,
            "total_minutes": world.direct + world.spill,
            "assigned_by": "circle" if by_circle else "user",
        }

    return draw


def _run(rng: Random, size: int, world: _World) -> Rows:
    names = ids("u", size)
    circles = {name: f"g{number // CIRCLE + 1:03}" for number, name in enumerate(names)}
    friends = _friends(rng, names, circles)
    arms = _arms(rng, names, circles, world)
    return {
        "users": [
            (name, circles[name], START - timedelta(days=rng.randrange(10, 400))) for name in names
        ],
        "friendships": [(name, other) for name in names for other in sorted(friends[name])],
        "assignment": [(name, arms[name], moment(0, rng.randrange(3_600))) for name in names],
        "outcome": _outcome(rng, world, friends, arms),
    }


def _friends(rng: Random, names: list[str], circles: dict[str, str]) -> dict[str, set[str]]:
    """Mostly within the circle; nobody is without a friend, unless alone in the world."""
    friends: dict[str, set[str]] = {name: set() for name in names}
    for number, name in enumerate(names):
        for other in names[:number]:
            if rng.random() < (0.8 if circles[name] == circles[other] else 0.2 / len(names)):
                friends[name].add(other)
                friends[other].add(name)
        if number and not friends[name]:
            friends[name].add(names[number - 1])
            friends[names[number - 1]].add(name)
    if len(names) == 1:
        friends[names[0]].add("u999")
    return friends


def _arms(rng: Random, names: list[str], circles: dict[str, str], world: _World) -> dict[str, str]:
    """Half of the units get the feature, to the nearest whole one."""
    units = sorted(set(circles.values())) if world.by_circle else names
    chosen = set(rng.sample(units, max(1, len(units) // 2)))
    return {name: ARMS[(circles[name] if world.by_circle else name) in chosen] for name in names}


def _outcome(
    rng: Random, world: _World, friends: dict[str, set[str]], arms: dict[str, str]
) -> list[Row]:
    weeks = 8 if len(arms) <= 10 else 5
    usual = {name: rng.uniform(100, 250) for name in arms}
    rows: list[Row] = []
    for week in range(1, weeks + 1):
        for name, arm in arms.items():
            treated = [arms.get(friend) == ARMS[1] for friend in sorted(friends[name])]
            share = sum(treated) / len(treated) if treated else 0.0
            mean = usual[name] + world.direct * (arm == ARMS[1]) + world.spill * share
            rooms = poisson(rng, 2.0 * share + (arm == ARMS[1]))
            rows.append((name, week, max(0, round(rng.gauss(mean, 20))), rooms))
    return rows


NETWORK_TEST = recipe(
    Plan(
        name="network_test",
        about="Friends, an experiment on party rooms, minutes played by week",
        entities="users",
        heads=(USERS, FRIENDSHIPS, ASSIGNMENT, OUTCOME),
        draw=_drawn(by_circle=False),
        worlds={
            "circles": ("whole circles of friends share an arm", _drawn(by_circle=True)),
            "alone": ("friends do not matter", _drawn(by_circle=False, alone=True)),
        },
        shapes={
            "nulls": (
                "cut logs, accounts in no circle",
                nulls({"outcome": (2,), "users": (1,)}),
            ),
            "ties": ("few different minutes", ties("outcome", {2: (100, 150, 200)})),
            "orphans": ("accounts missing from the users table", orphans("users", {"outcome": 0})),
            "quiet": ("accounts without an outcome", quiet("users", {"outcome": 0})),
            "friendless": (
                "accounts without a friend on their side of the table",
                quiet("users", {"friendships": 0}),
            ),
        },
        provenance=(
            "Friendships were copied on the day before the test; circles were found by a script "
            "that nobody kept. Minutes come from the weekly roll-up. Friendships made during the "
            "test are not in the table, and nobody knows how many there were."
        ),
    )
)
