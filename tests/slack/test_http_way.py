"""Signed requests to a real bolt app, and what pretenders get."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from aiohttp import web

from tests.slack.apps import Heard, an_app, listening, served
from tests.slack.blocks import LINE, actions, button, entry, modal
from tests.slack.deliveries import NotAcked
from tests.slack.http_way import HttpWay, Signing
from tests.slack.workspace import Slack


@pytest.fixture
async def app(slack: Slack) -> AsyncIterator[Heard]:
    async with an_app(slack) as made:
        yield made


@pytest.fixture
async def way(slack: Slack, app: Heard) -> AsyncIterator[HttpWay]:
    async with served(app.app) as url:
        yield slack.over_http(url)


async def test_a_command_arrives_as_a_form(slack: Slack, app: Heard, way: HttpWay) -> None:
    app.app.command("/prep")(app.hears("command"))
    await slack.user("U1").types("/prep drill 5% of & more", "C1")
    assert app.last("command")["text"] == "drill 5% of &amp; more"
    assert way.posted[0].headers["Content-Type"] == "application/x-www-form-urlencoded"


async def test_a_text_answer_is_a_message(slack: Slack, app: Heard, way: HttpWay) -> None:
    async def listener(ack: Any) -> None:  # noqa: ANN401
        await ack("Only you")

    app.app.command("/prep")(listener)
    await slack.user("U1").types("/prep help", "C1")
    assert len(way.posted) == 1
    assert slack.user("U1").sees("C1")[0].text == "Only you"


@pytest.mark.usefixtures("way")
async def test_a_press_arrives_as_a_form_with_json_in_it(slack: Slack, app: Heard) -> None:
    app.app.action("press:t1")(app.hears("press"))
    await app.client.chat_postMessage(channel="C1", text="A", blocks=[actions(button("A", "t1"))])
    await slack.user("U1").presses(slack.channel("C1").last, "t1")
    assert app.last("press")["actions"][0]["value"] == "t1"


@pytest.mark.usefixtures("way")
async def test_a_submission_is_answered_in_the_response(slack: Slack, app: Heard) -> None:
    async def listener(ack: Any) -> None:  # noqa: ANN401
        await ack(response_action="errors", errors={"name": "Taken"})

    app.app.view("form")(listener)
    trigger = slack.payloads.triggers.issue("U1", "T1")
    await app.client.views_open(trigger_id=trigger, view=modal(entry("name", LINE)))
    await slack.user("U1").submits({"name": "Ana"})
    assert slack.user("U1").modal.errors == (("name", "Taken"),)


@pytest.mark.usefixtures("way")
async def test_an_event_arrives_as_json(slack: Slack, app: Heard) -> None:
    app.app.event("message")(app.hears("message"))
    await slack.user("U1").says_in_dm("hello")
    assert app.last("message")["event"]["text"] == "hello"


@pytest.mark.parametrize("signing", ["forged", "missing", "stale", "early"])
async def test_bolt_turns_pretenders_away(
    slack: Slack, app: Heard, way: HttpWay, signing: Signing
) -> None:
    app.app.event("message")(app.hears("message"))
    event = slack.payloads.event(slack.team("T1"), {"type": "message", "user": "U1", "text": "hi"})
    ack = await way.post(way.request(event, signing))
    assert (ack.status, app.bodies) == (401, [])


async def test_a_replay_carries_the_same_bytes(slack: Slack, app: Heard, way: HttpWay) -> None:
    app.app.event("message")(app.hears("message"))
    await slack.user("U1").says_in_dm("hello")
    await way.post(way.posted[0])
    assert app.bodies[0] == app.bodies[1]


async def test_a_retry_says_which_and_why(slack: Slack, app: Heard, way: HttpWay) -> None:
    app.app.event("message")(app.hears("message"))
    await slack.user("U1").says_in_dm("hello")
    await slack.deliveries.again(slack.deliveries.sent[0], attempt=2)
    headers = way.posted[-1].headers
    assert headers["x-slack-retry-num"] == "2"
    assert headers["x-slack-retry-reason"] == "http_timeout"


async def test_an_answer_that_is_no_success_is_no_ack(slack: Slack, way: HttpWay) -> None:
    with pytest.raises(NotAcked, match="404"):
        await slack.user("U1").types("/unknown", "C1")
    assert len(way.posted) == 1


async def test_the_address_can_be_verified(way: HttpWay) -> None:
    assert await way.verify_url()
    assert json.loads(way.posted[0].body)["type"] == "url_verification"


async def test_the_certificate_is_looked_at(way: HttpWay) -> None:
    assert (await way.check_ssl()).status == 200


async def test_an_app_can_refuse_retries(slack: Slack) -> None:
    tries: list[str] = []

    async def refuse(request: web.Request) -> web.Response:
        tries.append(await request.text())
        return web.Response(status=500, headers={"x-slack-no-retry": "1"})

    async with listening(refuse) as url:
        slack.over_http(url)
        slack.deliveries.retries = 3
        with pytest.raises(NotAcked):
            await slack.user("U1").says_in_dm("hello")
    assert len(tries) == 1


async def test_an_event_answered_with_an_error_comes_again(slack: Slack) -> None:
    tries: list[str] = []

    async def refuse(request: web.Request) -> web.Response:
        tries.append(request.headers.get("x-slack-retry-num", ""))
        return web.Response(status=500 if len(tries) < 3 else 200)

    async with listening(refuse) as url:
        slack.over_http(url)
        slack.deliveries.retries = 3
        await slack.user("U1").says_in_dm("hello")
    assert tries == ["", "1", "2"]
