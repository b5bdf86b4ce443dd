"""Response URLs through bolt's own `respond`."""

from datetime import timedelta
from typing import Any

from slack_bolt.context.respond.async_respond import AsyncRespond

from bot.clock import SetClock
from tests.slack.apps import Heard
from tests.slack.blocks import actions, button
from tests.slack.records import Json
from tests.slack.workspace import Slack


async def pressed(slack: Slack, heard: Heard, *, ephemeral: bool = False) -> AsyncRespond:
    """Ana presses a button; what bolt gives the listener to respond with."""
    responds: list[AsyncRespond] = []

    async def listener(ack: Any, respond: AsyncRespond) -> None:  # noqa: ANN401
        responds.append(respond)
        await ack()

    heard.app.action("press:t1")(listener)
    told: Json = {"channel": "C1", "text": "Old", "blocks": [actions(button("A", "t1"))]}
    if ephemeral:
        await heard.client.chat_postEphemeral(user="U1", **told)
        shown = slack.user("U1").sees("C1")[0]
    else:
        await heard.client.chat_postMessage(**told)
        shown = slack.channel("C1").last
    await slack.user("U1").presses(shown, "t1")
    return responds[0]


def a_hook(slack: Slack) -> AsyncRespond:
    return AsyncRespond(response_url=slack.hooks.issue("C1", "U1"))


async def test_an_answer_is_for_the_one_who_asked(slack: Slack) -> None:
    await a_hook(slack)("Psst")
    assert slack.user("U1").sees("C1")[0].text == "Psst"
    assert slack.channel("C1").messages == []


async def test_an_answer_can_be_for_everybody(slack: Slack) -> None:
    await a_hook(slack)("Hear", response_type="in_channel")
    assert slack.channel("C1").last.text == "Hear"


async def test_the_message_can_be_replaced(slack: Slack, heard: Heard) -> None:
    respond = await pressed(slack, heard)
    await respond("New", replace_original=True)
    assert [shown.text for shown in slack.channel("C1").messages] == ["New"]


async def test_an_ephemeral_message_can_be_replaced_in_its_place(
    slack: Slack, heard: Heard
) -> None:
    respond = await pressed(slack, heard, ephemeral=True)
    await respond("New", replace_original=True)
    assert [shown.text for shown in slack.user("U1").sees("C1")] == ["New"]


async def test_the_message_can_be_deleted(slack: Slack, heard: Heard) -> None:
    respond = await pressed(slack, heard, ephemeral=True)
    await respond(delete_original=True)
    assert slack.user("U1").sees("C1") == []


async def test_a_commands_address_has_no_message_to_replace(slack: Slack) -> None:
    answer = await a_hook(slack)("New", replace_original=True)
    assert (answer.status_code, slack.user("U1").sees("C1")) == (400, [])


async def test_it_works_five_times(slack: Slack) -> None:
    respond = a_hook(slack)
    answers = [(await respond("Again")).status_code for _ in range(6)]
    assert answers == [200] * 5 + [404]
    assert len(slack.user("U1").sees("C1")) == 5


async def test_it_works_for_half_an_hour(timed: tuple[Slack, SetClock]) -> None:
    slack, clock = timed
    respond = a_hook(slack)
    clock.move_to(clock.now() + timedelta(minutes=30))
    assert (await respond("In time")).status_code == 200
    clock.move_to(clock.now() + timedelta(milliseconds=1))
    assert (await respond("Late")).status_code == 404


async def test_bad_blocks_are_refused_and_remembered(slack: Slack) -> None:
    answer = await a_hook(slack)("A", blocks=[{"type": "divider", "block_id": "x"}] * 2)
    assert answer.status_code == 400
    assert slack.rejected.pop().method == "response_url"
