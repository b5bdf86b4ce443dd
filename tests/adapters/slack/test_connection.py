"""The connection to Slack: it is lost and found again, a wrong token ends it, the end is tidy."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.slack.app import Slack as Surface
from adapters.slack.app import SlackConfig
from adapters.slack.identity import OneToken
from adapters.slack.standing import Standing
from bot.clock import SetClock
from bot.ports import GiveUp, Unavailable
from bot.runtime import Supervisor
from bot.storage.store import SqlStore
from tests.adapters.slack.club import STUDY, Club, Diary, Manner, Slow, a_bot, a_club, database
from tests.conftest import MONDAY
from tests.fakes import RecordingWatch
from tests.slack.records import Token
from tests.slack.trouble import Broken, Garbled, Held, Trouble
from tests.slack.workspace import APP_TOKEN, SIGNING_SECRET, TOKENS, Slack, a_slack

PING = 0.2
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
    club.slack.links.patience, club.slack.deliveries.retries = 1.0, 3
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


@dataclass
class Other:
    """Another surface, which has nothing to do with it."""

    name: str = "other"
    runs: bool = False

    async def serve(self) -> None:
        self.runs = True
        await asyncio.Event().wait()


class Noticed(RecordingWatch):
    """Tells when the first part has given up."""

    def __init__(self) -> None:
        super().__init__()
        self.news = asyncio.Event()

    def given_up(self, name: str, error: Exception) -> None:
        super().given_up(name, error)
        self.news.set()


@dataclass
class Attempt:
    """What a program with such tokens did in its first seconds."""

    watch: RecordingWatch
    states: dict[str, str]

    @property
    def lines(self) -> list[str]:
        """What the log would say of it."""
        quiet = {"started", "stopped"}
        return [event for _, event, _ in self.watch.parts if event not in quiet]


async def tried(config: SlackConfig, folder: Path) -> Attempt:
    """Supervised beside another surface until it has given up, within the five seconds."""
    store, watch = SqlStore(database(folder)), Noticed()
    surface = Surface(config, store, SetClock(MONDAY), Diary([]), ping=PING)
    supervisor = Supervisor([*surface.services(), Other()], watch)
    running = asyncio.get_running_loop().create_task(supervisor.run())
    async with asyncio.timeout(5):
        await watch.news.wait()
    states = dict(supervisor.states)
    supervisor.stop()
    await running
    await surface.close()
    store.close()
    return Attempt(watch, states)


def tokens(slack: Slack, bot: str = TOKENS["T1"], app: str = APP_TOKEN) -> SlackConfig:
    return SlackConfig(bot, app, api_url=slack.api_url)


WRONG_BOT = {"invalid_auth": "xoxb-unknown", "not_allowed_token_type": APP_TOKEN}
WRONG_APP = {"invalid_auth": "xapp-unknown", "not_allowed_token_type": TOKENS["T1"]}


@pytest.mark.parametrize("code", WRONG_BOT)
async def test_a_wrong_bot_token_is_named_in_one_line(
    slack: Slack, tmp_path: Path, code: str
) -> None:
    attempt = await tried(tokens(slack, bot=WRONG_BOT[code]), tmp_path)
    assert len(attempt.lines) == 1
    assert attempt.lines[0].startswith(f"given up: Slack refuses {BOT} ({code}): copy the Bot User")
    assert APP not in attempt.lines[0]


@pytest.mark.parametrize("code", WRONG_APP)
async def test_a_wrong_app_token_is_named_in_one_line(
    slack: Slack, tmp_path: Path, code: str
) -> None:
    attempt = await tried(tokens(slack, app=WRONG_APP[code]), tmp_path)
    assert len(attempt.lines) == 1
    assert attempt.lines[0].startswith(f"given up: Slack refuses {APP} ({code}): make one with")
    assert BOT not in attempt.lines[0]


@pytest.mark.parametrize("refusal", ["token_revoked", "account_inactive"])
async def test_a_token_that_was_taken_back_is_not_tried_again(
    slack: Slack, tmp_path: Path, refusal: str
) -> None:
    slack.token("T1").refused = refusal
    attempt = await tried(tokens(slack), tmp_path)
    assert attempt.states["slack"].startswith("given up")
    assert slack.state.counts["auth.test"] == 1


async def test_the_other_surface_goes_on(slack: Slack, tmp_path: Path) -> None:
    attempt = await tried(tokens(slack, bot="xoxb-unknown"), tmp_path)
    assert attempt.states["other"] == "running"


async def test_over_http_a_wrong_token_is_named_as_well(slack: Slack, tmp_path: Path) -> None:
    config = SlackConfig("xoxb-unknown", "", SIGNING_SECRET, slack.api_url)
    attempt = await tried(config, tmp_path)
    assert attempt.states["slack"].startswith(f"given up: Slack refuses {BOT}")


@pytest.mark.parametrize("trouble", [Broken(), Garbled(), Held()], ids=["broken", "half", "silent"])
async def test_a_slack_that_cannot_answer_says_nothing_against_the_token(
    slack: Slack, trouble: Trouble
) -> None:
    slack.trouble.next("auth.test", trouble)
    async with asyncio.timeout(5):
        with pytest.raises(Unavailable):
            await Standing(OneToken(TOKENS["T1"], slack.api_url, patience=0.2)).serve()


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


async def test_a_token_revoked_on_the_way_ends_it_in_words(slack: Slack, tmp_path: Path) -> None:
    async with a_bot(slack, SetClock(MONDAY), database(tmp_path), Manner(ping=PING)) as club:
        service = club.surface.services()[0]
        serving = asyncio.get_running_loop().create_task(service.serve())
        await slack.links.connected(2)
        slack.state.tokens[APP_TOKEN] = Token(APP_TOKEN, "T1", "app", refused="token_revoked")
        slack.links.cut()
        with pytest.raises(ConnectionError, match="did not come back"):
            await asyncio.wait_for(serving, 20)
        with pytest.raises(GiveUp, match=APP):
            await service.serve()


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
