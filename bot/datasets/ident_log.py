"""Events whose moments come as text in four forms; some are broken, sent twice or late."""

from datetime import UTC, datetime, timedelta, timezone
from random import Random

from bot.datasets.drawing import (
    Plan,
    Row,
    Rows,
    Shaper,
    by_time,
    day_of,
    days_for,
    evening_weighted,
    from_unix_ms,
    ids,
    moment,
    numbered,
    put,
    recipe,
    some,
    unix_ms,
    when,
)
from bot.datasets.model import Cell, Column, Table
from bot.datasets.shaping import edges, late, nulls, orphans, quiet, resent, ties

FORMS = ("iso_z", "iso_offset", "unix_s", "unix_ms")
OFFSETS = (-480, -300, 0, 60, 330, 540)
"""Minutes east of UTC."""
BROKEN = ("", "n/a", "yesterday", "2026-13-45T10:00:00Z", "177245", "2026-03-32T07:10:00Z")
KINDS = ("sign_in", "sign_out", "verify", "fail")
SOURCE, IDENT, STAMP, KIND, RECEIVED = 1, 2, 3, 4, 5
MALFORMED, DOUBLED, LATE = 0.06, 0.05, 0.05

SOURCES = Table(
    "sources",
    "One row per system that sends events.",
    (
        Column("source_id", "text", "the system, s001 and up"),
        Column("form", "text", "how it writes moments: iso_z, iso_offset, unix_s or unix_ms"),
        Column(
            "offset_minutes", "integer", "minutes by which the zone it writes in is east of UTC"
        ),
    ),
)
EVENTS = Table(
    "events",
    "One row per event as received, in order of arrival.",
    (
        Column("line_no", "integer", "the line in the file"),
        Column("source_id", "text", "which system sent it"),
        Column("ident", "text", "the account, written as the source writes it; NULL: not sent"),
        Column(
            "stamp",
            "text",
            "when it happened: ISO 8601 with Z or an offset, or Unix seconds (10 digits) or "
            "milliseconds (13 digits); may be broken; NULL: not sent",
        ),
        Column("kind", "text", "sign_in, sign_out, verify or fail; NULL: not sent"),
        Column("received_at", "timestamp", "arrival, UTC, by our clock"),
    ),
)


def _draw(rng: Random, size: int) -> tuple[Rows, dict[str, object]]:
    sources = _sources(rng, max(4, size // 4) if size > 1 else 1)
    accounts = ids("u", size)
    wanted = 60 + 2 * size if size <= 20 else size * days_for(size) // 2
    rows = [_event(rng, rng.choice(sources), rng.choice(accounts), size) for _ in range(wanted)]
    rows += [_again(rng, row) for row in rows if rng.random() < DOUBLED]
    filed: Rows = {"sources": sources, "events": rows}
    _file(filed)
    return filed, {
        "malformed_share": MALFORMED,
        "duplicate_share": DOUBLED,
        "late_share": LATE,
        "late_after_hours": 24,
        "broken": BROKEN,
    }


def _file(rows: Rows) -> None:
    """Lines in order of arrival, numbered from 1."""
    rows["events"] = numbered(by_time(rows["events"], RECEIVED, IDENT))


def _sources(rng: Random, count: int) -> list[Row]:
    """Every form is there from four sources on."""
    return [
        (name, FORMS[number % 4], rng.choice(OFFSETS) if number % 4 == 1 else 0)
        for number, name in enumerate(ids("s", count))
    ]


def _event(rng: Random, source: Row, account: str, size: int) -> Row:
    happened = moment(rng.randrange(days_for(size)), evening_weighted(rng))
    happened += timedelta(milliseconds=rng.randrange(1000) if source[1] == "unix_ms" else 0)
    delay = rng.randrange(86_400, 259_200) if rng.random() < LATE else rng.randrange(1, 30)
    stamp = written(happened, str(source[1]), int(str(source[2])))
    if rng.random() < MALFORMED:
        stamp = rng.choice(BROKEN)
    received = happened.replace(microsecond=0) + timedelta(seconds=delay)
    return (0, source[0], _spelled(rng, account), stamp, rng.choice(KINDS), received)


def written(happened: datetime, form: str, offset: int) -> str:
    """The moment (naive UTC) in one of FORMS; `offset` in minutes counts for iso_offset alone."""
    if form == "iso_offset":
        zone = timezone(timedelta(minutes=offset))
        return happened.replace(tzinfo=UTC).astimezone(zone).isoformat()
    if form == "iso_z":
        return f"{happened.isoformat()}Z"
    return str(unix_ms(happened) // 1000 if form == "unix_s" else unix_ms(happened))


def read(stamp: Cell) -> datetime | None:
    """The moment in naive UTC, None for what is broken: the reference reading of a stamp."""
    text = "" if stamp is None else str(stamp).strip()
    if text.isdigit():
        unit = {10: 1_000, 13: 1}.get(len(text))
        return None if unit is None else from_unix_ms(int(text) * unit)
    try:
        aware = datetime.fromisoformat(text)
    except ValueError:
        return None
    return aware.astimezone(UTC).replace(tzinfo=None) if aware.tzinfo else None


def _spelled(rng: Random, account: str) -> str:
    return rng.choice((account, account, account.upper(), f" {account}", f"{account} "))


def _again(rng: Random, row: Row) -> Row:
    return put(row, {RECEIVED: when(row, RECEIVED) + timedelta(seconds=rng.randrange(5, 3_600))})


def _measure(rows: Rows) -> dict[str, object]:
    """What every line says, by line number, and counts of what can be read."""
    instants = {row[0]: read(row[STAMP]) for row in rows["events"]}
    distinct = {row[1:RECEIVED] for row in rows["events"]}
    return {
        "instants": instants,
        "malformed": sum(instant is None for instant in instants.values()),
        "different_events": len(distinct),
    }


def _midnight(rng: Random, rows: Rows) -> None:
    """Stamps whose day in UTC is another than the day they are written with."""
    places = {row[0]: row for row in rows["sources"]}
    for number in some(rng, rows["events"], 0.6):
        row = rows["events"][number]
        source = places[row[SOURCE]]
        day = day_of(row[RECEIVED])
        at = moment(day, rng.choice((0, 86_399, 1_800, 84_600)))
        offset = int(str(source[2])) or (540 if source[1] == "iso_offset" else 0)
        changes: dict[int, Cell] = {
            STAMP: written(at, str(source[1]), offset),
            RECEIVED: at + timedelta(seconds=2),
        }
        rows["events"][number] = put(row, changes)


def _filed(change: Shaper) -> Shaper:
    """The same change, and the lines in order again."""

    def both(rng: Random, rows: Rows) -> None:
        change(rng, rows)
        _file(rows)

    return both


IDENT_LOG = recipe(
    Plan(
        name="ident_log",
        about="A sign-in log in which four systems write time in four ways",
        entities="accounts",
        heads=(SOURCES, EVENTS),
        draw=_draw,
        shapes={
            "nulls": ("accounts, stamps and kinds not sent", nulls({"events": (2, 3, 4)})),
            "ties": (
                "events of one kind that arrive together",
                ties("events", {4: KINDS[:2]}, (5,)),
            ),
            "midnight": ("stamps that belong to another day in UTC", _filed(_midnight)),
            "duplicates": ("events received again", _filed(resent("events", RECEIVED))),
            "orphans": (
                "systems missing from the sources table",
                orphans("sources", {"events": SOURCE}),
            ),
            "quiet": ("systems that sent nothing", quiet("sources", {"events": SOURCE})),
            "late": (
                "events that arrive days after they happened",
                _filed(late("events", 5, 5, 0.4)),
            ),
            "broken": ("two stamps in five cannot be read", edges("events", {STAMP: BROKEN}, 0.4)),
        },
        provenance=(
            "The file joins what four teams' systems sent in one fortnight or more. Lines are in "
            "order of arrival. One system changed its form of writing once, the date is not "
            "known; whether a resent event keeps its stamp was never tested."
        ),
        measure=_measure,
    )
)
