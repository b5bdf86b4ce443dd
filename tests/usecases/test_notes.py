"""Private notes: written, paged, shown and removed by one person."""

import pytest

from bot.domain.errors import InvalidInput, NotFound
from bot.domain.ids import NoteId
from bot.domain.records import PrivateNote
from bot.usecases import notes, personal
from bot.usecases.notes import LONGEST, PAGE, Page
from tests.usecases.room import Room


def written(room: Room, count: int) -> list[PrivateNote]:
    """Newest first."""
    return [notes.save(room.scene(), f"note {n}") for n in range(count)][::-1]


def test_a_note_is_kept_without_a_circle(empty_room: Room) -> None:
    note = notes.save(empty_room.scene(), "  Ties:\n row_number() ")
    assert (note.text, note.at) == ("Ties:\n row_number()", empty_room.now)
    assert notes.page(empty_room.scene()) == Page((note,), None)


def test_the_longest_note_fits(empty_room: Room) -> None:
    assert notes.save(empty_room.scene(), "x" * LONGEST).text == "x" * 3000


@pytest.mark.parametrize("text", ["", " \n ", "x" * 3001])
def test_an_empty_or_longer_one_is_refused(empty_room: Room, text: str) -> None:
    with pytest.raises(InvalidInput, match="1 to 3000"):
        notes.save(empty_room.scene(), text)
    assert notes.page(empty_room.scene()).notes == ()


def test_a_page_is_filled_to_its_last_line(empty_room: Room) -> None:
    assert notes.page(empty_room.scene()) == Page((), None)
    full = written(empty_room, PAGE)
    assert notes.page(empty_room.scene()) == Page(tuple(full), None)


def test_one_more_is_on_the_next_page(empty_room: Room) -> None:
    written_ones = written(empty_room, PAGE + 1)
    first = notes.page(empty_room.scene())
    assert first == Page(tuple(written_ones[:PAGE]), written_ones[PAGE - 1].id)
    assert notes.page(empty_room.scene(), first.older) == Page((written_ones[PAGE],), None)


def test_a_removed_note_is_gone(empty_room: Room) -> None:
    newer, older = written(empty_room, 2)
    assert notes.remove(empty_room.scene(), older.id) == older
    assert notes.page(empty_room.scene()).notes == (newer,)
    with pytest.raises(NotFound, match="gone"):
        notes.remove(empty_room.scene(), older.id)


def test_nobody_elses_note_is_shown_or_removed(empty_room: Room) -> None:
    (note,) = written(empty_room, 1)
    for look in (notes.find, notes.remove):
        with pytest.raises(NotFound):
            look(empty_room.scene("eve"), note.id)
    assert notes.find(empty_room.scene(), note.id) == note


def test_a_note_that_never_was_is_not_found(empty_room: Room) -> None:
    with pytest.raises(NotFound, match="gone"):
        notes.find(empty_room.scene(), NoteId(987654))


def test_the_export_holds_every_note_oldest_first(empty_room: Room) -> None:
    written(empty_room, 12)
    found = personal.export(empty_room.scene())["notes"]
    assert [note["text"] for note in found] == [f"note {n}" for n in range(12)]
    assert {note["at"] for note in found} == {empty_room.now.isoformat()}


def test_linked_accounts_share_their_notes(empty_room: Room) -> None:
    written(empty_room, 1)
    notes.save(empty_room.scene("ana2"), "from elsewhere")
    personal.link(empty_room.scene("ana2"), personal.link_code(empty_room.scene()))
    texts = [note.text for note in notes.page(empty_room.scene()).notes]
    assert texts == ["from elsewhere", "note 0"]


def test_who_is_forgotten_leaves_no_note(empty_room: Room) -> None:
    written(empty_room, 2)
    person = empty_room.scene().person
    personal.forget(empty_room.scene())
    assert empty_room.repos.notes.all(person.id) == []
