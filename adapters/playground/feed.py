"""A place's messages as one person sees them, drawn as HTML."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from markupsafe import Markup

from adapters.playground.conversation import Seat
from adapters.playground.moments import Reader
from adapters.playground.records import BOT, Entry, Message, Person
from adapters.playground.render import TEMPLATES, render_card, render_moment
from adapters.playground.room import Room
from bot.cards import Card, Moment

# A template's macros have no types; see render.py.
_FEED: Any = TEMPLATES.get_template("feed.html").module
_SHADES = 6


@dataclass(frozen=True, slots=True)
class Author:
    name: str
    initials: str
    shade: int
    is_bot: bool = False


def authors(people: Sequence[Person]) -> dict[str, Author]:
    """Everyone who can speak, by id; neighbours in the list get different colours."""
    known = {
        person.id: Author(person.name, _initials(person.name), number % _SHADES)
        for number, person in enumerate(people)
    }
    return {**known, BOT: Author("Prepcircle", "", 0, is_bot=True)}


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split()[:2]).upper() or "?"


class Feed:
    def __init__(self, room: Room, seat: Seat, reader: Reader) -> None:
        self._room = room
        self._seat = seat
        self._reader = reader
        self._authors = authors(room.people())

    def draw(self) -> Markup:
        """Every entry, with a line wherever a new day begins."""
        entries = self._room.seen_by(self._seat.person.id, self._seat.place)
        return Markup("").join(self._parts(entries))

    def _parts(self, entries: tuple[Entry, ...]) -> Iterator[Markup]:
        day: date | None = None
        for entry in entries:
            at = entry.message.at
            local = at.astimezone(self._reader.zone).date()
            if local != day:
                day = local
                yield Markup(_FEED.day(local.isoformat(), self._reader.date(at)))
            yield Markup(_FEED.entry(entry.message.id, entry.stamp, self._entry(entry)))

    def _entry(self, entry: Entry) -> Markup:
        below = [self._entry(item) for item in entry.under]
        replies = [self._entry(item) for item in entry.replies]
        message = entry.message
        return Markup(
            _FEED.message(
                message,
                self._authors[message.author],
                render_moment(Moment(message.at, "time"), self._reader),
                self._content(message),
                self._seat.origin(message.id).pairs(),
                self._file_name(message),
                self._seat.person.id,
                below,
                replies,
            )
        )

    def _content(self, message: Message) -> Markup:
        if isinstance(message.content, Card):
            return render_card(message.content, self._reader, self._seat.origin(message.id))
        return Markup(_FEED.said(message.content))

    def _file_name(self, message: Message) -> str:
        """The file's name, for the one person who may fetch it."""
        file = self._room.file(message.file) if message.file is not None else None
        return file.name if file and file.person == self._seat.person.id else ""
