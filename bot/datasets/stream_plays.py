"""A streaming service: season finales, a price rise in one region, shared accounts."""

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from bot.datasets.drawing import (
    START,
    Plan,
    Row,
    Rows,
    by_time,
    day_of,
    days_for,
    evening_weighted,
    ids,
    moment,
    numbered,
    poisson,
    put,
    recipe,
    when,
)
from bot.datasets.model import Cell, Column, Table
from bot.datasets.shaping import gaps, midnight, nulls, orphans, quiet, resent, ties

REGIONS = ("north", "south")
PRICES = {"basic": 799, "family": 1299}
RISE = 300
"""US cents a month by which every plan gets dearer in the south."""
FINISHING = {
    ("north", "basic"): 0.70,
    ("north", "family"): 0.80,
    ("south", "basic"): 0.30,
    ("south", "family"): 0.40,
}
"""Share of plays watched to the end: family is ahead in both regions, basic over both together."""
FAMILY_SHARE = {"north": 0.2, "south": 0.8}
MEMBER, TITLE, SCREEN, STARTED, WATCHED, FINISHED = 1, 2, 3, 4, 5, 6

MEMBERS = Table(
    "members",
    "One row per paying account.",
    (
        Column("member_id", "text", "the account, m001 and up"),
        Column("joined_on", "date", "UTC day of the first payment"),
        Column("region", "text", "north or south; NULL: not known"),
        Column("plan", "text", "plan at the start of the log: basic or family"),
    ),
)
TITLES = Table(
    "titles",
    "One row per episode.",
    (
        Column("title_id", "text", "the episode, t001 and up"),
        Column("series", "text", "the series it belongs to"),
        Column("episode_no", "integer", "place within the season, 1 to 4"),
        Column("released_on", "date", "UTC day from which it can be played"),
        Column("is_finale", "boolean", "whether it ends a season"),
        Column("length_minutes", "integer", "length in whole minutes"),
    ),
)
PLAYS = Table(
    "plays",
    "One row per start of an episode.",
    (
        Column("play_id", "integer", "the play; one reported again carries the same"),
        Column("member_id", "text", "which account"),
        Column("title_id", "text", "what was played"),
        Column("screen", "text", "tv, phone or laptop; NULL: not reported"),
        Column("started_at", "timestamp", "UTC, by our clock"),
        Column("watched_minutes", "integer", "whole minutes shown; NULL: the end was not reported"),
        Column("finished", "boolean", "whether the credits began; NULL: not known"),
    ),
)
CHANGES = Table(
    "plan_changes",
    "One row per change of plan or price, joining and leaving included.",
    (
        Column("change_id", "integer", "the change"),
        Column("member_id", "text", "whose"),
        Column("changed_at", "timestamp", "from when it holds, UTC"),
        Column("to_plan", "text", "basic, family, or none for leaving"),
        Column("monthly_cents", "integer", "price from then on, US cents a month; 0 after leaving"),
    ),
)


@dataclass(frozen=True, slots=True)
class _World:
    days: int
    finale_lift: float
    rise: int
    leaving: float
    extra_leaving: float
    shared: float


def _world(rng: Random, days: int) -> _World:
    return _World(
        days=days,
        finale_lift=round(rng.uniform(1.6, 2.4), 2),
        rise=rng.randrange(days // 3, days // 2),
        leaving=0.10,
        extra_leaving=round(rng.uniform(0.2, 0.35), 2),
        shared=round(rng.uniform(0.2, 0.4), 2),
    )


def _draw(rng: Random, size: int) -> tuple[Rows, dict[str, object]]:
    world = _world(rng, days_for(size))
    members = _members(rng, size)
    titles = _titles(world.days)
    changes, left = _changes(rng, members, world)
    sharing = {row[0] for row in members if rng.random() < world.shared}
    plays = _plays(rng, world, members, titles, left)
    plays = numbered(by_time(plays + _elsewhere(rng, plays, sharing), STARTED, MEMBER))
    rows: Rows = {"members": members, "titles": titles, "plays": plays, "plan_changes": changes}
    return rows, _truth(world, sharing)


def _truth(world: _World, sharing: set[Cell]) -> dict[str, object]:
    return {
        "finale_lift": world.finale_lift,
        "price_rise_on": START + timedelta(days=world.rise),
        "price_rise_region": REGIONS[1],
        "price_rise_cents": RISE,
        "leaving_share": world.leaving,
        "extra_leaving_share": world.extra_leaving,
        "shared_accounts": tuple(sorted(str(member) for member in sharing)),
        "shared_share": world.shared,
        "finishing": FINISHING,
    }


def _members(rng: Random, size: int) -> list[Row]:
    rows: list[Row] = []
    for number, name in enumerate(ids("m", size)):
        region = REGIONS[number % 2]
        plan = "family" if rng.random() < FAMILY_SHARE[region] else "basic"
        rows.append((name, START - timedelta(days=rng.randrange(1, 300)), region, plan))
    return rows


def _titles(days: int) -> list[Row]:
    """Seasons of four episodes, one released every other day, in two series."""
    names = ids("t", max(8, days // 4 * 2))
    rows: list[Row] = []
    for number, name in enumerate(names):
        series, episode = ("Harbour Lights", "Low Orbit")[number // 4 % 2], number % 4 + 1
        released = START + timedelta(days=days * (number // 4 * 4) // (2 * len(names)))
        rows.append((name, series, episode, released, episode == 4, 25 + 5 * (number % 3)))
    return rows


def _changes(rng: Random, members: list[Row], world: _World) -> tuple[list[Row], dict[Cell, int]]:
    """The log of changes, and the day on which each member left (after the log: stayed)."""
    found: list[Row] = []
    left: dict[Cell, int] = {}
    for member, joined, region, plan in members:
        price = PRICES[str(plan)]
        start = moment(day_of(joined), evening_weighted(rng))
        found.append((0, member, start, plan, price))
        dearer = region == REGIONS[1]
        if dearer:
            found.append((0, member, moment(world.rise), plan, price + RISE))
        leaves = rng.random() < world.leaving + (world.extra_leaving if dearer else 0.0)
        left[member] = rng.randrange(world.rise + 1, world.days) if leaves else world.days
        if leaves:
            found.append((0, member, moment(left[member], evening_weighted(rng)), "none", 0))
    return numbered(by_time(found, 2, 1)), left


def _plays(
    rng: Random, world: _World, members: list[Row], titles: list[Row], left: dict[Cell, int]
) -> list[Row]:
    size = len(members)
    mean = (75 + size) / size / world.days if size <= 20 else 0.32
    weights = {day: _weights(titles, day, world) for day in range(world.days)}
    found: list[Row] = []
    for member in members:
        keen = rng.uniform(0.6, 1.4)
        for day in range(left[member[0]]):
            for _ in range(poisson(rng, keen * mean)):
                title = rng.choices(*weights[day])[0]
                found.append(_play(rng, member, title, day))
    return found or [_play(rng, members[0], titles[0], 0)]


def _weights(titles: list[Row], day: int, world: _World) -> tuple[list[Row], list[float]]:
    """What can be played that day, finales the planted number of times as likely."""
    today = START + timedelta(days=day)
    out = [row for row in titles if date.fromisoformat(str(row[3])) <= today]
    return out, [world.finale_lift if row[4] else 1.0 for row in out]


def _play(rng: Random, member: Row, title: Row, day: int) -> Row:
    finished = rng.random() < FINISHING[str(member[2]), str(member[3])]
    length = int(str(title[5]))
    watched = length if finished else rng.randrange(1, length - 3)
    screen = rng.choice(("tv", "phone", "laptop"))
    return (0, member[0], title[0], screen, moment(day, evening_weighted(rng)), watched, finished)


def _elsewhere(rng: Random, plays: list[Row], sharing: set[Cell]) -> list[Row]:
    """Plays on a second screen that begin while the first is still running."""
    found: list[Row] = []
    for row in plays:
        if row[MEMBER] in sharing and rng.random() < 0.4:
            screen = rng.choice([name for name in ("tv", "phone", "laptop") if name != row[SCREEN]])
            at = when(row, STARTED) + timedelta(seconds=rng.randrange(1, 59))
            found.append(put(row, {SCREEN: screen, STARTED: at}))
    return found


def _binge(rng: Random, rows: Rows) -> None:
    """Each play begins when the member's play before it ended, to the minute or one after."""
    last: dict[Cell, Row] = {}
    for number, row in enumerate(rows["plays"]):
        before = last.get(row[MEMBER])
        if before is not None and rng.random() < 0.7:
            minutes = int(str(before[WATCHED])) + rng.choice((0, 0, 1, 29, 30, 31))
            row = put(row, {STARTED: when(before, STARTED) + timedelta(minutes=minutes)})
        rows["plays"][number] = last[row[MEMBER]] = row
    rows["plays"] = numbered(by_time(rows["plays"], STARTED, MEMBER))


def _switches(rng: Random, rows: Rows) -> None:
    """Each member in turn: another plan, the same price again, a cut, a rise, no change at all."""
    found: list[Row] = []
    for number, member in enumerate(rows["members"]):
        own = [row for row in rows["plan_changes"] if row[1] == member[0]]
        _, name, at, plan, cents = own[0]
        other = "family" if plan == "basic" else "basic"
        price = int(str(cents))
        told = [(other, PRICES[other]), (plan, price), (plan, price - 200), (plan, price + 100)]
        if number % 5 < 4:
            later = when((at,), 0) + timedelta(minutes=rng.randrange(60, 5_000))
            found += [*own, (0, name, later, *told[number % 5])]
    rows["plan_changes"] = numbered(by_time(found, 2, 1))


STREAM_PLAYS = recipe(
    Plan(
        name="stream_plays",
        about="Members, episodes, plays and plan changes of a streaming service",
        entities="members",
        heads=(MEMBERS, TITLES, PLAYS, CHANGES),
        draw=_draw,
        shapes={
            "nulls": (
                "unknown screens, ends, regions",
                nulls({"plays": (SCREEN, WATCHED, FINISHED), "members": (2,)}),
            ),
            "ties": (
                "few different lengths, plays that start together",
                ties("plays", {WATCHED: (10, 25)}, (STARTED,)),
            ),
            "gaps": ("days without a play", gaps({"plays": STARTED})),
            "midnight": ("plays at 00:00:00 and 23:59:59", midnight("plays", (STARTED,))),
            "duplicates": ("plays reported again under the same play_id", resent("plays", 4)),
            "orphans": (
                "members missing from the members table",
                orphans("members", {"plays": MEMBER}),
            ),
            "quiet": ("members who never played", quiet("members", {"plays": MEMBER})),
            "binge": ("plays that begin when the one before ends", _binge),
            "switches": ("members who change plan, or whose price is cut or raised", _switches),
            "unwatched": ("episodes that nobody played", quiet("titles", {"plays": TITLE})),
        },
        provenance=(
            "Plays come from the player's heartbeat, plan changes from billing, titles from the "
            "catalogue. A household counts as one member. Nobody wrote down how the heartbeat "
            "treats a player left running, nor whether free trials are among the members."
        ),
    )
)
