"""Socket Mode with the real handler: acks, redelivery, warnings, cuts."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.apps import Heard, an_app, connected, refusal
from tests.slack.deliveries import NotAcked
from tests.slack.records import Json
from tests.slack.workspace import APP_TOKEN, Slack


@pytest.fixture
async def heard(slack: Slack) -> AsyncIterator[Heard]:
    """It looks after its connection every second."""
    async with an_app(slack) as made, connected(slack, made.app, ping=1.0):
        yield made


async def test_the_ack_and_its_payload_are_kept(slack: Slack, heard: Heard) -> None:
    async def listener(ack: Any) -> None:  # noqa: ANN401
        await ack("Hello")

    heard.app.command("/prep")(listener)
    ack = await slack.user("U1").types("/prep help", "C1")
    assert ack.payload == {"text": "Hello"}
    assert slack.deliveries.acked[-1][1] is ack


async def test_the_same_can_be_delivered_again(slack: Slack, heard: Heard) -> None:
    headers: list[Json] = []

    async def listener(ack: Any, body: Json, request: Any) -> None:  # noqa: ANN401
        headers.append(request.headers)
        heard.bodies.append(("message", body))
        await ack()

    heard.app.event("message")(listener)
    await slack.user("U1").says_in_dm("hello")
    await slack.deliveries.again(slack.deliveries.sent[-1])
    first, second = (body["event_id"] for _, body in heard.bodies)
    assert first == second
    assert headers[1]["x-slack-retry-num"] == ["1"]
    assert headers[1]["x-slack-retry-reason"] == ["timeout"]


async def test_an_event_that_was_not_acked_comes_again(slack: Slack, heard: Heard) -> None:
    async def listener(ack: Any, body: Json) -> None:  # noqa: ANN401
        heard.bodies.append(("message", body))
        if len(heard.bodies) == 1:
            slack.links.cut()
            return
        await ack()

    heard.app.event("message")(listener)
    slack.deliveries.retries = 3
    await slack.user("U1").says_in_dm("hello")
    assert [body["event"]["text"] for _, body in heard.bodies] == ["hello", "hello"]
    assert slack.links.opened == 2


async def test_an_interaction_that_was_not_acked_does_not_come_again(
    slack: Slack, heard: Heard
) -> None:
    async def listener(body: Json) -> None:
        heard.bodies.append(("command", body))
        slack.links.cut()

    heard.app.command("/prep")(listener)
    slack.deliveries.retries = 3
    with pytest.raises(NotAcked):
        await slack.user("U1").types("/prep help", "C1")
    assert len(heard.bodies) == 1


@pytest.mark.parametrize("reason", ["warning", "refresh_requested"])
async def test_a_warned_app_moves_to_a_new_connection(
    slack: Slack, heard: Heard, reason: str
) -> None:
    heard.app.event("message")(heard.hears("message"))
    await slack.links.warn(reason)
    await slack.state.until(lambda: slack.links.opened >= 2)
    await slack.user("U1").says_in_dm("hello")
    assert heard.last("message")["event"]["text"] == "hello"


@pytest.mark.parametrize("end", ["cut", "close"])
async def test_an_app_comes_back_after_its_connection_ended(
    slack: Slack, heard: Heard, end: str
) -> None:
    heard.app.event("message")(heard.hears("message"))
    if end == "cut":
        slack.links.cut()
    else:
        await slack.links.close()
    await slack.state.until(lambda: slack.links.opened >= 2)
    await slack.user("U1").says_in_dm("hello")
    assert heard.last("message")["event"]["text"] == "hello"


async def test_pings_are_answered_both_ways(slack: Slack, heard: Heard) -> None:
    assert await heard.client.auth_test()
    link = slack.links.open[0]
    await slack.links.ping()
    await slack.state.until(lambda: link.pings and link.pongs)


async def test_a_deaf_connection_is_given_up(slack: Slack, heard: Heard) -> None:
    assert await heard.client.auth_test()
    slack.links.open[0].deaf = True
    await slack.state.until(lambda: slack.links.opened >= 2)


async def test_two_connections_take_turns(slack: Slack) -> None:
    async with an_app(slack) as one, an_app(slack) as two:
        for app in (one, two):
            app.app.event("message")(app.hears("message"))
        async with connected(slack, one.app), connected(slack, two.app):
            await slack.links.connected(2)
            for _ in range(2):
                await slack.user("U1").says_in_dm("hello")
        assert (len(one.bodies), len(two.bodies)) == (1, 1)


async def test_a_ticket_opens_one_connection(slack: Slack, client: AsyncWebClient) -> None:
    url = (await client.apps_connections_open(app_token=APP_TOKEN))["url"]
    async with slack.session.ws_connect(url) as socket:
        assert (await socket.receive_json())["type"] == "hello"
        async with slack.session.get(url.replace("ws", "http", 1)) as answer:
            assert answer.status == 408


async def test_a_revoked_app_token_opens_nothing(slack: Slack, client: AsyncWebClient) -> None:
    slack.state.tokens[APP_TOKEN].refused = "token_revoked"
    assert await refusal(client.apps_connections_open(app_token=APP_TOKEN)) == "token_revoked"


async def test_without_an_app_nothing_is_delivered(slack: Slack) -> None:
    slack.links.patience = 0.05
    with pytest.raises(AssertionError, match="waited"):
        await slack.user("U1").types("/prep help", "C1")
