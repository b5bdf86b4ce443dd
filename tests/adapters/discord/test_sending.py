"""Posts and every trouble on their way: none doubled, none lost without a word."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from tests.adapters.discord.club import STUDY, Club, a_club, title_of
from tests.discord.records import THREAD as THREAD_ROOM
from tests.discord.records import Call, Room
from tests.discord.routes import OPEN_DM, SEND
from tests.discord.server import Discord
from tests.discord.trouble import Banned, Broken, Dropped, Fail, Garbled, Limited, Scope, Trouble

KICKOFF, DRILL = "Day 1 · We start", "Day 1 · Look before you model"
FIRST_MORNING = [KICKOFF, DRILL]
THREAD = "POST /channels/{channel_id}/messages/{message_id}/threads"
QUIET = "general"
EVENING = timedelta(days=1, hours=9, minutes=30)
"""After the nudges of the first day."""


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    """The evening before the first day; the invitation is out."""
    async with a_club(tmp_path) as made:
        await made.starts(0)
        yield made
        assert made.log.lines == []


async def first_morning(club: Club, minutes: int = 1) -> None:
    await club.until(club.clock.now() + timedelta(days=1) - timedelta(minutes=1))
    await club.waits_for(1 + minutes)


def posted(club: Club, channel: str = STUDY) -> list[str]:
    return [title for title in club.titles(channel) if title.startswith("Day ")]


async def status(club: Club) -> str:
    await club.types("ana", "/prep circle status")
    return club.told("ana")


def fails(club: Club, trouble: Trouble, channel: str = STUDY) -> None:
    """There, until told otherwise."""
    room = club.discord.channel(channel).id
    club.discord.trouble.always(SEND, trouble, lambda call: call.path["channel_id"] == room)


def tries(club: Club, title: str) -> int:
    """How often that post went out to Discord."""
    calls = [call for call in club.discord.state.calls if call.route == SEND]
    return sum(f"## {title}" in str(call.body) for call in calls)


async def another_circle(club: Club) -> None:
    """Cem's, in another room."""
    await club.types("cem", "/prep start", QUIET)
    await club.submits("cem", {"track": "sony-ds", "zone": "Europe/Berlin"})
    await club.presses("cem", "Start and invite", QUIET)


@pytest.mark.parametrize("scope", ["user", "shared", "global"])
async def test_a_limit_is_waited_out_and_the_post_sent_once(club: Club, scope: Scope) -> None:
    club.discord.trouble.next(SEND, Limited(40, scope))
    await club.until(club.clock.now() + timedelta(days=1) - timedelta(minutes=1))
    club.clock.move_to(club.clock.now() + timedelta(seconds=90))
    await club.core.tick.run()
    await club.core.couriers[0].drain()
    assert posted(club) == []
    await club.waits_for(2)
    assert sorted(posted(club)) == sorted(FIRST_MORNING)
    assert (tries(club, KICKOFF), tries(club, DRILL)) == (2, 1)


async def test_a_limit_in_one_room_does_not_hold_up_another(club: Club) -> None:
    await another_circle(club)
    fails(club, Limited(3_600))
    await first_morning(club)
    assert (posted(club), posted(club, QUIET)) == ([], FIRST_MORNING)


async def test_a_wall_before_discord_is_not_run_against(club: Club) -> None:
    await another_circle(club)
    club.discord.trouble.next(SEND, *[Banned()] * 20)
    await first_morning(club, 45)
    assert 1 <= club.discord.rates.invalid <= 2
    club.discord.trouble.stop()
    await club.waits_for(30)
    assert (sorted(posted(club)), sorted(posted(club, QUIET))) == (sorted(FIRST_MORNING),) * 2


async def test_a_server_error_is_tried_again_until_it_passes(club: Club) -> None:
    club.discord.trouble.next(SEND, Broken(), Broken())
    await first_morning(club, 3)
    assert sorted(posted(club)) == sorted(FIRST_MORNING)


UNSURE: dict[str, Trouble] = {
    "dropped before": Dropped(kept=False),
    "dropped after": Dropped(kept=True),
    "half an answer": Garbled(),
    "server error": Broken(),
}


@pytest.mark.parametrize("name", UNSURE)
async def test_what_may_have_arrived_is_sent_again_and_shown_once(club: Club, name: str) -> None:
    club.discord.trouble.next(SEND, UNSURE[name])
    await first_morning(club, 5)
    assert sorted(posted(club)) == sorted(FIRST_MORNING)
    assert (tries(club, KICKOFF), tries(club, DRILL)) == (2, 1)
    assert "unclear" not in await status(club)


async def test_what_nobody_knows_in_the_end_is_shown_to_the_host(club: Club) -> None:
    fails(club, Broken())
    await first_morning(club, 30)
    # Now, in a minute and in two: longer than that no nonce is counted on.
    assert tries(club, KICKOFF) == 3
    assert f"{KICKOFF}: unclear." in await status(club)


async def test_the_host_sends_again_what_did_not_arrive(club: Club) -> None:
    fails(club, Broken())
    await first_morning(club, 30)
    club.discord.trouble.stop()
    await status(club)
    await club.presses("ana", "Send again")
    await club.waits_for(1)
    assert len(posted(club)) == 1


async def test_a_reveal_that_may_have_arrived_stays_in_its_thread(club: Club) -> None:
    await club.until(club.clock.now() + timedelta(days=2) - timedelta(minutes=1))
    fails_in_threads(club, Dropped(kept=True))
    club.clock.move_to(club.clock.now() + timedelta(minutes=1))
    await club.core.tick.run()
    await club.core.couriers[0].drain()
    club.discord.trouble.stop()
    club.discord.trouble.next(THREAD, Broken())
    await club.waits_for(5)
    (thread,) = club.discord.channel(STUDY).threads
    assert [title_of(shown) for shown in thread.messages] == ["Day 1 · Answer"]
    assert "Day 1 · Answer" not in posted(club)


def fails_in_threads(club: Club, trouble: Trouble) -> None:
    def in_thread(call: Call) -> bool:
        return bool(club.discord.state.known_room(call.path["channel_id"]).is_thread)

    club.discord.trouble.always(SEND, trouble, in_thread)


def deletes(discord: Discord) -> None:
    discord.happens.deleted(STUDY)


def hides(discord: Discord) -> None:
    discord.happens.forbidden(STUDY, "view_channel")


def silences(discord: Discord) -> None:
    discord.happens.forbidden(STUDY, "send_messages")


ENDS: dict[Callable[[Discord], None], str] = {
    deletes: "The channel was deleted.",
    hides: "Permissions, View Channel",
    silences: "Permissions, Send Messages",
}


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
async def test_a_room_that_is_closed_is_switched_off_and_the_host_told_once(
    club: Club, end: Callable[[Discord], None]
) -> None:
    await another_circle(club)
    end(club.discord)
    await first_morning(club)
    await club.until(club.clock.now() + timedelta(days=1))
    told = club.discord.user("ana").dm.messages
    assert len(told) == 1
    assert ENDS[end] in told[0].words
    assert posted(club, QUIET)[:2] == FIRST_MORNING
    if end is not deletes:
        assert "switched off" in await status(club)
        assert posted(club) == []


async def test_when_it_is_mended_the_failed_post_switches_the_room_on_again(club: Club) -> None:
    may = club.discord.room(STUDY).bot_may
    silences(club.discord)
    await first_morning(club)
    club.discord.happens.allowed(STUDY, *may)
    await status(club)
    await club.presses("ana", "Send again")
    await club.until(club.clock.now() + timedelta(days=1))
    assert any(title.startswith("Day 2") for title in posted(club))


async def test_no_nudges_arrive_behind_closed_doors_and_all_else_goes_on(club: Club) -> None:
    await club.types("ben", "/prep settings nudges", on="on")
    club.discord.user("ben").account.closed_dms = True
    await club.until(club.clock.now() + timedelta(days=2))
    ben = club.discord.user("ben")
    sent = [call for call in club.discord.state.calls if call.path.get("channel_id") == ben.dm.id]
    assert (len(sent), ben.dm.messages) == (1, [])
    assert len(posted(club)) == 3


async def test_too_many_conversations_at_once_are_waited_out(club: Club) -> None:
    await club.types("ben", "/prep settings nudges", on="on")
    club.discord.trouble.next(OPEN_DM, Fail(400, 40003))
    await club.until(club.clock.now() + EVENING)
    assert club.discord.state.counts[OPEN_DM] == 2
    assert len(club.discord.user("ben").dm.messages) == 1


async def reveal(club: Club) -> None:
    await club.until(club.clock.now() + timedelta(days=2))


async def test_without_the_right_to_threads_the_answer_replies_in_the_room(club: Club) -> None:
    club.discord.happens.forbidden(STUDY, "create_public_threads")
    await reveal(club)
    answer = next(one for one in club.discord.channel(STUDY).messages if "Answer" in title_of(one))
    drill = next(one for one in club.discord.channel(STUDY).messages if title_of(one) == DRILL)
    assert answer.reply_to == drill.id
    assert tries(club, "Day 1 · Answer") == 1


async def test_in_a_locked_thread_nothing_is_said_but_the_room_goes_on(club: Club) -> None:
    await first_morning(club)
    drill = next(one for one in club.discord.channel(STUDY).messages if title_of(one) == DRILL)
    study, rooms = club.discord.room(STUDY), club.discord.state.rooms
    rooms[drill.id] = Room(drill.id, "talk", THREAD_ROOM, study.guild, study.id, "1")
    club.discord.happens.archived(drill.id, locked=True)
    await club.until(club.clock.now() + timedelta(days=1))
    assert "Day 1 · Answer" in posted(club)
    assert any(title.startswith("Day 2") for title in posted(club))
