"""Calls to Slack's methods: at its pace, and again where the trouble passes."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import ServerDisconnectedError, web
from slack_sdk.errors import SlackApiError

from adapters.slack.client import WebApi
from adapters.slack.identity import OneToken
from adapters.slack.paces import Paces
from tests.adapters.slack.loopback import Handler, Loopback, a_web_api


class Sleeps:
    """Seconds that pass at once; `slept` tells how many, each time."""

    def __init__(self) -> None:
        self.slept: list[float] = []

    def now(self) -> float:
        return sum(self.slept)

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
async def slack() -> AsyncIterator[Loopback]:
    async with a_web_api() as made:
        made.answers("auth.test", {"team_id": "T1"})
        made.answers("views.update", {"view": {"id": "V1"}})
        yield made


@pytest.fixture
def tries() -> Sleeps:
    """Between one attempt and the next."""
    return Sleeps()


@pytest.fixture
def paced() -> Sleeps:
    """Before an attempt, for the sake of Slack's rate rules."""
    return Sleeps()


@pytest.fixture
async def api(slack: Loopback, tries: Sleeps, paced: Sleeps) -> AsyncIterator[WebApi]:
    paces = Paces(paced.now, paced)
    made = WebApi(OneToken("xoxb-1", slack.url), paces, slack.url, sleep=tries)
    yield made
    await made.close()


def status(number: int, **headers: str) -> Handler:
    async def handler(_: web.Request) -> web.Response:
        return web.json_response({"ok": False}, status=number, headers=headers)

    return handler


def asked(slack: Loopback, method: str = "views.update") -> int:
    return sum(called == method for called, _ in slack.asked)


async def test_a_server_error_is_met_with_two_more_tries(
    slack: Loopback, api: WebApi, tries: Sleeps
) -> None:
    slack.does("views.update", status(503))
    with pytest.raises(SlackApiError):
        await api.call("T1", "views.update", {})
    assert (asked(slack), tries.slept) == (3, [1.0, 4.0])


async def test_a_lost_connection_is_met_with_two_more_tries(
    slack: Loopback, api: WebApi, tries: Sleeps
) -> None:
    slack.hangs_up("views.update")
    with pytest.raises(ServerDisconnectedError):
        await api.call("T1", "views.update", {})
    assert (asked(slack), tries.slept) == (3, [1.0, 4.0])


async def test_whoever_asks_too_fast_waits_as_long_as_slack_wants(
    slack: Loopback, api: WebApi, tries: Sleeps
) -> None:
    slack.does("views.update", status(429, **{"Retry-After": "30"}))
    with pytest.raises(SlackApiError):
        await api.call("T1", "views.update", {})
    assert (asked(slack), tries.slept) == (3, [30.0, 30.0])


async def test_the_same_is_true_of_what_only_reads(
    slack: Loopback, api: WebApi, tries: Sleeps
) -> None:
    slack.does("files.info", status(503))
    with pytest.raises(SlackApiError):
        await api.read("T1", "files.info", {})
    assert (asked(slack, "files.info"), tries.slept) == (3, [1.0, 4.0])


@pytest.mark.parametrize("code", ["not_found", "invalid_arguments", "token_revoked"])
async def test_what_slack_refuses_for_good_is_asked_once(
    slack: Loopback, api: WebApi, code: str
) -> None:
    slack.refuses("views.update", code)
    with pytest.raises(SlackApiError, match=code):
        await api.call("T1", "views.update", {})
    assert asked(slack) == 1


async def test_what_opens_windows_is_asked_once(slack: Loopback, api: WebApi) -> None:
    slack.does("views.open", status(503))
    with pytest.raises(SlackApiError):
        await api.at_once("T1", "views.open", {})
    assert asked(slack, "views.open") == 1


async def calls(api: WebApi, number: int, method: str = "views.update") -> None:
    for _ in range(number):
        await api.call("T1", method, {})


async def test_after_a_burst_calls_go_at_the_pace_of_their_method(
    api: WebApi, paced: Sleeps
) -> None:
    await calls(api, 22)
    assert paced.slept == pytest.approx([0.6, 0.6])


@pytest.mark.parametrize(
    ("method", "number", "waits"), [("conversations.info", 11, 1.2), ("files.info", 21, 0.6)]
)
async def test_what_reads_goes_at_the_pace_of_its_method(
    slack: Loopback, api: WebApi, paced: Sleeps, method: str, number: int, waits: float
) -> None:
    slack.answers(method, {})
    for _ in range(number):
        await api.read("T1", method, {})
    assert paced.slept == pytest.approx([waits])


async def test_one_methods_pace_delays_no_other(
    slack: Loopback, api: WebApi, paced: Sleeps
) -> None:
    slack.answers("views.publish", {})
    await calls(api, 20)
    await calls(api, 20, "views.publish")
    assert paced.slept == []


async def test_each_try_counts_against_the_pace(
    slack: Loopback, api: WebApi, paced: Sleeps
) -> None:
    slack.does("views.update", status(503))
    for _ in range(7):
        with pytest.raises(SlackApiError):
            await api.call("T1", "views.update", {})
    assert paced.slept == pytest.approx([0.6])


class TestUpload:
    @pytest.fixture
    def stored(self, slack: Loopback) -> list[bytes]:
        """What was put at the address that Slack named."""
        kept: list[bytes] = []

        async def keeps(request: web.Request) -> web.Response:
            kept.append(await request.read())
            return web.Response(text="OK")

        given = {"file_id": "F1", "upload_url": f"{slack.url}upload"}
        slack.answers("files.getUploadURLExternal", given)
        slack.does("upload", keeps)
        slack.answers("files.completeUploadExternal", {"files": [{"id": "F1"}]})
        return kept

    async def test_each_step_goes_at_its_pace(
        self, api: WebApi, stored: list[bytes], paced: Sleeps
    ) -> None:
        for _ in range(21):
            await api.upload("T1", "D1", "me.json", "{}", "Yours")
        assert (len(stored), len(paced.slept)) == (21, 1)
        assert not api.paces.may_call("T1", "files.completeUploadExternal")

    @pytest.mark.usefixtures("stored")
    async def test_the_bytes_are_put_there_again(self, slack: Loopback, api: WebApi) -> None:
        slack.hangs_up("upload")
        with pytest.raises(ServerDisconnectedError):
            await api.upload("T1", "D1", "me.json", "{}", "Yours")
        assert asked(slack, "upload") == 3

    async def test_what_is_no_ascii_arrives_whole(self, api: WebApi, stored: list[bytes]) -> None:
        await api.upload("T1", "D1", "me.json", '"Zoë"', "Yours")
        assert stored == ['"Zoë"'.encode()]
