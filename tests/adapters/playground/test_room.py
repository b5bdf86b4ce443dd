from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.playground.places import direct_ref, path_of, place_from, room_ref
from adapters.playground.records import Change, Entry, Person
from adapters.playground.room import Room
from bot.ports import Attachment
from tests.adapters.playground.gallery import BOARD, EVERYTHING, HINT, TEXT_CARD, VERDICT
from tests.adapters.playground.scripted import ScriptedClock

HERE = room_ref("general")
ANA = Person("ana", "Ana", "Europe/Berlin", is_host=True)
BEN = Person("ben", "Ben", "America/New_York")


PEOPLE = (ANA, BEN)


def a_room(
    path: Path | str = ":memory:",
    clock: ScriptedClock | None = None,
    people: Sequence[Person] = PEOPLE,
) -> Room:
    room = Room(path, clock or ScriptedClock())
    for person in people:
        room.add_person(person)
    room.add_room("general", "General")
    return room


def ids(entries: tuple[Entry, ...]) -> list[int]:
    return [entry.message.id for entry in entries]


def everything_in(entries: tuple[Entry, ...]) -> set[int]:
    below = [everything_in((*entry.under, *entry.replies)) for entry in entries]
    return set(ids(entries)).union(*below)


def test_a_repeated_key_returns_the_first_message() -> None:
    room = a_room()
    first = room.post(HERE, BOARD, key="k1")
    changes = room.changes
    assert room.post(HERE, HINT, key="k1") == first
    assert ids(room.seen_by("ana", HERE)) == [first.id]
    assert room.changes == changes


def test_messages_without_a_key_are_all_different() -> None:
    room = a_room()
    assert room.post(HERE, "one").id != room.post(HERE, "one").id


def test_a_card_comes_back_as_it_was() -> None:
    room = a_room()
    posted = room.post(HERE, EVERYTHING)
    found = room.message(posted.id)
    assert found is not None
    assert found.content == EVERYTHING


def test_nobody_else_ever_sees_a_private_message() -> None:
    room = a_room()
    public = room.post(HERE, BOARD)
    top = room.post(HERE, HINT, only_for="ana")
    under = room.post(HERE, HINT, only_for="ana", parent=public.id)
    deeper = room.post(HERE, HINT, only_for="ana", parent=under.id)
    room.replace(top.id, VERDICT)
    assert everything_in(room.seen_by("ana", HERE)) == {public.id, top.id, under.id, deeper.id}
    assert everything_in(room.seen_by("ben", HERE)) == {public.id}


def test_a_direct_conversation_is_between_two() -> None:
    room = a_room()
    mine = room.post(direct_ref("ana"), BOARD)
    assert ids(room.seen_by("ana", direct_ref("ana"))) == [mine.id]
    assert room.seen_by("ben", direct_ref("ana")) == ()
    assert room.seen_by("ana", room_ref("ana")) == ()


def test_changes_are_told_only_to_those_they_concern() -> None:
    room = a_room()
    heard: list[Change] = []
    stop = room.listen(heard.append)
    room.post(HERE, HINT, only_for="ana")
    room.post(direct_ref("ana"), HINT)
    room.post(HERE, HINT)
    room.set_setting("classmates", "on")
    stop()
    room.post(HERE, HINT)
    assert [change.concerns("ana") for change in heard] == [True] * 4
    assert [change.concerns("ben") for change in heard] == [False, False, True, True]


def test_a_thread_hangs_below_its_first_message() -> None:
    room = a_room()
    top = room.post(HERE, BOARD)
    reply = room.post(HERE, "nice", author="ben", parent=top.id)
    answer = room.post(HERE, "thanks", author="ana", parent=reply.id)
    (entry,) = room.seen_by("ben", HERE)
    assert ids(entry.replies) == [reply.id, answer.id]
    assert entry.under == ()


def test_a_parent_elsewhere_is_no_parent() -> None:
    room = a_room()
    elsewhere = room.post(direct_ref("ana"), BOARD)
    assert room.post(HERE, BOARD, parent=elsewhere.id).parent is None
    assert room.post(HERE, BOARD, parent=999).parent is None


def test_replacing_a_card_changes_the_stamp_of_its_entry() -> None:
    room = a_room()
    top = room.post(HERE, BOARD)
    under = room.post(HERE, HINT, only_for="ana", parent=top.id)
    (before,) = room.seen_by("ana", HERE)
    (others,) = room.seen_by("ben", HERE)
    room.replace(under.id, VERDICT)
    (after,) = room.seen_by("ana", HERE)
    assert after.under[0].message.content == VERDICT
    assert after.stamp != before.stamp
    assert room.seen_by("ben", HERE) == (others,)


def test_only_the_reader_of_a_private_message_dismisses_it() -> None:
    room = a_room()
    public = room.post(HERE, BOARD)
    private = room.post(HERE, HINT, only_for="ana")
    assert not room.dismiss(private.id, "ben")
    assert not room.dismiss(public.id, "ana")
    assert not room.dismiss(public.id, "")
    assert room.dismiss(private.id, "ana")
    assert ids(room.seen_by("ana", HERE)) == [public.id]


def test_the_latest_entries_are_shown_oldest_first_with_their_threads() -> None:
    room = a_room()
    posted = [room.post(HERE, f"message {number}") for number in range(5)]
    room.post(HERE, "to an old one", parent=posted[0].id)
    reply = room.post(HERE, "to a new one", parent=posted[4].id)
    latest = room.seen_by("ana", HERE, latest=2)
    assert ids(latest) == [posted[3].id, posted[4].id]
    assert ids(latest[1].replies) == [reply.id]


def test_messages_carry_the_time_of_the_given_clock() -> None:
    clock = ScriptedClock()
    room = a_room(clock=clock)
    clock.at += timedelta(days=3)
    assert room.post(HERE, "hello").at == clock.at


def test_everything_is_there_after_reopening(tmp_path: Path) -> None:
    room = a_room(tmp_path / "room.db")
    posted = room.post(HERE, BOARD, key="k1")
    file = room.keep_file("ana", Attachment("data.json", "application/json", "{}"))
    room.set_setting("offset", "42")
    room.close()
    again = Room(tmp_path / "room.db", ScriptedClock())
    assert again.post(HERE, HINT, key="k1") == posted
    assert again.people() == [ANA, BEN]
    assert again.rooms() == [("general", "General")]
    assert again.setting("offset") == "42"
    kept = again.file(file)
    assert kept is not None
    assert (kept.person, kept.name, kept.text) == ("ana", "data.json", "{}")
    again.close()


def test_a_file_of_another_layout_is_refused(tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "room.db") as db:
        db.execute("PRAGMA user_version=99")
    db.close()
    with pytest.raises(ValueError, match="another version of the playground"):
        Room(tmp_path / "room.db", ScriptedClock())


def test_people_and_rooms_are_brought_up_to_date() -> None:
    room = a_room()
    room.add_person(Person("ben", "Benjamin", "UTC"))
    room.add_room("general", "Everyone")
    assert room.people() == [ANA, Person("ben", "Benjamin", "UTC")]
    assert room.rooms() == [("general", "Everyone")]


@pytest.mark.parametrize(
    ("title", "room_id"), [("PM prep!", "pm-prep"), ("???", "room"), ("Übung 2", "übung-2")]
)
def test_a_new_room_gets_an_id_from_its_title(title: str, room_id: str) -> None:
    room = a_room()
    assert room.new_room(title) == room_id
    assert room.new_room(title) == room_id
    assert room.knows(room_ref(room_id))


def test_the_room_knows_its_places() -> None:
    room = a_room()
    assert room.knows(HERE)
    assert room.knows(direct_ref("ana"))
    assert not room.knows(room_ref("ana"))
    assert not room.knows(direct_ref("general"))


def test_settings_have_defaults() -> None:
    room = a_room()
    assert room.setting("offset", "0") == "0"
    assert room.message(1) is None
    assert room.file(1) is None
    assert room.person("chidi") is None


def test_paths_name_places() -> None:
    assert place_from(path_of(HERE)) == HERE
    assert place_from(path_of(direct_ref("ana"))) == direct_ref("ana")


@pytest.mark.parametrize("path", ["", "r/", "x/general", "general"])
def test_other_paths_name_nothing(path: str) -> None:
    assert place_from(path) is None


def test_a_plain_card_may_follow_chat_in_place() -> None:
    room = a_room()
    posted = room.post(HERE, "words", only_for="ana")
    assert room.replace(posted.id, TEXT_CARD, cause="You typed /prep").cause == "You typed /prep"
