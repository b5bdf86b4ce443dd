"""One circle in two rooms, one person with two accounts, one database through two lives."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.slack.validate import violations
from bot.clock import SetClock
from tests.adapters.slack.club import STUDY, Club, Manner, a_bot, database
from tests.slack.workspace import Slack, a_slack

DAY = timedelta(days=1)
QUIET = "G1"


async def code_of(club: Club, user: str, line: str) -> str:
    """The code that a card tells to type elsewhere."""
    await club.types(user, f"/prep {line}")
    return club.told(user).split("/prep ")[1].split()[2]


async def in_two_rooms(club: Club) -> None:
    """The study room, and a private one in which Cem is."""
    club.slack.room(QUIET).members.add("U3")
    await club.starts(0)
    code = await code_of(club, "U1", "circle place")
    await club.types("U3", f"/prep circle here {code}", QUIET)


def days(club: Club, room: str) -> list[str]:
    return [title for title in club.titles(room) if title.startswith("Day ")]


async def test_a_code_lets_the_circle_meet_in_a_second_room(club: Club) -> None:
    await in_two_rooms(club)
    assert club.told("U3", QUIET).startswith("Two rooms, one circle")
    await club.until(club.clock.now() + 2 * DAY)
    assert days(club, QUIET) == days(club, STUDY)
    assert len(days(club, QUIET)) == 4


async def test_each_answer_stands_in_the_thread_of_its_own_room(club: Club) -> None:
    await in_two_rooms(club)
    await club.until(club.clock.now() + 2 * DAY)
    for room in (STUDY, QUIET):
        drill = next(m for m in club.slack.channel(room).messages if m.replies)
        assert [reply.text.splitlines()[0] for reply in drill.replies] == ["Day 1 · Answer"]


async def test_both_rooms_have_one_board(club: Club) -> None:
    await in_two_rooms(club)
    await club.types("U3", "/prep join", QUIET)
    await club.until(club.clock.now() + DAY)
    for user, room in (("U2", STUDY), ("U3", QUIET)):
        await club.types(user, "/prep board", room)
        board = club.told(user, room)
        assert [name in board for name in ("Ana", "Ben", "Cem")] == [True] * 3


async def test_a_wrong_code_attaches_nothing(club: Club) -> None:
    await club.starts(0)
    await club.types("U1", "/prep circle here WRONG2", QUIET)
    assert "No circle has that code" in club.told("U1", QUIET)
    await club.until(club.clock.now() + DAY)
    assert days(club, QUIET) == []


async def test_only_the_host_gets_the_code(club: Club) -> None:
    await club.starts(0)
    await club.types("U2", "/prep circle place")
    assert "/prep circle here" not in club.told("U2")


async def test_two_accounts_become_one_person_by_a_code(club: Club) -> None:
    await club.starts(1)
    code = await code_of(club, "U2", "settings link")
    await club.slack.user("U3").says_in_dm(f"settings link {code}")
    await club.settled()
    await club.types("U3", "/prep checklist CK0-1")
    await club.types("U2", "/prep checklist")
    assert "CK0-1 SQL that runs first time: 1 of 1" in club.told("U2")
    await club.types("U1", "/prep circle status")
    assert "Cem" not in club.told("U1")


async def test_a_link_code_works_once(club: Club) -> None:
    await club.starts(1)
    code = await code_of(club, "U2", "settings link")
    for user in ("U3", "U1"):
        await club.types(user, f"/prep settings link {code}")
    assert "That code is not known" in club.told("U1")


@pytest.fixture
async def slack(clock: SetClock) -> AsyncIterator[Slack]:
    """One that outlives the bot."""
    async with a_slack(clock, violations) as made:
        yield made
        assert made.rejected == []


WAYS = [Manner(), Manner(http=True)]


@pytest.mark.parametrize("manner", WAYS, ids=["socket", "http"])
async def test_after_a_restart_every_old_button_still_answers(
    slack: Slack, clock: SetClock, tmp_path: Path, manner: Manner
) -> None:
    url = database(tmp_path)
    async with a_bot(slack, clock, url, manner) as club:
        await club.starts(2)
        await club.types("U2", "/prep settings")
        await club.slack.user("U2").opens_home()
        await club.settled()
    async with a_bot(slack, clock, url, manner) as club:
        ben = slack.user("U2")
        await ben.presses(ben.sees(STUDY)[-1], "Nudge me once a day")
        await club.settled()
        assert club.told("U2").startswith("Nudges are on")
        await ben.presses(slack.channel(STUDY).messages[-1], "My day")
        await club.settled()
        assert club.told("U2").startswith("Day 2 of 28")
        await ben.flips(ben.home, "v1:tick:CK0-1:home")
        await club.settled()
        assert "1 of 7" in ben.home.words
        assert club.log.lines == []


async def test_a_restart_in_the_middle_posts_nothing_twice_and_leaves_nothing_out(
    slack: Slack, clock: SetClock, tmp_path: Path
) -> None:
    url = database(tmp_path)
    async with a_bot(slack, clock, url) as club:
        await club.starts(1)
    for _ in range(2):
        async with a_bot(slack, clock, url) as club:
            await club.until(clock.now() + DAY)
    titles = days(club, STUDY)
    assert len(titles) == len({*titles}) == 6


async def test_a_form_that_was_open_over_a_restart_is_taken(
    slack: Slack, clock: SetClock, tmp_path: Path
) -> None:
    url = database(tmp_path)
    async with a_bot(slack, clock, url) as club:
        await club.types("U2", "/prep note")
    async with a_bot(slack, clock, url) as club:
        await slack.user("U2").submits({"text": "NULL never equals NULL"})
        assert slack.user("U2").modal.title == "Your note"


@pytest.mark.parametrize(
    "token", ["v0:today", "v2:drill:1", "v1:rank", "v1:today:1:2:3", "nonsense"]
)
async def test_a_button_of_an_older_version_answers_politely(club: Club, token: str) -> None:
    await club.starts(1)
    ben, post = club.slack.user("U2"), club.slack.channel(STUDY).last
    pressed = {"type": "button", "action_id": "press:1", "block_id": "b", "value": token}
    message = club.slack.room(STUDY).messages[post.ts]
    await club.slack.deliveries.send(
        club.slack.payloads.pressed_message(ben.account, message, pressed, {})
    )
    await club.settled()
    assert "/prep today" in club.told("U2")
    assert "button" in club.told("U2")
