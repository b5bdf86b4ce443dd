"""People, their accounts and what they keep for themselves."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.cohorts import Person
from bot.domain.ids import (
    ActorRef,
    NoteId,
    PersonId,
)
from bot.domain.records import (
    PrivateNote,
)


class People(Protocol):
    def find(self, actor: ActorRef) -> Person | None: ...

    def identify(self, actor: ActorRef, name: str) -> Person:
        """The person behind an account; a new account makes a new person."""
        ...

    def get(self, person: PersonId) -> Person: ...

    def save(self, person: Person) -> None: ...

    def by_code(self, code: str) -> Person | None: ...

    def accounts(self, person: PersonId) -> Sequence[ActorRef]: ...

    def merge(self, keep: PersonId, drop: PersonId) -> None:
        """Give every account, membership and note of `drop` to `keep`.

        In a circle of both the membership stays that was not left, or else has more days kept.
        """
        ...

    def erase(self, person: PersonId) -> None:
        """Forget name, accounts, settings, notes and written answers; keep nameless counts."""
        ...


class Notes(Protocol):
    def add(self, person: PersonId, text: str, at: datetime) -> PrivateNote: ...

    def newest(
        self, person: PersonId, most: int, before: NoteId | None = None
    ) -> Sequence[PrivateNote]:
        """Newest first; with `before` only those older than it."""
        ...

    def find(self, person: PersonId, note: NoteId) -> PrivateNote | None:
        """None also for somebody else's."""
        ...

    def remove(self, person: PersonId, note: NoteId) -> bool:
        """False when the person has no such note."""
        ...

    def all(self, person: PersonId) -> Sequence[PrivateNote]:
        """Oldest first."""
        ...
