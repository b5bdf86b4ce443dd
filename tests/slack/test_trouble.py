"""Each trouble as the real web client meets it, and what the room shows afterwards."""

import asyncio
from datetime import timedelta

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SetClock
from tests.slack.apps import a_client, refusal
from tests.slack.rates import Rule
from tests.slack.trouble import Broken, Dropped, Fail, Fine, Garbled, Held, Limited, Trouble
from tests.slack.workspace import Slack

POST = "chat.postMessage"


def said(slack: Slack) -> list[str]:
    return [shown.text for shown in slack.channel("C1").messages]


async def test_a_code_asked_for_is_the_answer(slack: Slack, client: AsyncWebClient) -> None:
    slack.trouble.next(POST, Fail("ekm_access_denied"))
    assert await refusal(client.chat_postMessage(channel="C1", text="A")) == "ekm_access_denied"
    assert said(slack) == []


async def test_trouble_passes(slack: Slack, client: AsyncWebClient) -> None:
    slack.trouble.next(POST, Fail("fatal_error"))
    await refusal(client.chat_postMessage(channel="C1", text="A"))
    await client.chat_postMessage(channel="C1", text="B")
    assert said(slack) == ["B"]


async def test_troubles_come_in_the_order_given(slack: Slack, client: AsyncWebClient) -> None:
    slack.trouble.next(POST, Fine(), Fail("fatal_error"))
    await client.chat_postMessage(channel="C1", text="A")
    assert await refusal(client.chat_postMessage(channel="C1", text="B")) == "fatal_error"


async def test_trouble_can_stay_for_one_room(slack: Slack, client: AsyncWebClient) -> None:
    slack.trouble.always(POST, Fail("fatal_error"), lambda call: call.args["channel"] == "C1")
    await client.chat_postMessage(channel="C2", text="A")
    for _ in range(2):
        assert await refusal(client.chat_postMessage(channel="C1", text="B")) == "fatal_error"
    slack.trouble.stop()
    await client.chat_postMessage(channel="C1", text="C")


async def test_trouble_can_meet_every_method(slack: Slack, client: AsyncWebClient) -> None:
    slack.trouble.always("*", Fail("fatal_error"))
    assert await refusal(client.auth_test()) == "fatal_error"


async def test_a_limit_names_the_seconds_to_wait(slack: Slack, client: AsyncWebClient) -> None:
    slack.trouble.next(POST, Limited(7))
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C1", text="A")
    answer = caught.value.response
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "7")
    assert answer["error"] == "ratelimited"


async def test_the_sdks_own_handler_waits_and_tries_again(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.trouble.next(POST, Limited(0))
    client.retry_handlers.append(AsyncRateLimitErrorRetryHandler())
    await client.chat_postMessage(channel="C1", text="A")
    assert (said(slack), slack.state.counts[POST]) == (["A"], 2)


@pytest.mark.parametrize("status", [500, 503])
async def test_a_server_error_is_a_page_for_humans(
    slack: Slack, client: AsyncWebClient, status: int
) -> None:
    slack.trouble.next(POST, Broken(status))
    with pytest.raises(SlackApiError) as caught:
        await client.chat_postMessage(channel="C1", text="A")
    assert (caught.value.response.status_code, said(slack)) == (status, [])


@pytest.mark.parametrize(("kept", "shown"), [(False, []), (True, ["A"])], ids=["before", "after"])
async def test_a_dropped_connection_looks_the_same_before_and_after_it_was_kept(
    slack: Slack, client: AsyncWebClient, kept: bool, shown: list[str]
) -> None:
    slack.trouble.next(POST, Dropped(kept=kept))
    with pytest.raises(aiohttp.ClientConnectionError):
        await client.chat_postMessage(channel="C1", text="A")
    assert said(slack) == shown


async def test_half_an_answer_is_not_an_answer(slack: Slack, client: AsyncWebClient) -> None:
    slack.trouble.next(POST, Garbled())
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="C1", text="A")
    assert said(slack) == ["A"]


@pytest.mark.parametrize(("kept", "shown"), [(False, []), (True, ["A"])], ids=["before", "after"])
async def test_an_answer_can_be_held_back(
    slack: Slack, client: AsyncWebClient, kept: bool, shown: list[str]
) -> None:
    held = Held(kept=kept)
    slack.trouble.next(POST, held)
    async with asyncio.TaskGroup() as both:
        both.create_task(client.chat_postMessage(channel="C1", text="A"))
        await held.reached.wait()
        assert said(slack) == shown
        held.release()
    assert said(slack) == ["A"]


async def test_a_client_that_gives_up_leaves_what_was_kept(
    slack: Slack, client: AsyncWebClient
) -> None:
    held = Held(kept=True)
    slack.trouble.next(POST, held)
    posting = client.chat_postMessage(channel="C1", text="A")
    waiting = asyncio.get_running_loop().create_task(posting)
    await held.reached.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert said(slack) == ["A"]


async def test_one_room_takes_a_burst_and_then_one_a_second(
    timed: tuple[Slack, SetClock],
) -> None:
    slack, clock = timed
    slack.rates.switch_on(channel=Rule(1, 3))
    async with a_client(slack) as client:
        for _ in range(3):
            await client.chat_postMessage(channel="C1", text="A")
        assert await refusal(client.chat_postMessage(channel="C1", text="B")) == "ratelimited"
        await client.chat_postMessage(channel="C2", text="elsewhere")
        clock.move_to(clock.now() + timedelta(seconds=1))
        await client.chat_postMessage(channel="C1", text="C")
    assert said(slack) == ["A", "A", "A", "C"]
    assert slack.rates.refused == {POST: 1}


async def test_a_workspace_has_a_rate_of_its_own(timed: tuple[Slack, SetClock]) -> None:
    slack, _ = timed
    slack.rates.switch_on(channel=None, workspace=Rule(1, 2))
    async with a_client(slack) as first, a_client(slack, "T2") as second:
        for _ in range(2):
            await first.chat_postMessage(channel="C1", text="A")
        assert await refusal(first.chat_postMessage(channel="C2", text="A")) == "ratelimited"
        await second.chat_postMessage(channel="C21", text="A")


async def test_methods_have_tiers(timed: tuple[Slack, SetClock]) -> None:
    slack, _ = timed
    slack.rates.switch_on(tier_burst=1)
    async with a_client(slack) as client:
        await client.users_info(user="U1")
        assert await refusal(client.users_info(user="U1")) == "ratelimited"
        await client.auth_test()


async def test_no_rule_holds_until_switched_on(slack: Slack, client: AsyncWebClient) -> None:
    for _ in range(30):
        await client.chat_postMessage(channel="C1", text="A")
    assert not slack.rates.refused


@pytest.mark.parametrize("trouble", [Dropped(kept=True), Broken()], ids=["dropped", "broken"])
async def test_trouble_is_each_methods_own(
    slack: Slack, client: AsyncWebClient, trouble: Trouble
) -> None:
    slack.trouble.next("chat.update", trouble)
    await client.chat_postMessage(channel="C1", text="A")
    assert said(slack) == ["A"]
