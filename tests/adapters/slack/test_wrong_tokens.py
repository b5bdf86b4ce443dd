"""A token that Slack refuses, at the start or on the way: named in one line, within seconds."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack.app import Slack as Surface
from adapters.slack.app import SlackConfig
from adapters.slack.client import WebApi
from adapters.slack.identity import OneToken
from adapters.slack.paces import Paces
from adapters.slack.standing import Standing
from bot.clock import SetClock
from bot.ports import GiveUp, Service, Unavailable
from bot.runtime import Supervisor
from bot.storage.store import SqlStore
from tests.adapters.slack.club import STUDY, Diary, Manner, a_bot, database
from tests.conftest import MONDAY
from tests.fakes import RecordingWatch
from tests.slack.records import Token
from tests.slack.trouble import Broken, Fail, Garbled, Held, Trouble
from tests.slack.workspace import APP_TOKEN, SIGNING_SECRET, TOKENS, Slack, a_slack

PING = 0.6
BOT, APP = "PREPCIRCLE_SLACK_BOT_TOKEN", "PREPCIRCLE_SLACK_APP_TOKEN"


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with a_slack(SetClock(MONDAY)) as made:
        yield made


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
    async with asyncio.timeout(20):
        await watch.news.wait()
    states = dict(supervisor.states)
    supervisor.stop()
    await running
    await surface.close()
    store.close()
    return Attempt(watch, states)


def tokens(slack: Slack, bot: str = TOKENS["T1"], app: str = APP_TOKEN) -> SlackConfig:
    return SlackConfig(bot, app, api_url=slack.api_url)


def one_line(attempt: Attempt) -> str:
    (line,) = attempt.lines
    return line


WRONG_BOT = {"invalid_auth": "xoxb-unknown", "not_allowed_token_type": APP_TOKEN}
WRONG_APP = {"invalid_auth": "xapp-unknown", "not_allowed_token_type": TOKENS["T1"]}


@pytest.mark.parametrize("code", WRONG_BOT)
async def test_a_wrong_bot_token_is_named_in_one_line(
    slack: Slack, tmp_path: Path, code: str
) -> None:
    line = one_line(await tried(tokens(slack, bot=WRONG_BOT[code]), tmp_path))
    assert line.startswith(f"given up: Slack refuses {BOT} ({code}): copy the Bot User")
    assert APP not in line


@pytest.mark.parametrize("code", WRONG_APP)
async def test_a_wrong_app_token_is_named_in_one_line(
    slack: Slack, tmp_path: Path, code: str
) -> None:
    line = one_line(await tried(tokens(slack, app=WRONG_APP[code]), tmp_path))
    assert line.startswith(f"given up: Slack refuses {APP} ({code}): make one with")
    assert BOT not in line


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


async def test_both_wrong_tokens_are_named_at_once(slack: Slack, tmp_path: Path) -> None:
    swapped = tokens(slack, bot=APP_TOKEN, app=TOKENS["T1"])
    (line,) = (await tried(swapped, tmp_path)).lines
    assert BOT in line
    assert APP in line


async def test_a_slow_slack_does_not_delay_the_second_tokens_name(
    slack: Slack, tmp_path: Path
) -> None:
    first, second = Held(), Held()
    slack.trouble.next("auth.test", first)
    slack.trouble.next("apps.connections.open", second)

    async def asked_both() -> None:
        """Neither is answered before both are asked."""
        await asyncio.gather(first.reached.wait(), second.reached.wait())
        first.release()
        second.release()

    trying = tried(tokens(slack, app="xapp-unknown"), tmp_path)
    attempt, _ = await asyncio.wait_for(asyncio.gather(trying, asked_both()), 20)
    assert attempt.lines[0].startswith(f"given up: Slack refuses {APP} (invalid_auth)")


async def test_over_http_a_wrong_token_is_named_as_well(slack: Slack, tmp_path: Path) -> None:
    config = SlackConfig("xoxb-unknown", "", SIGNING_SECRET, slack.api_url)
    attempt = await tried(config, tmp_path)
    assert attempt.states["slack"].startswith(f"given up: Slack refuses {BOT}")


@pytest.mark.parametrize("trouble", [Broken(), Garbled(), Held()], ids=["broken", "half", "silent"])
async def test_a_slack_that_cannot_answer_says_nothing_against_the_token(
    slack: Slack, trouble: Trouble
) -> None:
    slack.trouble.next("auth.test", trouble)
    async with asyncio.timeout(20):
        with pytest.raises(Unavailable):
            await Standing(OneToken(TOKENS["T1"], slack.api_url, patience=0.2)).serve()


async def named_by(service: Service, revokes: Callable[[], Awaitable[object]]) -> str:
    """What the service ends with after that."""
    serving = asyncio.get_running_loop().create_task(service.serve())
    await revokes()
    with pytest.raises(GiveUp) as end:
        await asyncio.wait_for(serving, 20)
    return str(end.value)


@pytest.mark.parametrize("http", [False, True], ids=["socket", "http"])
@pytest.mark.parametrize("told", [True, False], ids=["event", "silent"])
async def test_a_bot_token_revoked_on_the_way_ends_it_in_words(
    slack: Slack, tmp_path: Path, http: bool, told: bool
) -> None:
    async with a_bot(slack, SetClock(MONDAY), database(tmp_path), Manner(http)) as club:

        async def revokes() -> None:
            if told:
                await slack.happens.revoked("T1")
                return
            where = {"channel": STUDY}
            await club.surface.api.read("T1", "conversations.info", where)
            slack.token("T1").refused = "token_revoked"
            with pytest.raises(SlackApiError):
                await club.surface.api.read("T1", "conversations.info", where)

        line = await named_by(club.surface.services()[0], revokes)
        assert line.startswith(f"Slack refuses {BOT} (token_revoked): copy the Bot User")


async def test_an_app_token_revoked_on_the_way_ends_it_in_words(
    slack: Slack, tmp_path: Path
) -> None:
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


CALLS: dict[str, Callable[[WebApi], Awaitable[object]]] = {
    "post": lambda api: api.post("T1", {"channel": STUDY, "text": "A"}),
    "call": lambda api: api.call("T1", "views.open", {}),
    "read": lambda api: api.read("T1", "users.info", {}),
    "glance": lambda api: api.glance("T1", "users.info", {}),
    "headers": lambda api: api.headers("T1", "auth.test"),
    "upload": lambda api: api.upload("T1", STUDY, "a.txt", "A", "There."),
}


async def told_by(
    slack: Slack, call: Callable[[WebApi], Awaitable[object]], refusal: str
) -> list[str]:
    """Whose token was said to be refused by a call that Slack answers so."""
    told: list[str] = []
    ours = OneToken(TOKENS["T1"], slack.api_url)
    await ours.identify()
    slack.trouble.always("*", Fail(refusal))
    api = WebApi(ours, Paces(), slack.api_url, told.append)
    with pytest.raises(SlackApiError):
        await call(api)
    await api.close()
    return told


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
async def test_whatever_meets_a_refused_token_tells_of_it(
    slack: Slack, call: Callable[[WebApi], Awaitable[object]]
) -> None:
    assert await told_by(slack, call, "token_revoked") == ["T1"]


async def test_another_refusal_says_nothing_against_the_token(slack: Slack) -> None:
    assert await told_by(slack, CALLS["read"], "user_not_found") == []
