"""Private notes, on both engines."""

from datetime import timedelta

from bot.domain.ids import NoteId
from bot.domain.records import PrivateNote
from bot.repositories.store import Repos
from tests.builders import MONDAY, store_person

HOUR = timedelta(hours=1)


def _written(repos: Repos, user: str, count: int) -> list[PrivateNote]:
    """Notes of one person, oldest first."""
    person = store_person(repos, user)
    return [repos.notes.add(person.id, f"note {n}", MONDAY + n * HOUR) for n in range(count)]


def test_a_note_comes_back_as_it_was_written(repos: Repos) -> None:
    ada = store_person(repos, "ada")
    note = repos.notes.add(ada.id, "Ties: 🦉\n  row_number()", MONDAY)
    assert (note.text, note.at) == ("Ties: 🦉\n  row_number()", MONDAY)
    assert repos.notes.find(ada.id, note.id) == note


def test_the_longest_note_is_kept_whole(repos: Repos) -> None:
    ada = store_person(repos, "ada")
    assert repos.notes.find(ada.id, repos.notes.add(ada.id, "🦉" * 3000, MONDAY).id) is not None


def test_notes_are_listed_newest_first_and_no_more_than_asked(repos: Repos) -> None:
    written = _written(repos, "ada", 4)
    assert repos.notes.newest(store_person(repos, "ada").id, 3) == written[:0:-1]


def test_older_notes_follow_a_known_one(repos: Repos) -> None:
    written = _written(repos, "ada", 4)
    ada = store_person(repos, "ada")
    assert repos.notes.newest(ada.id, 2, before=written[3].id) == [written[2], written[1]]
    assert repos.notes.newest(ada.id, 2, before=written[0].id) == []


def test_all_notes_are_told_oldest_first(repos: Repos) -> None:
    written = _written(repos, "ada", 3)
    assert repos.notes.all(store_person(repos, "ada").id) == written


def test_notes_are_ones_own(repos: Repos) -> None:
    (note,), eve = _written(repos, "ada", 1), store_person(repos, "eve")
    assert repos.notes.newest(eve.id, 10) == repos.notes.all(eve.id) == []
    assert repos.notes.find(eve.id, note.id) is None
    assert not repos.notes.remove(eve.id, note.id)
    assert repos.notes.all(store_person(repos, "ada").id) == [note]


def test_a_note_is_removed_once(repos: Repos) -> None:
    first, second = _written(repos, "ada", 2)
    ada = store_person(repos, "ada")
    assert repos.notes.remove(ada.id, first.id)
    assert not repos.notes.remove(ada.id, first.id)
    assert repos.notes.all(ada.id) == [second]


def test_a_note_that_never_was_is_not_found(repos: Repos) -> None:
    ada = store_person(repos, "ada")
    assert repos.notes.find(ada.id, NoteId(987654)) is None
