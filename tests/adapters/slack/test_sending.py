"""Posts and every trouble on their way: none doubled, none lost without a word."""

from collections.abc import AsyncIterator, Callable
from datetime import timedelta
from pathlib import Path

import pytest

from adapters.slack.places import PLATFORM
from bot.domain.ids import ChannelRef
from tests.adapters.slack.club import STUDY, Club, a_club
from tests.slack.trouble import Broken, Dropped, Fail, Fine, Garbled, Limited, Trouble
from tests.slack.workspace import Slack

POST = "chat.postMessage"
KICKOFF, DRILL = "Day 1 · We start", "Day 1 · Look before you model"
FIRST_MORNING = [KICKOFF, DRILL]
QUIET = "G1"


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    """The evening before the first day; the invitation is out."""
    async with a_club(tmp_path) as made:
        await made.starts(0)
        yield made
        assert made.log.lines == []


async def first_morning(club: Club, minutes: int = 1) -> None:
    await club.until(club.clock.now() + timedelta(days=1) - timedelta(minutes=1))
    await club.waits(1 + minutes)


def posted(club: Club, channel: str = STUDY) -> list[str]:
    return [title for title in club.titles(channel) if title.startswith("Day ")]


async def status(club: Club) -> str:
    await club.types("U1", "/prep circle status")
    return club.told("U1")


def fails(club: Club, trouble: Trouble) -> None:
    """In the study room, until told otherwise."""
    club.slack.trouble.always(POST, trouble, lambda call: call.args["channel"] == STUDY)


def tries(club: Club, title: str) -> int:
    """How often that post went out to Slack."""
    calls = [call for call in club.slack.state.calls if call.method == POST]
    return sum(str(call.args.get("text", "")).startswith(title) for call in calls)


async def doubted(club: Club) -> list[str]:
    """Posts of which nobody knows whether they arrived, or that are given up."""
    cohort = await club.core.store.transact(
        lambda repos: repos.cohorts.at(ChannelRef(PLATFORM, "T1", STUDY)), read_only=True
    )
    assert cohort is not None
    troubled = await club.core.store.transact(
        lambda repos: repos.outbox.troubled(cohort.id), read_only=True
    )
    return [post.title for post in troubled]


async def another_circle(club: Club) -> None:
    """Cem's, in a private room."""
    club.slack.room(QUIET).members.add("U3")
    await club.types("U3", "/prep start", QUIET)
    await club.slack.user("U3").submits({"track": "sony-ds", "zone": "Europe/Berlin"})
    await club.presses("U3", "Start and invite", QUIET)


async def test_a_limit_is_waited_out_and_the_post_sent_once(club: Club) -> None:
    club.slack.trouble.next(POST, Limited(40))
    await club.until(club.clock.now() + timedelta(days=1) - timedelta(minutes=1))
    club.clock.move_to(club.clock.now() + timedelta(seconds=90))
    await club.core.tick.run()
    await club.core.couriers[0].drain()
    assert posted(club) == []
    await club.waits(2)
    assert posted(club) == FIRST_MORNING
    assert (tries(club, KICKOFF), tries(club, DRILL)) == (2, 1)


async def test_a_long_limit_is_waited_out_without_a_doubt_about_any_post(club: Club) -> None:
    await club.until(club.clock.now() + timedelta(days=1) - timedelta(minutes=1))
    club.slack.trouble.next(POST, Limited(120))
    await another_circle(club)
    await club.core.couriers[0].drain()
    await club.waits(1)
    assert (posted(club), club.texts(QUIET), await doubted(club)) == ([], [], [])
    await club.waits(2)
    assert posted(club) == FIRST_MORNING
    assert len(club.texts(QUIET)) == 1


async def test_a_limit_in_one_room_holds_up_another_for_no_longer_than_it_lasts(
    club: Club,
) -> None:
    """Slack does not say which of its limits it was, so the workspace rests that long."""
    await another_circle(club)
    fails(club, Limited(40))
    await first_morning(club, 3)
    assert (posted(club), posted(club, QUIET)) == ([], FIRST_MORNING)


@pytest.mark.parametrize("status_code", [500, 503])
async def test_a_server_error_is_tried_again_until_it_passes(club: Club, status_code: int) -> None:
    club.slack.trouble.next(POST, Broken(status_code), Broken(status_code))
    await first_morning(club, 3)
    assert posted(club) == FIRST_MORNING


async def test_a_server_error_that_stays_is_given_up_and_can_be_sent_later(club: Club) -> None:
    fails(club, Broken())
    await first_morning(club, 30)
    assert tries(club, KICKOFF) == 8
    shown = await status(club)
    assert f"{KICKOFF}: failed. Slack has trouble (HTTP 503)" in shown
    club.slack.trouble.stop()
    await club.presses("U1", "Send again")
    await club.waits(1)
    assert len(posted(club)) == 1


UNCLEAR: dict[str, Trouble] = {
    "dropped before": Dropped(kept=False),
    "dropped after": Dropped(kept=True),
    "half an answer": Garbled(),
    "bad gateway": Broken(502),
    "gateway timeout": Broken(504),
    "internal error": Fail("internal_error"),
    "fatal error": Fail("fatal_error"),
}


@pytest.mark.parametrize("name", UNCLEAR)
async def test_what_nobody_knows_is_shown_to_the_host_and_never_sent_blindly(
    club: Club, name: str
) -> None:
    club.slack.trouble.next(POST, UNCLEAR[name])
    await first_morning(club, 60)
    assert f"{KICKOFF}: unclear." in await status(club)
    assert (tries(club, KICKOFF), posted(club).count(DRILL)) == (1, 1)


async def test_the_host_sends_again_what_did_not_arrive(club: Club) -> None:
    club.slack.trouble.next(POST, Dropped(kept=False))
    await first_morning(club)
    await status(club)
    await club.presses("U1", "Send again")
    await club.waits(60)
    assert posted(club).count(KICKOFF) == 1
    assert "unclear" not in await status(club)


async def test_the_host_says_that_it_arrived(club: Club) -> None:
    club.slack.trouble.next(POST, Dropped(kept=True))
    await first_morning(club)
    await status(club)
    await club.presses("U1", "It arrived")
    await club.waits(60)
    assert posted(club).count(KICKOFF) == 1
    assert "unclear" not in await status(club)


def archives(slack: Slack) -> None:
    slack.room(STUDY).archived = True


def removes_the_bot(slack: Slack) -> None:
    slack.room(STUDY).members.discard(slack.team("T1").bot_user)


def hides_the_room(slack: Slack) -> None:
    removes_the_bot(slack)
    slack.room(STUDY).private = True


def restricts(slack: Slack) -> None:
    slack.room(STUDY).refuses = "restricted_action_read_only_channel"


ENDS: dict[Callable[[Slack], None], str] = {
    archives: "another room: /prep circle place",
    removes_the_bot: "Type /invite and the app's name",
    hides_the_room: "another room: /prep circle place",
    restricts: "Ask a workspace admin",
}


@pytest.mark.parametrize("end", ENDS, ids=lambda end: end.__name__)
async def test_a_room_that_is_closed_is_switched_off_and_the_host_told_once(
    club: Club, end: Callable[[Slack], None]
) -> None:
    await another_circle(club)
    end(club.slack)
    await first_morning(club)
    await club.until(club.clock.now() + timedelta(days=1))
    told = club.slack.user("U1").dm.everything
    assert len(told) == 1
    assert ENDS[end] in told[0].text
    assert "#C2: switched off" in await status(club)
    assert posted(club) == []
    assert posted(club, QUIET)[:2] == FIRST_MORNING


async def test_when_it_is_mended_the_failed_post_switches_the_room_on_again(club: Club) -> None:
    restricts(club.slack)
    await first_morning(club)
    club.slack.room(STUDY).refuses = ""
    await status(club)
    await club.presses("U1", "Send again")
    await club.until(club.clock.now() + timedelta(days=1))
    assert any(title.startswith("Day 2") for title in posted(club))


async def test_where_the_messages_tab_is_off_nudges_are_given_up_and_all_else_goes_on(
    club: Club,
) -> None:
    await club.types("U2", "/prep settings nudges on")
    club.slack.state.app_messages_tab = False
    await club.until(club.clock.now() + timedelta(days=3))
    written = [call for call in club.slack.state.calls if call.args.get("channel") == "U2"]
    assert len(written) == 1
    assert len(posted(club)) == 6
    assert "Switch on the Messages tab under App Home" in await status(club)


async def test_whom_the_app_may_not_write_to_is_nudged_again_when_they_are_back(club: Club) -> None:
    await club.types("U2", "/prep settings nudges on")
    club.slack.trouble.next(POST, Fine(), Fine(), Fail("cannot_dm_bot"))
    await club.until(club.clock.now() + timedelta(days=1, hours=12))
    ben, told = club.slack.user("U2").dm, club.slack.user("U1").dm
    assert (len(ben.everything), len(told.everything)) == (0, 1)
    assert "Nudges do not arrive" in told.last.text
    await club.until(club.clock.now() + timedelta(days=1))
    await club.presses("U2", "B")
    await club.until(club.clock.now() + timedelta(days=1))
    assert [title.text.split(" · ")[0] for title in ben.everything] == ["Day 3"]


async def test_refused_blocks_are_sent_as_words(club: Club) -> None:
    club.slack.trouble.next(POST, Fail("invalid_blocks"))
    await first_morning(club)
    kickoff = club.slack.channel(STUDY).messages[1]
    assert (kickoff.blocks, kickoff.text.splitlines()[0]) == ((), KICKOFF)
    assert "Answers are private; effort counts" in kickoff.text


async def test_an_answer_whose_drill_was_deleted_stands_on_its_own(club: Club) -> None:
    await first_morning(club)
    drill = club.slack.channel(STUDY).messages[2]
    club.slack.room(STUDY).messages.pop(drill.ts)
    await club.until(club.clock.now() + timedelta(days=1))
    standing = [message.text.splitlines()[0] for message in club.slack.channel(STUDY).messages]
    assert "Day 1 · Answer" in standing
