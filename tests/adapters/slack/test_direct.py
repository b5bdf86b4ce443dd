"""The conversation with the app: words instead of commands, and nudges for whoever wants them."""

from datetime import timedelta

import pytest

from tests.adapters.slack.club import Club
from tests.slack.records import Json
from tests.slack.shown import Shown

DAY = timedelta(days=1)
NUDGED = timedelta(days=1, hours=9, minutes=15)
"""From a Monday at nine in Berlin: the evening of the next day, after the nudge at six."""


def answers(club: Club, user: str = "U2") -> list[Shown]:
    """What the app wrote there."""
    bot = club.slack.team("T1").bot_user
    return [message for message in club.slack.user(user).dm.everything if message.author == bot]


def titles(club: Club, user: str = "U2") -> list[str]:
    return [message.text.splitlines()[0] for message in answers(club, user)]


async def happens(club: Club, **more: object) -> None:
    """Some message event of that conversation."""
    event: Json = {"type": "message", "channel_type": "im", "channel": "DU2", "ts": "1.000001"}
    await club.slack.happens.event("T1", {**event, "user": "U2", "text": "help", **more})
    await club.settled()


@pytest.mark.parametrize("words", ["help", "/prep help", "prep help", "Prep  help ", "", "prep"])
async def test_words_are_commands_without_a_slash(club: Club, words: str) -> None:
    await club.slack.user("U2").says_in_dm(words)
    await club.settled()
    assert titles(club) == ["What you can do here"]


async def test_words_that_are_no_command_get_a_hint(club: Club) -> None:
    await club.slack.user("U2").says_in_dm("bored")
    await club.settled()
    assert "Did you mean /prep board?" in answers(club)[-1].text


async def test_a_form_comes_behind_a_button(club: Club) -> None:
    """Words bring no trigger, and without one no window opens."""
    ben = club.slack.user("U2")
    await ben.says_in_dm("note")
    await club.settled()
    await ben.presses(ben.dm.last, "A note for yourself")
    await club.settled()
    await ben.submits({"text": "NULL never equals NULL"})
    assert ben.modal.title == "Your note"


async def test_ones_own_circle_is_meant(club: Club) -> None:
    await club.starts(1)
    await club.slack.user("U2").says_in_dm("today")
    await club.settled()
    assert titles(club) == ["Day 1 of 28 · Sony data science intern"]


FILES = {"subtype": "file_share", "files": [{"id": "F1"}]}


@pytest.mark.parametrize("more", [FILES, {**FILES, "text": ""}, {"files": [{"id": "F1"}]}])
async def test_files_are_politely_refused(club: Club, more: Json) -> None:
    await happens(club, **more)
    assert titles(club) == ["Files are not read"]


async def test_whoever_sends_a_file_hears_where_one_is_taken(club: Club) -> None:
    await happens(club, **FILES)
    assert "up to 3,000 characters" in answers(club)[-1].text
    assert "“Or a text file”" in answers(club)[-1].text


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "BT1"},
        {"subtype": "bot_message", "bot_id": "BT1"},
        {"subtype": "message_changed", "message": {"text": "help"}},
        {"subtype": "message_deleted"},
        {"user": None},
        {"channel_type": "channel", "channel": "C2"},
    ],
    ids=["own", "a bot's", "edited", "deleted", "nobody's", "in a room"],
)
async def test_what_is_not_said_to_the_app_is_not_answered(club: Club, more: Json) -> None:
    await happens(club, **more)
    assert (answers(club), club.texts()) == ([], [])


async def test_nobody_is_nudged_who_did_not_ask_for_it(club: Club) -> None:
    await club.starts(3)
    assert (answers(club, "U1"), answers(club, "U2")) == ([], [])


async def nudged(club: Club) -> None:
    """Ben, on the first evening; Ana did not want it."""
    await club.starts(0)
    await club.presses("U2", "Nudge me once a day")
    await club.until(club.clock.now() + NUDGED)
    assert (len(answers(club)), answers(club, "U1")) == (1, [])


async def test_whoever_asked_for_it_is_nudged_once_a_day(club: Club) -> None:
    await nudged(club)
    await club.until(club.clock.now() + DAY)
    assert [title.split(" · ")[0] for title in titles(club)] == ["Day 1", "Day 2"]


async def test_a_nudge_can_be_snoozed_once(club: Club) -> None:
    await nudged(club)
    await club.presses("U2", "In two hours", "DU2")
    assert titles(club) == ["In two hours"]
    await club.until(club.clock.now() + timedelta(hours=3))
    assert "again, from" in titles(club)[-1]
    assert len(titles(club)) == 2
    assert "In two hours" not in answers(club)[-1].words


async def test_a_nudge_can_be_stopped_for_good(club: Club) -> None:
    await nudged(club)
    await club.presses("U2", "No more nudges", "DU2")
    assert titles(club) == ["Nudges are off"]
    await club.until(club.clock.now() + 2 * DAY)
    assert titles(club) == ["Nudges are off"]


async def test_a_nudge_leads_to_the_drill(club: Club) -> None:
    await nudged(club)
    await club.presses("U2", "My day", "DU2")
    await club.presses("U2", "Today's drill", "DU2")
    assert any(made.startswith("v1:pick:") for made in answers(club)[-1].tokens)


async def test_the_export_of_ones_data_is_a_file_there(club: Club) -> None:
    await club.types("U2", "/prep settings export")
    uploads = club.slack.state.uploads
    assert [uploads[name].name for name in answers(club)[-1].files] == ["prepcircle-my-data.json"]
