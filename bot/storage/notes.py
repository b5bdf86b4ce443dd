"""What people wrote down for themselves."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import and_, bindparam, delete, insert, select

from bot.domain.ids import NoteId, PersonId
from bot.domain.records import PrivateNote
from bot.storage.common import AnyRow, Repository
from bot.storage.tables import note

_OWN = note.c.person_id == bindparam("person")
_MINE = and_(_OWN, note.c.id == bindparam("note"))
_ADD = insert(note).returning(note.c.id)
_ALL = select(note).where(_OWN).order_by(note.c.id)
_NEWEST = select(note).where(_OWN).order_by(note.c.id.desc()).limit(bindparam("most"))
_OLDER = _NEWEST.where(note.c.id < bindparam("before"))
_FIND = select(note).where(_MINE)
_REMOVE = delete(note).where(_MINE)


class SqlNotes(Repository):
    __slots__ = ()

    def add(self, person: PersonId, text: str, at: datetime) -> PrivateNote:
        return PrivateNote(NoteId(self.scalar(_ADD, person_id=person, text=text, at=at)), text, at)

    def newest(
        self, person: PersonId, most: int, before: NoteId | None = None
    ) -> Sequence[PrivateNote]:
        if before is None:
            return [_note(row) for row in self.rows(_NEWEST, person=person, most=most)]
        return [_note(row) for row in self.rows(_OLDER, person=person, most=most, before=before)]

    def find(self, person: PersonId, note_id: NoteId) -> PrivateNote | None:
        row = self.first(_FIND, person=person, note=note_id)
        return None if row is None else _note(row)

    def remove(self, person: PersonId, note_id: NoteId) -> bool:
        return self.change(_REMOVE, person=person, note=note_id) == 1

    def all(self, person: PersonId) -> Sequence[PrivateNote]:
        return [_note(row) for row in self.rows(_ALL, person=person)]


def _note(row: AnyRow) -> PrivateNote:
    return PrivateNote(NoteId(row.id), row.text, row.at)
