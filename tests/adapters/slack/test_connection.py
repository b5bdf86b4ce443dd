"""The connection to Slack: it is lost and found again, and the end is tidy."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from bot.clock import SetClock
from tests.adapters.slack.club import STUDY, Club, Manner, Slow, a_bot, a_club, database
from tests.conftest import MONDAY
from tests.slack.workspace import Slack, a_slack

PING = 1.0
BOT, APP = "PREPCIRCLE_SLACK_BOT_TOKEN", "PREPCIRCLE_SLACK_APP_TOKEN"


@pytest.fixture
async def club(tmp_path: Path) -> AsyncIterator[Club]:
    async with a_club(tmp_path, manner=Manner(ping=PING)) as made:
        yield made
        assert made.log.lines == []


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with a_slack(SetClock(MONDAY)) as made:
        yield made


async def still_answers(club: Club) -> bool:
    await club.types("U2", "/prep help")
    return club.told("U2").startswith("What you can do here")


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
async def test_asked_to_move_it_moves(club: Club, reason: str) -> None:
    await club.slack.links.warn(reason)
    await club.slack.state.until(lambda: club.slack.links.opened >= 2)
    assert await still_answers(club)


async def test_a_cut_connection_is_made_again(club: Club) -> None:
    club.slack.links.cut()
    await club.slack.state.until(lambda: club.slack.links.opened >= 2)
    assert await still_answers(club)


async def test_a_connection_that_looks_open_and_hears_nothing_is_made_again(club: Club) -> None:
    club.slack.links.open[0].deaf = True
    await club.slack.state.until(lambda: club.slack.links.opened >= 2)
    assert await still_answers(club)


async def test_an_event_that_fell_into_the_gap_is_taken_when_it_comes_again(club: Club) -> None:
    club.slack.links.open[0].deaf = True
    club.slack.deliveries.retries = 3
    await club.slack.user("U2").says_in_dm("help")
    await club.settled()
    assert len(club.slack.user("U2").dm.everything) == 2


async def test_what_was_acknowledged_before_the_cut_is_answered_after_it(tmp_path: Path) -> None:
    slow = Slow()
    manner = Manner(desk=slow.before, patience=0.05, ping=PING)
    async with a_club(tmp_path, manner=manner) as club:
        slow.hold()
        await club.slack.user("U2").types("/prep help", STUDY)
        club.slack.links.cut()
        slow.release()
        await club.settled()
        assert club.told("U2").startswith("What you can do here")


async def test_an_answer_that_takes_long_outlives_a_connection_that_does_not_come_back(
    tmp_path: Path,
) -> None:
    slow = Slow()
    manner = Manner(desk=slow.before, patience=0.05, ping=0.5)
    async with a_club(tmp_path, manner=manner) as club:
        again = asyncio.get_running_loop().create_task(club.surface.services()[0].serve())
        await club.slack.links.connected(2)
        slow.hold()
        await club.slack.user("U2").types("/prep help", STUDY)
        club.slack.links.refuses = True
        club.slack.links.cut()
        with pytest.raises(ConnectionError):
            await again
        slow.release()
        await club.settled()
        assert club.told("U2").startswith("What you can do here")


async def test_refused_at_the_door_it_ends_so_that_it_can_begin_anew(club: Club) -> None:
    links, service = club.slack.links, club.surface.services()[0]
    loop = asyncio.get_running_loop()
    links.refuses, began = True, loop.time()
    with pytest.raises(TimeoutError):
        await service.serve()
    assert loop.time() - began < 20
    links.refuses = False
    again = loop.create_task(service.serve())
    await links.connected(2)
    again.cancel()
    await asyncio.gather(again, return_exceptions=True)


@asynccontextmanager
async def ending(slack: Slack, manner: Manner, url: str, slow: Slow) -> AsyncIterator[Club]:
    """A bot that is told to end while it works on what was asked inside; it may go on after."""
    async with AsyncExitStack() as life:
        clock = SetClock(MONDAY)
        club = await life.enter_async_context(a_bot(slack, clock, url, manner))
        slow.hold()
        yield club
        await slow.reached.wait()
        ended = asyncio.get_running_loop().create_task(life.aclose())
        for _ in range(20):
            await asyncio.sleep(0)
        assert not ended.done()
        slow.release()
        await ended


async def test_what_is_being_worked_on_is_acknowledged_before_the_end(
    slack: Slack, tmp_path: Path
) -> None:
    slow = Slow()
    async with ending(slack, Manner(desk=slow.before), database(tmp_path), slow) as club:
        asked = slack.user("U2").types("/prep help", STUDY)
        asking = asyncio.get_running_loop().create_task(asked)
    await asking
    assert club.told("U2").startswith("What you can do here")


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
async def test_what_was_acknowledged_is_answered_before_the_end(
    slack: Slack, tmp_path: Path, http: bool
) -> None:
    slow = Slow()
    manner = Manner(http=http, desk=slow.before)
    async with ending(slack, manner, database(tmp_path), slow):
        await slack.user("U2").says_in_dm("help")
    assert slack.user("U2").dm.last.text.startswith("What you can do here")
