"""A wrong token is named at once and for good; a Slack out of reach is asked again."""

import asyncio
import traceback
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from adapters.slack.identity import (
    APP_HINT,
    APP_TOKEN,
    BOT_TOKEN,
    CHECK_SECONDS,
    Identity,
    OneToken,
    checked,
)
from adapters.slack.standing import Standing
from bot.ports import GiveUp, Unavailable
from tests.adapters.slack.loopback import Loopback, a_web_api
from tests.adapters.slack.watch import Hurried

TOKEN = "xoxb-the-secret"
MINE = {"team_id": "T1", "team": "Circle", "enterprise_id": None}


@pytest.fixture
async def slack() -> AsyncIterator[Loopback]:
    async with a_web_api() as made:
        made.answers("auth.test", MINE)
        yield made


@pytest.fixture
def tokens(slack: Loopback) -> OneToken:
    return OneToken(TOKEN, slack.url)


def whole_story(error: BaseException) -> str:
    """All that a log with tracebacks would hold."""
    return "".join(traceback.format_exception(error))


async def seconds_of_silence() -> float:
    """How long it is until a Slack that does not answer is left alone."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, Hurried)

    async def silent(_: web.Request) -> web.Response:
        loop.ahead += CHECK_SECONDS
        await asyncio.Event().wait()
        return web.Response()

    async with a_web_api() as slack:
        slack.does("auth.test", silent)
        began = loop.time()
        with pytest.raises(Unavailable, match="TimeoutError"):
            await Standing(OneToken(TOKEN, slack.url)).serve()
        return loop.time() - began


def test_a_silent_slack_is_left_alone_within_five_seconds() -> None:
    with asyncio.Runner(loop_factory=Hurried) as runner:
        assert runner.run(seconds_of_silence()) < 5


class TestIdentify:
    async def test_slack_says_whose_the_token_is(self, tokens: OneToken) -> None:
        assert await tokens.identify() == Identity(frozenset({"T1"}), "Circle")

    async def test_an_organisation_counts_too(self, slack: Loopback, tokens: OneToken) -> None:
        slack.answers("auth.test", {**MINE, "enterprise_id": "E1"})
        assert (await tokens.identify()).workspaces == {"T1", "E1"}

    async def test_slack_is_asked_with_the_token(self, slack: Loopback, tokens: OneToken) -> None:
        await tokens.identify()
        assert slack.asked == [("auth.test", TOKEN)]

    async def test_it_is_asked_once(self, slack: Loopback, tokens: OneToken) -> None:
        await tokens.identify()
        await tokens.identify()
        assert len(slack.asked) == 1

    async def test_it_is_asked_once_by_many_at_the_same_time(
        self, slack: Loopback, tokens: OneToken
    ) -> None:
        await asyncio.gather(*(tokens.identify() for _ in range(5)))
        assert len(slack.asked) == 1

    async def test_many_who_wait_hear_of_a_refusal_at_the_same_time(
        self, slack: Loopback, tokens: OneToken
    ) -> None:
        slack.refuses("auth.test", "invalid_auth")
        heard = await asyncio.gather(*(tokens.identify() for _ in range(5)), return_exceptions=True)
        assert [type(each) for each in heard] == [GiveUp] * 5
        assert len(slack.asked) == 1

    async def test_whoever_comes_after_a_refusal_asks_again(
        self, slack: Loopback, tokens: OneToken
    ) -> None:
        slack.refuses("auth.test", "invalid_auth")
        for _ in range(2):
            with pytest.raises(GiveUp):
                await tokens.identify()
        assert len(slack.asked) == 2

    @pytest.mark.parametrize(
        "code", ["invalid_auth", "not_authed", "account_inactive", "token_revoked",
                 "token_expired", "two_factor_setup_required", "not_allowed_token_type",
                 "missing_scope"],
    )  # fmt: skip
    async def test_a_refused_token_is_for_good(
        self, slack: Loopback, tokens: OneToken, code: str
    ) -> None:
        slack.refuses("auth.test", code)
        with pytest.raises(GiveUp, match=code):
            await tokens.identify()

    async def test_it_says_which_setting_and_where_to_get_it(
        self, slack: Loopback, tokens: OneToken
    ) -> None:
        slack.refuses("auth.test", "invalid_auth")
        with pytest.raises(GiveUp) as refused:
            await tokens.identify()
        assert str(refused.value) == (
            "Slack refuses PREPCIRCLE_SLACK_BOT_TOKEN (invalid_auth): copy the Bot User OAuth "
            "Token (xoxb-…) from OAuth & Permissions in the app's settings."
        )

    @pytest.mark.parametrize("code", ["ratelimited", "fatal_error", "org_login_required"])
    async def test_any_other_word_may_change(
        self, slack: Loopback, tokens: OneToken, code: str
    ) -> None:
        slack.refuses("auth.test", code)
        with pytest.raises(Unavailable, match=code):
            await tokens.identify()

    async def test_a_slack_that_hangs_is_out_of_reach(self, slack: Loopback) -> None:
        slack.keeps_silent("auth.test")
        async with asyncio.timeout(20):
            with pytest.raises(Unavailable, match="TimeoutError"):
                await OneToken(TOKEN, slack.url, patience=0.05).identify()

    async def test_a_slack_that_hangs_up_is_out_of_reach(
        self, slack: Loopback, tokens: OneToken
    ) -> None:
        slack.hangs_up("auth.test")
        with pytest.raises(Unavailable, match="cannot be reached"):
            await tokens.identify()

    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            ("<h1>Please log in to the Wi-Fi</h1>", "text/html"),
            ("[1, 2", "application/json"),
            ("ok", "text/plain"),
            ("zip", "application/gzip"),
        ],
    )
    async def test_somebody_elses_answer_judges_no_token(
        self, slack: Loopback, tokens: OneToken, text: str, kind: str
    ) -> None:
        slack.says("auth.test", text, kind)
        with pytest.raises(Unavailable):
            await tokens.identify()

    async def test_after_a_failure_slack_is_asked_again(
        self, slack: Loopback, tokens: OneToken
    ) -> None:
        slack.hangs_up("auth.test")
        with pytest.raises(Unavailable):
            await tokens.identify()
        slack.answers("auth.test", MINE)
        assert (await tokens.identify()).name == "Circle"

    @pytest.mark.parametrize("code", ["invalid_auth", "fatal_error"])
    async def test_the_token_is_in_no_complaint(
        self, slack: Loopback, tokens: OneToken, code: str
    ) -> None:
        slack.refuses("auth.test", code)
        with pytest.raises((GiveUp, Unavailable)) as refused:
            await tokens.identify()
        assert TOKEN not in whole_story(refused.value) + repr(tokens)


class TestToken:
    async def test_its_workspace_gets_it(self, tokens: OneToken) -> None:
        assert await tokens.token("T1") == TOKEN

    async def test_another_workspace_does_not(self, tokens: OneToken) -> None:
        assert await tokens.token("T2") is None

    async def test_nobody_is_not_a_workspace(self, tokens: OneToken) -> None:
        assert await tokens.token("") is None

    async def test_a_refused_token_lets_posts_wait(self, slack: Loopback, tokens: OneToken) -> None:
        slack.refuses("auth.test", "invalid_auth")
        with pytest.raises(Unavailable, match=BOT_TOKEN):
            await tokens.token("T1")


class TestChecked:
    async def test_slacks_answer_comes_back(self, slack: Loopback) -> None:
        slack.answers("apps.connections.open", {"url": "wss://here"})
        found = await checked("xapp-1", slack.url, "apps.connections.open", APP_TOKEN, APP_HINT)
        assert found == {"ok": True, "url": "wss://here"}

    async def test_a_wrong_app_token_is_named_as_such(self, slack: Loopback) -> None:
        slack.refuses("apps.connections.open", "not_allowed_token_type")
        with pytest.raises(GiveUp, match=r"PREPCIRCLE_SLACK_APP_TOKEN .*connections:write"):
            await checked("xapp-1", slack.url, "apps.connections.open", APP_TOKEN, APP_HINT)


class TestStanding:
    async def test_a_wrong_token_ends_it(self, slack: Loopback, tokens: OneToken) -> None:
        slack.refuses("auth.test", "invalid_auth")
        with pytest.raises(GiveUp):
            await Standing(tokens).serve()

    async def test_a_token_in_doubt_that_is_refused_ends_it(
        self, slack: Loopback, tokens: OneToken
    ) -> None:
        await tokens.identify()
        slack.refuses("auth.test", "token_revoked")
        tokens.doubt()
        with pytest.raises(GiveUp, match=BOT_TOKEN):
            await Standing(tokens).serve()

    async def test_a_token_in_doubt_that_is_taken_is_watched_on(
        self, slack: Loopback, tokens: OneToken
    ) -> None:
        await tokens.identify()
        tokens.doubt()
        await tokens.watch()
        assert len(slack.asked) == 2
        async with asyncio.timeout(20):
            await tokens.watch(0.01)
        assert len(slack.asked) == 2

    async def test_it_stays_for_as_long_as_it_is_wanted(self, tokens: OneToken) -> None:
        serving = asyncio.gather(Standing(tokens).serve())
        await tokens.identify()
        for _ in range(10):
            await asyncio.sleep(0)
        assert not serving.done()
        serving.cancel()
