"""Who played what game when: weekends, a launch and players who leave are planted."""

from dataclasses import dataclass
from datetime import timedelta
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
    some,
    when,
)
from bot.datasets.model import Cell, Column, Table
from bot.datasets.shaping import gaps, late, midnight, moved, nulls, orphans, quiet, resent, ties

TIERS = {"free": 0.03, "plus": 0.012, "pro": 0.005}
"""Share of a tier's remaining players who leave for good each day."""
CLOCKS = {"console": 0, "pc": 40, "phone": -95, "tv": 15}
"""Seconds by which the clock of each kind of device is ahead."""
LAUNCH_DAYS = 3
REGIONS = ("asia", "europe", "americas")
ITEMS = {"skin": 499, "season pass": 999, "boost": 199, "level pack": 1499}
PLAYER, DEVICE, STARTED, RECEIVED, MINUTES, SCORE = 1, 2, 3, 4, 5, 6

PLAYERS = Table(
    "players",
    "One row per account.",
    (
        Column("player_id", "text", "the account, p001 and up"),
        Column("joined_on", "date", "UTC day on which the account was opened"),
        Column("tier", "text", "free, plus or pro, as of today; NULL: not known"),
        Column("region", "text", "asia, europe or americas, from the shop; NULL: not known"),
        Column("invited_by", "text", "player_id of who invited this one; NULL: nobody"),
    ),
)
DEVICES = Table(
    "devices",
    "One row per device that has ever been signed in.",
    (
        Column("device_id", "text", "the device, d001 and up"),
        Column("player_id", "text", "the account that signed it in"),
        Column("kind", "text", "console, pc, phone or tv"),
    ),
)
SESSIONS = Table(
    "sessions",
    "One row per session that the game reported.",
    (
        Column("session_id", "integer", "the session; a report sent again carries the same"),
        Column("player_id", "text", "who played"),
        Column("device_id", "text", "on what; NULL: not reported"),
        Column("started_at", "timestamp", "start, UTC, by the clock of the device"),
        Column("received_at", "timestamp", "arrival of the report, UTC, by our clock"),
        Column("minutes", "integer", "length in whole minutes; NULL: the end was not reported"),
        Column("score", "integer", "points in the session; NULL: not reported"),
    ),
)
PURCHASES = Table(
    "purchases",
    "One row per purchase in the game's shop.",
    (
        Column("purchase_id", "integer", "the purchase"),
        Column("player_id", "text", "who bought"),
        Column("bought_at", "timestamp", "UTC, by the clock of the shop"),
        Column("item", "text", "skin, season pass, boost or level pack"),
        Column("amount_cents", "integer", "paid, US cents, before tax"),
    ),
)


@dataclass(frozen=True, slots=True)
class _World:
    days: int
    weekend_lift: float
    launch: int
    launch_lift: float

    def factor(self, day: int) -> float:
        launch = self.launch_lift if self.launch <= day < self.launch + LAUNCH_DAYS else 1.0
        return launch * (self.weekend_lift if day % 7 >= 5 else 1.0)


def _world(rng: Random, days: int) -> _World:
    weekend, launch = round(rng.uniform(1.3, 2.0), 2), rng.randrange(days // 3, 2 * days // 3)
    return _World(days, weekend, launch, round(rng.uniform(2.0, 3.0), 2))


def _draw(rng: Random, size: int) -> tuple[Rows, dict[str, object]]:
    world = _world(rng, days_for(size))
    players = _players(rng, size, world.days)
    devices = _devices(rng, players)
    sessions = _sessions(rng, players, devices, world)
    rows = {"players": players, "devices": devices, "sessions": sessions}
    return rows | {"purchases": _purchases(rng, sessions)}, {
        "days": world.days,
        "weekend_lift": world.weekend_lift,
        "launch_on": START + timedelta(days=world.launch),
        "launch_days": LAUNCH_DAYS,
        "launch_lift": world.launch_lift,
        "leaving": TIERS,
        "clocks": CLOCKS,
    }


def _players(rng: Random, size: int, days: int) -> list[Row]:
    names = ids("p", size)
    rows: list[Row] = []
    for number, name in enumerate(names):
        joined = START + timedelta(days=rng.randrange(-days // 3, days // 2))
        tier = rng.choices(list(TIERS), (6, 3, 1))[0]
        inviter = rng.choice(names[:number]) if number and rng.random() < 0.3 else None
        rows.append((name, joined, tier, rng.choice(REGIONS), inviter))
    return rows


def _devices(rng: Random, players: list[Row]) -> list[Row]:
    owners = [row[0] for row in players for _ in range(1 if rng.random() < 0.7 else 2)]
    kinds = list(CLOCKS)
    names = ids("d", len(owners))
    return [(name, owner, rng.choice(kinds)) for name, owner in zip(names, owners, strict=True)]


def _sessions(rng: Random, players: list[Row], devices: list[Row], world: _World) -> list[Row]:
    owned: dict[Cell, list[Row]] = {}
    for device in devices:
        owned.setdefault(device[1], []).append(device)
    rates = _rates(rng, players, world)
    size = len(players)
    wanted = 60 + 2 * size if size <= 20 else size * world.days * 0.32
    scale = wanted / sum(rate for _, _, rate in rates)
    found = [
        _session(rng, rng.choice(owned[player]), day)
        for player, day, rate in rates
        for _ in range(poisson(rng, rate * scale))
    ]
    return numbered(by_time(found, RECEIVED, PLAYER))


def _rates(rng: Random, players: list[Row], world: _World) -> list[tuple[Cell, int, float]]:
    """(player, day, expected sessions), nothing before joining and after leaving."""
    factors = [world.factor(day) for day in range(world.days)]
    cells: list[tuple[Cell, int, float]] = []
    for player, joined, tier, *_ in players:
        first = max(0, day_of(joined))
        left = first + 1 + int(rng.expovariate(TIERS[str(tier)]))
        keen = rng.uniform(0.3, 1.7)
        days = range(first, min(world.days, left))
        cells += [(player, day, keen * factors[day]) for day in days]
    return cells


def _session(rng: Random, device: Row, day: int) -> Row:
    name, player, kind = device
    real = moment(day, evening_weighted(rng))
    started = real + timedelta(seconds=CLOCKS[str(kind)])
    minutes = 1 + int(rng.expovariate(1 / 30))
    score = max(0, int(rng.gauss(900, 250)))
    received = real + timedelta(seconds=rng.randrange(3))
    return (0, player, name, started, received, minutes, score)


def _purchases(rng: Random, sessions: list[Row]) -> list[Row]:
    bought = [row for row in sessions if rng.random() < 0.15] or sessions[:1]
    rows: list[Row] = []
    for number, session in enumerate(bought, 1):
        item = rng.choice(list(ITEMS))
        at = when(session, RECEIVED) + timedelta(minutes=rng.randrange(1, 30))
        rows.append((number, session[PLAYER], at, item, ITEMS[item]))
    return rows


def _returns(rng: Random, rows: Rows) -> None:
    joined = {row[0]: day_of(row[1]) for row in rows["players"]}
    sessions = rows["sessions"]
    for number in some(rng, sessions, 0.7):
        day = joined[sessions[number][PLAYER]] + rng.choice((0, 0, 1, 1, 2, 6, 7, 7, 8, 14, 28, 30))
        if day >= 0:
            second = rng.choice((0, 0, 3_600, 86_399))
            sessions[number] = moved(sessions[number], (STARTED, RECEIVED), day, second)


def _skew(rng: Random, rows: Rows) -> None:
    used = {row[DEVICE] for row in rows["sessions"]}
    devices = [row for row in rows["devices"] if row[0] in used]
    phones = [row for row in devices if row[2] == "phone"] or devices[:1]
    off = {row[0]: rng.choice((-9, -3, 5)) for row in phones}
    rows["sessions"] = [
        put(row, {STARTED: when(row, STARTED) + timedelta(hours=off.get(row[DEVICE], 0))})
        for row in rows["sessions"]
    ]


def _measure(rows: Rows) -> dict[str, object]:
    """The most different players in any seven days ending on a day with sessions, by start."""
    by_day: dict[int, set[Cell]] = {}
    for row in rows["sessions"]:
        by_day.setdefault(day_of(row[STARTED]), set()).add(row[PLAYER])
    reach = [
        len(set().union(*(by_day.get(day - back, set()) for back in range(7)))) for day in by_day
    ]
    return {"seven_day_peak": max(reach, default=0)}


GAME_SESSIONS = recipe(
    Plan(
        name="game_sessions",
        about="Players, their devices, sessions and purchases in one console game",
        entities="players",
        heads=(PLAYERS, DEVICES, SESSIONS, PURCHASES),
        draw=_draw,
        shapes={
            "nulls": (
                "unknown devices, lengths, scores, tiers and regions",
                nulls({"sessions": (DEVICE, MINUTES, SCORE), "players": (2, 3)}),
            ),
            "ties": (
                "few different scores and lengths, sessions that start together",
                ties("sessions", {MINUTES: (10, 20), SCORE: (700, 800, 900)}, (STARTED, RECEIVED)),
            ),
            "gaps": ("days on which nobody played", gaps({"sessions": RECEIVED, "purchases": 2})),
            "midnight": (
                "starts at 00:00:00 and 23:59:59, sessions that run into the next day",
                midnight("sessions", (STARTED, RECEIVED)),
            ),
            "returns": ("sessions whole days after joining: 0, 1, 7, 14, 30 and beside", _returns),
            "duplicates": ("reports sent again under the same session_id", resent("sessions", 4)),
            "orphans": (
                "players missing from the players table",
                orphans("players", {"sessions": PLAYER}),
            ),
            "quiet": (
                "players who never played",
                quiet("players", {"sessions": 1, "purchases": 1}),
            ),
            "skew": ("phones, or one other device, whose clock is hours off", _skew),
            "late": ("reports that arrive days after the session", late("sessions", 3, 4)),
        },
        provenance=(
            "Sessions are what the game reports when a session ends; a device without a "
            "connection reports later. Purchases come from the shop's own ledger. The player "
            "table was copied on the last day of the log. Nobody wrote down which game versions "
            "report the score, nor whether test accounts were taken out."
        ),
        measure=_measure,
    )
)
