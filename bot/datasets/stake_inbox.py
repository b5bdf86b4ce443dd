"""Mails about launches: in each, two asks clash and one mail hides what is really wanted."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from bot.datasets.drawing import (
    Plan,
    Row,
    Rows,
    by_time,
    ids,
    moment,
    numbered,
    put,
    recipe,
    some,
    when,
)
from bot.datasets.model import Cell, Column, Table
from bot.datasets.shaping import gaps, midnight, nulls, orphans, quiet, resent, ties

LAUNCH, SENT, ROLE, ASKS, DUE, BODY = 1, 2, 3, 4, 5, 6
ROLES = ("product", "engineering", "legal", "marketing", "support", "finance")
GOALS = {
    "renewals": "Between us: what the board will look at in June is how many members renew.",
    "upkeep": "To be honest, what keeps me up at night is the server bill.",
    "trust": "What we cannot afford is another week of angry posts about privacy.",
    "hours": "In the end it is about the forty people who do this by hand every Friday.",
}
CLASHES = (
    ("ship", "Please ship it to everybody on {due}; the campaign is booked.", "marketing"),
    ("hold", "Please hold it until the review is done; that will not be by {due}.", "legal"),
)
ASIDES = {
    "status": "A line on where things stand would help me before {due}.",
    "numbers": "Could somebody send the numbers of last month by {due}?",
    "copy": "The text on the second screen needs a native reader by {due}.",
    "access": "I still cannot open the dashboard; it would be good to have by {due}.",
}

LAUNCHES = Table(
    "launches",
    "One row per launch.",
    (
        Column("launch_id", "text", "the launch, l001 and up"),
        Column("planned_on", "date", "day of the launch as planned, UTC"),
        Column("owner_role", "text", "role that decides; NULL: nobody was named"),
    ),
)
MAILS = Table(
    "mails",
    "One row per mail.",
    (
        Column("mail_id", "integer", "the mail; one delivered again carries the same"),
        Column("launch_id", "text", "which launch it is about"),
        Column("sent_at", "timestamp", "when it was sent, UTC"),
        Column("from_role", "text", "role of the writer"),
        Column("asks_for", "text", "ship, hold, status, numbers, copy, access; NULL: no ask"),
        Column("due_on", "date", "by when, UTC; NULL: no day was named"),
        Column("body", "text", "the text"),
    ),
)


@dataclass(slots=True)
class _Box:
    rng: Random
    mails: list[Row]
    goals: dict[str, str]


def _draw(rng: Random, size: int) -> tuple[Rows, dict[str, object]]:
    box = _Box(rng, [], {})
    names = ids("l", size)
    launches: list[Row] = []
    for name in names:
        planned = moment(rng.randrange(14, 60)).date()
        launches.append((name, planned, rng.choice(ROLES)))
        _about(box, name, 8 if size <= 8 else 6)
    mails = numbered(by_time(box.mails, SENT, LAUNCH))
    return {"launches": launches, "mails": mails}, {
        "goals": box.goals,
        "clash": {name: _clash(mails, name) for name in names},
        "hidden": {name: _hidden(mails, name) for name in names},
    }


def _about(box: _Box, launch: str, mails: int) -> None:
    """Two mails that clash, one with the goal between the lines, and others."""
    due = moment(box.rng.randrange(7, 14)).date()
    for asks, text, role in CLASHES:
        _mail(box, launch, (role, asks, due, text.format(due=due)))
    goal = box.goals[launch] = box.rng.choice(sorted(GOALS))
    _mail(box, launch, ("product", None, None, GOALS[goal]))
    for _ in range(mails - 3):
        asks = box.rng.choice(sorted(ASIDES))
        due = moment(box.rng.randrange(3, 14)).date()
        role = box.rng.choice(("engineering", "support", "finance"))
        _mail(box, launch, (role, asks, due, ASIDES[asks].format(due=due)))


def _mail(box: _Box, launch: str, mail: tuple[Cell, ...]) -> None:
    sent = moment(box.rng.randrange(10), 3_600 * 7 + box.rng.randrange(36_000))
    box.mails.append((0, launch, sent, *mail))


def _clash(mails: list[Row], launch: str) -> tuple[Cell, ...]:
    return tuple(row[0] for row in mails if row[LAUNCH] == launch and row[ASKS] in ("ship", "hold"))


def _hidden(mails: list[Row], launch: str) -> Cell:
    return next(row[0] for row in mails if row[LAUNCH] == launch and row[BODY] in GOALS.values())


def _agreed(_: Random, rows: Rows) -> None:
    """Nobody asks to hold."""
    rows["mails"] = [row for row in rows["mails"] if row[ASKS] != "hold"]


def _changed(rng: Random, rows: Rows) -> None:
    """Writers who ask for the opposite some days later; the last word counts."""
    asking = [row for row in rows["mails"] if row[ASKS] in ("ship", "hold")]
    number = len(rows["mails"])
    for place in some(rng, asking, 0.4):
        number, row = number + 1, asking[place]
        changes: dict[int, Cell] = {
            0: number,
            SENT: when(row, SENT) + timedelta(days=rng.randrange(1, 4)),
            ASKS: "hold" if row[ASKS] == "ship" else "ship",
            BODY: "Please forget what I wrote; it is the other way round.",
        }
        rows["mails"].append(put(row, changes))
    rows["mails"] = by_time(rows["mails"], SENT)


STAKE_INBOX = recipe(
    Plan(
        name="stake_inbox",
        about="Launches and the mails that roles write about them",
        entities="launches",
        heads=(LAUNCHES, MAILS),
        draw=_draw,
        shapes={
            "nulls": (
                "mails without an ask or a day, launches nobody owns",
                nulls({"mails": (ASKS, DUE), "launches": (2,)}),
            ),
            "ties": ("mails of the same second, one day for all", ties("mails", {}, (SENT, DUE))),
            "gaps": ("days without a mail", gaps({"mails": SENT})),
            "midnight": ("mails at 00:00:00 and 23:59:59", midnight("mails", (SENT,))),
            "duplicates": ("mails delivered again", resent("mails", SENT)),
            "orphans": (
                "mails about launches that are not listed",
                orphans("launches", {"mails": LAUNCH}),
            ),
            "quiet": ("launches nobody wrote about", quiet("launches", {"mails": LAUNCH})),
            "agreed": ("nobody asks to hold", _agreed),
            "changed": ("writers who change their mind", _changed),
        },
        provenance=(
            "The mails are invented and written by roles, not by people. What was said in the "
            "corridor is missing, and so is every mail that left somebody out."
        ),
    )
)
