"""A small shop of our own invention, for tests of the judge alone."""

from datetime import date, datetime

from adapters.judge.sql.databases import Databases, opened, packed
from bot.datasets.model import Cell, Column, DataSet, Table


def table(name: str, columns: str, *rows: tuple[Cell, ...]) -> Table:
    """`columns` is "name type, name type"."""
    pairs = [column.split() for column in columns.split(",")]
    return Table(name, "", tuple(Column(n, k, "") for n, k in pairs), rows)  # type: ignore[arg-type]


def at(day: int, clock: str = "00:00:00") -> datetime:
    return datetime.fromisoformat(f"2026-03-{day:02} {clock}")


USERS = table(
    "users",
    "user_id integer, name text, joined date, vip boolean",
    (1, "Ada", date(2026, 3, 1), True),
    (2, "Bo", date(2026, 3, 1), False),
    (3, "Cy", date(2026, 2, 27), None),
    (4, "Di's", date(2026, 3, 4), False),
)
EVENTS = table(
    "events",
    "event_id integer, user_id integer, kind text, at timestamp, amount double, items integer",
    (1, 1, "view", at(1, "10:00:00"), None, 0),
    (2, 1, "buy", at(1, "10:05:00"), 12.5, 3),
    (3, 2, "view", at(1, "23:59:59"), None, 0),
    (4, 2, "buy", at(2), 7.25, 2),
    (5, 1, "view", at(2, "09:00:00"), None, 0),
    (6, 3, "buy", at(4, "08:30:00"), 12.5, 7),
    (7, 3, "buy", at(4, "08:30:00"), 30.0, 1),
    (8, 1, "buy", at(6, "18:00:00"), 4.0, 1),
    (9, 9, "view", at(6, "19:00:00"), None, None),
    (10, 2, "view", at(8, "07:00:00"), None, 0),
)
SHOP = DataSet((USERS, EVENTS), "made up")
NAMES = ("users", "events")


def databases(*shops: DataSet) -> Databases:
    return opened(packed(shops or (SHOP,), NAMES))
