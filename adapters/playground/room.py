"""The chat platform itself: its people, rooms and history, and who may see what."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

from adapters.playground.history import grow, open_history, to_body, to_message
from adapters.playground.places import direct_ref
from adapters.playground.records import BOT, Change, Entry, KeptFile, Message, Person
from bot.cards import Card
from bot.domain.ids import ChannelRef
from bot.ports import Attachment, Clock

Listener = Callable[[Change], None]


class Room:
    """Everything the playground remembers, in one SQLite file of its own (or ":memory:").

    It plays the part of Slack or Discord: the core's database holds nothing of it. Every call
    takes well under a millisecond, so calls run on the event loop; use it from that thread only.
    """

    def __init__(self, path: str | Path, clock: Clock) -> None:
        self._db = open_history(path)
        self._clock = clock
        self._listeners: list[Listener] = []
        self.changes = 0
        """Counts up with every change anyone could see."""

    def close(self) -> None:
        self._db.close()

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Hear of every change until the returned function is called."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def add_person(self, person: Person) -> None:
        """Add a person, or bring the one with this id up to date."""
        self._db.execute(
            "INSERT INTO people (id, name, zone, is_host) VALUES (?, ?, ?, ?) ON CONFLICT (id)"
            " DO UPDATE SET name = excluded.name, zone = excluded.zone, is_host = excluded.is_host",
            (person.id, person.name, person.zone, person.is_host),
        )
        self._changed(Change())

    def people(self) -> list[Person]:
        rows = self._db.execute("SELECT * FROM people ORDER BY rowid")
        return [Person(row["id"], row["name"], row["zone"], bool(row["is_host"])) for row in rows]

    def person(self, person: str) -> Person | None:
        return next((known for known in self.people() if known.id == person), None)

    def add_room(self, room: str, title: str) -> None:
        """Add a room, or rename the one with this id."""
        self._db.execute(
            "INSERT INTO rooms (id, title) VALUES (?, ?)"
            " ON CONFLICT (id) DO UPDATE SET title = excluded.title",
            (room, title),
        )
        self._changed(Change())

    def new_room(self, title: str) -> str:
        """Make a room for a title and return its id; the same title finds the same room."""
        room = re.sub(r"[^\w]+", "-", title.lower()).strip("-")[:40] or "room"
        if not any(known == room for known, _ in self.rooms()):
            self.add_room(room, title)
        return room

    def rooms(self) -> list[tuple[str, str]]:
        """Ids and titles, oldest first."""
        rows = self._db.execute("SELECT id, title FROM rooms ORDER BY rowid")
        return [(row["id"], row["title"]) for row in rows]

    def knows(self, place: ChannelRef) -> bool:
        if place.direct:
            return place == direct_ref(place.channel) and self.person(place.channel) is not None
        return any(place.channel == room for room, _ in self.rooms())

    def post(
        self,
        place: ChannelRef,
        content: Card | str,
        *,
        author: str = BOT,
        only_for: str = "",
        parent: int | None = None,
        key: str = "",
        cause: str = "",
        file: int | None = None,
    ) -> Message:
        """Add a message, or return the first one posted under the same `key`.

        A public answer to an answer joins the thread it is in: threads are one level deep.
        """
        above = self.message(parent) if parent is not None else None
        if above and above.place != place:
            above = None
        root = self._root(above) if above else None
        hangs_from = (above.id if only_for else root) if above else None
        kind, body = to_body(content)
        added = self._db.execute(
            "INSERT INTO messages (channel, direct, root, parent, author, only_for, key, kind,"
            " body, cause, file, at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (key) DO NOTHING RETURNING *",
            (
                *(place.channel, place.direct, root, hangs_from, author, only_for, key or None),
                *(kind, body, cause, file, self._clock.now().isoformat()),
            ),
        ).fetchone()
        if added is None:
            return self._with_key(key)
        self._changed(Change("message", place, only_for))
        return to_message(added)

    def message(self, message: int) -> Message | None:
        row = self._db.execute("SELECT * FROM messages WHERE id = ?", (message,)).fetchone()
        return to_message(row) if row else None

    def replace(
        self, message: int, card: Card, *, cause: str = "", file: int | None = None
    ) -> Message:
        """Put another card in a message's place."""
        kind, body = to_body(card)
        row = self._db.execute(
            "UPDATE messages SET kind = ?, body = ?, cause = ?, file = ?, version = version + 1"
            " WHERE id = ? RETURNING *",
            (kind, body, cause, file, message),
        ).fetchone()
        replaced = to_message(row)
        self._changed(Change("message", replaced.place, replaced.only_for))
        return replaced

    def dismiss(self, message: int, person: str) -> bool:
        """Hide a private message from the one person who saw it."""
        row = self._db.execute(
            "UPDATE messages SET dismissed = 1, version = version + 1"
            " WHERE id = ? AND only_for = ? AND only_for <> '' RETURNING *",
            (message, person),
        ).fetchone()
        if row:
            self._changed(Change("message", to_message(row).place, person))
        return row is not None

    def seen_by(self, person: str, place: ChannelRef, latest: int = 200) -> tuple[Entry, ...]:
        """The latest entries of a place as this person sees them, oldest first."""
        if place.direct and place.channel != person:
            return ()
        scope = (place.channel, place.direct, person)
        visible = "channel = ? AND direct = ? AND dismissed = 0 AND only_for IN ('', ?)"
        tops = self._db.execute(
            f"SELECT id FROM messages WHERE {visible} AND root IS NULL ORDER BY id DESC LIMIT ?",
            (*scope, latest),
        ).fetchall()
        first = tops[-1]["id"] if tops else 0
        rows = self._db.execute(
            f"SELECT * FROM messages WHERE {visible} AND coalesce(root, id) >= ? ORDER BY id",
            (*scope, first),
        )
        return grow(to_message(row) for row in rows)

    def keep_file(self, person: str, file: Attachment) -> int:
        """Store a file for one person and return its number."""
        row = self._db.execute(
            "INSERT INTO files (person, name, media_type, text) VALUES (?, ?, ?, ?) RETURNING id",
            (person, file.name, file.media_type, file.text),
        ).fetchone()
        return int(row["id"])

    def file(self, file: int) -> KeptFile | None:
        row = self._db.execute("SELECT * FROM files WHERE id = ?", (file,)).fetchone()
        return KeptFile(row["person"], row["name"], row["media_type"], row["text"]) if row else None

    def setting(self, key: str, default: str = "") -> str:
        row = self._db.execute("SELECT value FROM settings WHERE key = ?", (key,)).fetchone()
        return str(row["value"]) if row else default

    def set_setting(self, key: str, value: str) -> None:
        self._db.execute(
            "INSERT INTO settings (key, value) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            (key, value),
        )
        self._changed(Change())

    def _with_key(self, key: str) -> Message:
        row: sqlite3.Row = self._db.execute(
            "SELECT * FROM messages WHERE key = ?", (key,)
        ).fetchone()
        return to_message(row)

    def _root(self, message: Message) -> int:
        while message.parent is not None:
            above = self.message(message.parent)
            if above is None:
                break
            message = above
        return message.id

    def _changed(self, change: Change) -> None:
        self.changes += 1
        for listener in tuple(self._listeners):
            listener(change)
