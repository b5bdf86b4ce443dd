"""The two shortcuts: one's day from anywhere, and a note out of somebody's message."""

import pytest

from adapters.slack.manifest import manifest
from bot.cards import Card, Text, plain
from tests.adapters.slack.club import STUDY, Club
from tests.builders import a_channel
from tests.slack.people import Person


async def saves(club: Club, words: str, user: str = "U2") -> Person:
    """What Ana said in the room, by the shortcut; the form is open then."""
    person = club.slack.user(user)
    await person.message_shortcut("note", club.slack.user("U1").says(words, STUDY))
    await club.settled()
    return person


def text_in(person: Person) -> str:
    """What stands in the form's only field."""
    return str(person.modal.blocks[-1]["element"].get("initial_value", ""))


@pytest.mark.parametrize("place", [0, 1])
async def test_every_shortcut_of_the_manifest_opens_a_window(club: Club, place: int) -> None:
    await club.starts(1)
    shortcut, ben = manifest()["features"]["shortcuts"][place], club.slack.user("U2")
    if shortcut["type"] == "global":
        await ben.shortcut(shortcut["callback_id"])
    else:
        await ben.message_shortcut(shortcut["callback_id"], club.slack.channel(STUDY).last)
    await club.settled()
    assert len(ben.modals) == 1


async def test_todays_shortcut_shows_ones_day_and_the_drill_to_answer(club: Club) -> None:
    await club.starts(2)
    ben = club.slack.user("U2")
    await ben.shortcut("today")
    await club.settled()
    assert ben.modal.title.startswith("Day 2 of 28")
    await ben.presses(ben.modal, "Today's drill")
    await club.settled()
    assert any(made.startswith("v1:answer to:") for made in ben.modal.tokens)


async def test_the_verdict_stays_in_the_window(club: Club) -> None:
    await club.starts(2)
    ben, before = club.slack.user("U2"), club.texts()
    await ben.shortcut("today")
    await club.settled()
    await ben.presses(ben.modal, "Today's drill")
    await club.settled()
    answer = next(made for made in ben.modal.tokens if made.startswith("v1:answer to:"))
    await ben.presses(ben.modal, answer)
    await club.settled()
    assert len(ben.modals) == 1
    assert answer not in ben.modal.tokens
    assert (club.texts(), ben.sees(STUDY)[1:], ben.dm.everything) == (before, [], [])


async def test_somebody_in_no_circle_is_told_in_the_window(club: Club) -> None:
    cem = club.slack.user("U3")
    await cem.shortcut("today")
    await club.settled()
    assert "circle" in cem.modal.words
    assert cem.modal.title != "One moment"


async def test_the_form_holds_the_messages_own_words(club: Club) -> None:
    ben = await saves(club, "NULL <> NULL & *never* = <!channel>")
    assert ben.modal.title == "A note for yourself"
    assert text_in(ben) == "NULL <> NULL & *never* = <!channel>"


async def test_of_a_card_the_form_holds_what_it_shows(club: Club) -> None:
    card = Card("Day 1", (Text(plain("count(*) of _x_, not *all*")),))
    await club.surface.messenger.post(a_channel(STUDY, "T1", "slack"), card, key="k")
    ben = club.slack.user("U2")
    await ben.message_shortcut("note", club.slack.channel(STUDY).last)
    await club.settled()
    assert text_in(ben) == "Day 1\ncount(*) of _x_, not *all*"


async def test_what_is_kept_is_listed_for_its_writer_alone(club: Club) -> None:
    ben = await saves(club, "NULL never equals NULL")
    await ben.submits()
    assert ben.modal.title == "Your note"
    for user, listed in (("U2", True), ("U1", False)):
        await club.types(user, "/prep notes")
        assert ("NULL never equals NULL" in club.told(user)) is listed
    assert club.texts() == ["NULL never equals NULL"]


async def test_the_words_can_be_changed_before_they_are_kept(club: Club) -> None:
    ben = await saves(club, "NULL never equals NULL, said Ana")
    await ben.submits({"text": "NULL never equals NULL"})
    await club.types("U2", "/prep notes")
    assert "said Ana" not in club.told("U2")


async def test_a_message_too_long_for_a_note_is_cut_to_fit(club: Club) -> None:
    ben = await saves(club, "long & " * 600)
    assert text_in(ben) == ("long & " * 600)[:3_000]
    await ben.submits()
    assert ben.modal.title == "Your note"


async def test_a_message_without_words_leaves_the_field_empty(club: Club) -> None:
    ben = await saves(club, "")
    assert text_in(ben) == ""


async def test_a_note_is_gone_when_its_writer_is_forgotten(club: Club) -> None:
    ben = await saves(club, "NULL never equals NULL")
    await ben.submits()
    await club.types("U2", "/prep settings forget")
    await ben.presses(ben.sees(STUDY)[-1], "Forget me")
    await club.settled()
    await club.types("U2", "/prep notes")
    assert "No notes here" in club.told("U2")


async def test_a_shortcut_of_another_version_answers_politely(club: Club) -> None:
    ben = club.slack.user("U2")
    await ben.shortcut("standup")
    await club.settled()
    assert ben.dm.last.text.startswith("From another version")
