"""What a failed call means: delivered by nobody, perhaps delivered, or never to be delivered."""

import socket
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse
from yarl import URL

from adapters.slack.errors import DEFAULT_WAIT, by_code, code_of, failure, status_of
from bot.ports import (
    Ambiguous,
    ChannelGone,
    MessengerError,
    NotAllowed,
    RateLimited,
    Unavailable,
)
from tests.adapters.slack.loopback import Loopback, a_web_api

POST, TOKEN = "chat.postMessage", "xoxb-the-secret"


@pytest.fixture
async def slack() -> AsyncIterator[Loopback]:
    async with a_web_api() as made:
        yield made


def answered(
    data: Any,  # noqa: ANN401  whatever a server sends
    status: int = 200,
    headers: Mapping[str, str] | None = None,
) -> SlackApiError:
    """As slack_sdk raises it."""
    response = AsyncSlackResponse(
        client=None,
        http_verb="POST",
        api_url=f"https://slack.com/api/{POST}",
        req_args={"headers": {"Authorization": f"Bearer {TOKEN}"}},
        data=data,
        headers=dict(headers or {}),
        status_code=status,
    )
    return SlackApiError("It failed.", response)  # type: ignore[no-untyped-call]


def refused(code: str) -> MessengerError:
    return failure(answered({"ok": False, "error": code}))


async def posting(url: str, seconds: float = 5.0) -> MessengerError:
    """What becomes of one real attempt."""
    timeout = aiohttp.ClientTimeout(total=seconds)
    async with aiohttp.ClientSession(timeout=timeout) as session:
        client = AsyncWebClient(TOKEN, url, session=session, retry_handlers=[])
        try:
            await client.api_call(POST, json={"channel": "C1", "text": "A drill"})
        except Exception as error:
            return failure(error)
    raise AssertionError("it was posted")


class TestWords:
    """Slack answered, and said why not."""

    @pytest.mark.parametrize(
        "code", ["channel_not_found", "is_archived", "channel_is_archived", "user_not_found",
                 "user_disabled", "is_inactive"],
    )  # fmt: skip
    def test_a_room_or_person_that_is_no_more(self, code: str) -> None:
        assert type(refused(code)) is ChannelGone

    @pytest.mark.parametrize(
        "code", ["not_in_channel", "restricted_action", "restricted_action_read_only_channel",
                 "restricted_action_thread_only_channel", "restricted_action_thread_locked",
                 "restricted_action_non_threadable_channel", "messages_tab_disabled",
                 "missing_scope", "no_permission", "access_denied", "ekm_access_denied",
                 "team_access_not_granted", "cannot_dm_bot", "as_user_not_supported",
                 "posting_to_general_channel_denied"],
    )  # fmt: skip
    def test_what_somebody_has_to_mend_comes_with_the_way(self, code: str) -> None:
        found = refused(code)
        assert isinstance(found, NotAllowed)
        assert code in str(found)
        assert found.fix.endswith(".")

    def test_a_removed_app_is_invited_again(self) -> None:
        found = refused("not_in_channel")
        assert isinstance(found, NotAllowed)
        assert "/invite" in found.fix

    @pytest.mark.parametrize(
        "code", ["account_inactive", "invalid_auth", "not_authed", "token_expired",
                 "token_revoked", "two_factor_setup_required"],
    )  # fmt: skip
    def test_without_a_token_that_counts_it_waits(self, code: str) -> None:
        found = refused(code)
        assert type(found) is Unavailable
        assert "token" in str(found)

    @pytest.mark.parametrize(
        "code", ["ratelimited", "rate_limited", "service_unavailable", "team_added_to_org",
                 "org_login_required", "external_channel_migrating", "message_limit_exceeded",
                 "request_timeout"],
    )  # fmt: skip
    def test_what_passes_by_itself_is_tried_again(self, code: str) -> None:
        assert type(refused(code)) is Unavailable

    @pytest.mark.parametrize("code", ["fatal_error", "internal_error"])
    def test_what_may_have_succeeded_in_part_is_not_known(self, code: str) -> None:
        assert type(refused(code)) is Ambiguous

    @pytest.mark.parametrize("code", ["invalid_blocks", "msg_too_long", "something_new"])
    def test_anything_else_is_final_and_named(self, code: str) -> None:
        assert type(refused(code)) is MessengerError
        assert code in str(refused(code))

    def test_by_code_says_the_same(self) -> None:
        assert (type(by_code("is_archived")), str(by_code("is_archived"))) == (
            ChannelGone,
            str(refused("is_archived")),
        )


class TestPatience:
    @pytest.mark.parametrize("name", ["Retry-After", "retry-after"])
    def test_slack_says_how_long_to_wait(self, name: str) -> None:
        found = failure(answered({"ok": False, "error": "ratelimited"}, 429, {name: "17"}))
        assert isinstance(found, RateLimited)
        assert found.retry_after == timedelta(seconds=17)

    @pytest.mark.parametrize("headers", [{}, {"Retry-After": ""}, {"Retry-After": "soon"}])
    def test_without_a_word_we_choose(self, headers: dict[str, str]) -> None:
        found = failure(answered({"ok": False, "error": "ratelimited"}, 429, headers))
        assert isinstance(found, RateLimited)
        assert found.retry_after == timedelta(seconds=DEFAULT_WAIT)

    def test_at_least_a_second(self) -> None:
        found = failure(answered({}, 429, {"Retry-After": "0"}))
        assert isinstance(found, RateLimited)
        assert found.retry_after == timedelta(seconds=1)

    def test_other_rooms_go_on(self) -> None:
        found = failure(answered({}, 429, {"Retry-After": "3"}))
        assert isinstance(found, RateLimited)
        assert not found.everywhere


class TestNoWords:
    """An answer came, but none of Slack's."""

    @pytest.mark.parametrize("status", [500, 503])
    def test_a_server_in_trouble_took_nothing(self, status: int) -> None:
        assert type(failure(answered({}, status))) is Unavailable

    @pytest.mark.parametrize("status", [502, 504, 200, 404])
    def test_somebody_between_us_and_slack_leaves_us_in_doubt(self, status: int) -> None:
        found = failure(answered({}, status))
        assert type(found) is Ambiguous
        assert str(status) in str(found)

    @pytest.mark.parametrize("data", ["text", None, {"error": None}, {"error": ""}])
    def test_whatever_it_holds_instead(self, data: object) -> None:
        assert code_of(answered(data)) == ""

    def test_an_error_without_a_response_has_neither_word_nor_status(self) -> None:
        bare = SlackApiError("odd", None)  # type: ignore[no-untyped-call]
        assert (code_of(bare), status_of(bare)) == ("", 0)


class TestNoAnswer:
    @pytest.mark.parametrize(
        "error",
        [
            aiohttp.InvalidURL(URL("nowhere")),
            aiohttp.ConnectionTimeoutError(),
            aiohttp.ClientConnectorDNSError(
                aiohttp.client_reqrep.ConnectionKey("h", 443, True, True, None, None, None),
                OSError("no such host"),
            ),
        ],
    )
    def test_before_anything_was_sent_nothing_is_lost(self, error: Exception) -> None:
        assert type(failure(error)) is Unavailable

    @pytest.mark.parametrize(
        "error",
        [
            aiohttp.ServerDisconnectedError(),
            aiohttp.ClientOSError("reset by peer"),
            aiohttp.ClientPayloadError("half an answer"),
            aiohttp.SocketTimeoutError(),
            TimeoutError(),
            UnicodeDecodeError("utf-8", b"\xff", 0, 1, "odd"),
        ],
    )
    def test_after_something_was_sent_nobody_knows(self, error: Exception) -> None:
        assert type(failure(error)) is Ambiguous

    def test_a_fault_of_our_own_is_named(self) -> None:
        assert str(failure(KeyError("ts"))) == "KeyError: 'ts'"

    def test_what_is_already_in_our_words_stays(self) -> None:
        mine = NotAllowed("no", "ask")
        assert failure(mine) is mine


class TestRealAttempts:
    async def test_nobody_listens(self) -> None:
        with socket.create_server(("127.0.0.1", 0)) as server:
            port = server.getsockname()[1]
        assert type(await posting(f"http://127.0.0.1:{port}/api/")) is Unavailable

    async def test_the_connection_dies(self, slack: Loopback) -> None:
        slack.hangs_up(POST)
        assert type(await posting(slack.url)) is Ambiguous

    async def test_nothing_comes(self, slack: Loopback) -> None:
        slack.keeps_silent(POST)
        assert type(await posting(slack.url, 0.05)) is Ambiguous

    async def test_half_an_answer_comes(self, slack: Loopback) -> None:
        slack.says(POST, '{"ok": tr', "application/json")
        assert type(await posting(slack.url)) is Ambiguous

    async def test_half_an_answer_comes_from_a_server_in_trouble(self, slack: Loopback) -> None:
        slack.says(POST, '{"ok": fal', "application/json", status=503)
        assert type(await posting(slack.url)) is Unavailable

    async def test_a_page_comes(self, slack: Loopback) -> None:
        slack.says(POST, "<h1>Please log in to the Wi-Fi</h1>")
        assert type(await posting(slack.url)) is Ambiguous

    async def test_plain_text_comes(self, slack: Loopback) -> None:
        slack.says(POST, "ok", "text/plain")
        assert type(await posting(slack.url)) is Ambiguous

    async def test_slack_has_trouble(self, slack: Loopback) -> None:
        slack.says(POST, "<h1>Server Error</h1>", status=503)
        assert type(await posting(slack.url)) is Unavailable

    @pytest.mark.parametrize("code", ["invalid_auth", "is_archived", "something_new"])
    async def test_the_token_is_in_no_complaint(self, slack: Loopback, code: str) -> None:
        slack.refuses(POST, code)
        assert TOKEN not in str(await posting(slack.url))
        assert slack.asked == [(POST, TOKEN)]
