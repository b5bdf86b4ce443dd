"""chat.* through the real web client: what the room shows afterwards, and what is refused."""

import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.slack.apps import a_client, refusal
from tests.slack.blocks import BOXES, actions, button, entry
from tests.slack.records import Json
from tests.slack.workspace import Slack, a_slack


async def test_a_post_stands_in_the_room(slack: Slack, client: AsyncWebClient) -> None:
    answer = await client.chat_postMessage(channel="C1", text="Hello")
    assert [(shown.ts, shown.text) for shown in slack.channel("C1").messages] == [
        (answer["ts"], "Hello")
    ]


async def test_blocks_without_an_id_are_given_one(slack: Slack, client: AsyncWebClient) -> None:
    two = [actions(button("A", "a")), actions(button("B", "b"))]
    await client.chat_postMessage(channel="C1", text="Hello", blocks=two)
    ids = [block["block_id"] for block in slack.channel("C1").last.blocks]
    assert len(set(ids)) == 2


async def test_a_reply_to_a_reply_joins_the_thread(slack: Slack, client: AsyncWebClient) -> None:
    root = (await client.chat_postMessage(channel="C1", text="Root"))["ts"]
    first = (await client.chat_postMessage(channel="C1", text="One", thread_ts=root))["ts"]
    await client.chat_postMessage(channel="C1", text="Two", thread_ts=first)
    assert [shown.text for shown in slack.channel("C1").messages] == ["Root"]
    assert [reply.text for reply in slack.channel("C1").last.replies] == ["One", "Two"]


async def test_a_broadcast_reply_stands_in_the_room_too(
    slack: Slack, client: AsyncWebClient
) -> None:
    root = (await client.chat_postMessage(channel="C1", text="Root"))["ts"]
    await client.chat_postMessage(channel="C1", text="Aloud", thread_ts=root, reply_broadcast=True)
    assert [shown.text for shown in slack.channel("C1").messages] == ["Root", "Aloud"]


async def test_a_person_as_channel_is_their_direct_message(
    slack: Slack, client: AsyncWebClient
) -> None:
    answer = await client.chat_postMessage(channel="U1", text="Hello")
    assert answer["channel"] == slack.user("U1").dm.id
    assert slack.user("U1").dm.last.text == "Hello"
    assert slack.user("U2").dm.messages == []


async def test_an_update_changes_the_message(slack: Slack, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C1", text="A", blocks=[actions(BOXES)]))["ts"]
    await client.chat_update(channel="C1", ts=ts, text="B")
    shown = slack.channel("C1").last
    assert (shown.text, shown.blocks, shown.edited) == ("B", (), True)


async def test_a_deleted_message_is_gone(slack: Slack, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C1", text="A"))["ts"]
    await client.chat_delete(channel="C1", ts=ts)
    assert slack.channel("C1").messages == []


async def test_an_ephemeral_message_is_for_one(slack: Slack, client: AsyncWebClient) -> None:
    await client.chat_postEphemeral(channel="C1", user="U2", text="Psst")
    assert [shown.text for shown in slack.user("U2").sees("C1")] == ["Psst"]
    assert slack.user("U1").sees("C1") == []


async def test_an_ephemeral_message_cannot_be_updated(client: AsyncWebClient) -> None:
    answer = await client.chat_postEphemeral(channel="C1", user="U2", text="Psst")
    asked = client.chat_update(channel="C1", ts=answer["message_ts"], text="B")
    assert await refusal(asked) == "message_not_found"


async def test_an_ephemeral_message_needs_a_member(client: AsyncWebClient) -> None:
    asked = client.chat_postEphemeral(channel="C2", user="U3", text="Psst")
    assert await refusal(asked) == "user_not_in_channel"


async def test_what_a_person_said_is_not_the_apps_to_change(
    slack: Slack, client: AsyncWebClient
) -> None:
    ts = slack.user("U1").says("Mine", "C1").ts
    assert await refusal(client.chat_update(channel="C1", ts=ts, text="B")) == "cant_update_message"
    assert await refusal(client.chat_delete(channel="C1", ts=ts)) == "cant_delete_message"


async def test_a_long_update_is_refused(client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C1", text="A"))["ts"]
    asked = client.chat_update(channel="C1", ts=ts, text="x" * 4_001)
    assert await refusal(asked) == "msg_too_long"


async def test_an_archived_room_takes_nothing(slack: Slack, client: AsyncWebClient) -> None:
    ts = (await client.chat_postMessage(channel="C1", text="Before"))["ts"]
    slack.room("C1").archived = True
    assert await refusal(client.chat_postMessage(channel="C1", text="A")) == "is_archived"
    assert await refusal(client.chat_update(channel="C1", ts=ts, text="B")) == "is_archived"
    assert [shown.text for shown in slack.channel("C1").messages] == ["Before"]


@pytest.mark.parametrize(("room", "code"), [("C1", "not_in_channel"), ("G1", "channel_not_found")])
async def test_a_room_without_the_bot_takes_nothing(
    slack: Slack, client: AsyncWebClient, room: str, code: str
) -> None:
    slack.room(room).members.discard(slack.team("T1").bot_user)
    assert await refusal(client.chat_postMessage(channel=room, text="A")) == code


async def test_a_restricted_room_names_the_restriction(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.room("C1").refuses = "restricted_action_read_only_channel"
    asked = client.chat_postMessage(channel="C1", text="A")
    assert await refusal(asked) == "restricted_action_read_only_channel"


async def test_no_direct_messages_while_the_tab_is_off(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.state.app_messages_tab = False
    asked = client.chat_postMessage(channel="U1", text="A")
    assert await refusal(asked) == "messages_tab_disabled"


async def test_a_deactivated_person_cannot_be_written_to(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.user("U1").account.deactivated = True
    assert await refusal(client.chat_postMessage(channel="U1", text="A")) == "user_disabled"


async def test_a_room_of_another_workspace_is_not_found(client: AsyncWebClient) -> None:
    assert await refusal(client.chat_postMessage(channel="C21", text="A")) == "channel_not_found"


async def test_each_workspace_has_its_own_token(slack: Slack) -> None:
    async with a_client(slack, "T2") as second:
        await second.chat_postMessage(channel="C21", text="A")
    assert slack.channel("C21").last.author == slack.team("T2").bot_user


BAD: dict[str, list[Json]] = {
    "too many blocks": [{"type": "divider"}] * 51,
    "block id twice": [{"type": "divider", "block_id": "x"}] * 2,
    "action id twice": [actions(button("A", "a"), button("B", "a"))],
    "no action id": [actions({"type": "button", "text": {"type": "plain_text", "text": "A"}})],
}


@pytest.mark.parametrize("blocks", BAD.values(), ids=BAD.keys())
async def test_blocks_against_the_laws_are_refused_and_remembered(
    slack: Slack, client: AsyncWebClient, blocks: list[Json]
) -> None:
    asked = client.chat_postMessage(channel="C1", text="A", blocks=blocks)
    assert await refusal(asked) == "invalid_blocks"
    assert slack.rejected.pop().payload["blocks"] == blocks
    assert slack.channel("C1").messages == []


async def test_a_validator_of_the_tests_own_is_asked_too() -> None:
    def no_inputs(payload: Json, surface: str) -> list[str]:
        found = [block for block in payload["blocks"] if block["type"] == "input"]
        return [f"an input in a {surface}"] if found else []

    async with a_slack(validator=no_inputs) as slack, a_client(slack) as client:
        blocks = [entry("name", {"type": "plain_text_input"})]
        with pytest.raises(SlackApiError, match="invalid_blocks"):
            await client.chat_postMessage(channel="C1", text="A", blocks=blocks)
        assert slack.rejected[0].why == ("an input in a message",)


async def test_the_validator_sees_only_what_was_given() -> None:
    seen: list[Json] = []

    def watching(payload: Json, _surface: str) -> list[str]:
        seen.append(payload)
        return []

    async with a_slack(validator=watching) as slack, a_client(slack) as client:
        await client.chat_postMessage(channel="C1", text="A")
    assert seen == [{"text": "A"}]
