"""The room's file: its tables, and rows to records."""

import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter

from adapters.playground.places import direct_ref, room_ref
from adapters.playground.records import Entry, Message
from bot.cards import Card

SCHEMA_VERSION = 1
_TABLES = """
CREATE TABLE people (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, zone TEXT NOT NULL, is_host INTEGER NOT NULL
) STRICT;
CREATE TABLE rooms (id TEXT PRIMARY KEY, title TEXT NOT NULL) STRICT;
CREATE TABLE messages (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL, direct INTEGER NOT NULL,
    root INTEGER REFERENCES messages (id), parent INTEGER REFERENCES messages (id),
    author TEXT NOT NULL, only_for TEXT NOT NULL, key TEXT UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('card', 'chat')), body TEXT NOT NULL, cause TEXT NOT NULL,
    file INTEGER REFERENCES files (id),
    at TEXT NOT NULL, dismissed INTEGER NOT NULL DEFAULT 0, version INTEGER NOT NULL DEFAULT 1
) STRICT;
CREATE INDEX messages_by_place ON messages (channel, direct, root, id);
CREATE TABLE files (
    id INTEGER PRIMARY KEY AUTOINCREMENT, person TEXT NOT NULL,
    name TEXT NOT NULL, media_type TEXT NOT NULL, text TEXT NOT NULL
) STRICT;
CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
"""
_CARD: TypeAdapter[Card] = TypeAdapter(Card)


def open_history(path: str | Path) -> sqlite3.Connection:
    """Open or make the file; refuse one written by another layout rather than guess."""
    db = sqlite3.connect(path, isolation_level=None)
    db.row_factory = sqlite3.Row
    # NORMAL survives the death of the process; only a power cut may take the last messages.
    db.executescript(
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        "PRAGMA busy_timeout=2000;"
    )
    found = int(db.execute("PRAGMA user_version").fetchone()[0])
    if found == 0:
        db.executescript(f"BEGIN; {_TABLES} PRAGMA user_version={SCHEMA_VERSION}; COMMIT;")
    elif found != SCHEMA_VERSION:
        db.close()
        raise ValueError(
            f"{path} was written by another version of the playground (layout {found}, "
            f"this one reads {SCHEMA_VERSION}). Delete it to start afresh."
        )
    return db


def to_body(content: Card | str) -> tuple[str, str]:
    """The `kind` and `body` columns."""
    if isinstance(content, str):
        return "chat", content
    return "card", _CARD.dump_json(content).decode()


def to_message(row: sqlite3.Row) -> Message:
    body: str = row["body"]
    channel: str = row["channel"]
    return Message(
        id=row["id"],
        place=direct_ref(channel) if row["direct"] else room_ref(channel),
        author=row["author"],
        only_for=row["only_for"],
        parent=row["parent"],
        content=_card(body) if row["kind"] == "card" else body,
        cause=row["cause"],
        file=row["file"],
        at=datetime.fromisoformat(row["at"]).astimezone(UTC),
        version=row["version"],
    )


@lru_cache(maxsize=1000)
def _card(body: str) -> Card:
    """Cards never change, and reading one back costs more than all else about a message."""
    return _CARD.validate_json(body)


def grow(messages: Iterable[Message]) -> tuple[Entry, ...]:
    """Hang each message below its parent; one whose parent is not there is left out."""
    below: dict[int | None, list[Message]] = {}
    for message in messages:
        below.setdefault(message.parent, []).append(message)
    return tuple(_entry(top, below) for top in below.get(None, []))


def _entry(message: Message, below: dict[int | None, list[Message]]) -> Entry:
    children = [(child.private, _entry(child, below)) for child in below.get(message.id, [])]
    return Entry(
        message,
        under=tuple(entry for private, entry in children if private),
        replies=tuple(entry for private, entry in children if not private),
    )
