"""What people do reaches a real bolt app as Slack sends it, and answers show up in the room."""

from typing import Any

import pytest

from tests.slack.acting import ClientRefuses
from tests.slack.apps import Heard
from tests.slack.blocks import BOXES, MENU, actions, button, home, modal, text
from tests.slack.deliveries import NotAcked
from tests.slack.workspace import Slack


async def test_a_command_arrives_with_its_text_and_place(slack: Slack, heard: Heard) -> None:
    heard.app.command("/prep")(heard.hears("command"))
    await slack.user("U1").types("/prep drill  sql.window", "C1")
    body = heard.last("command")
    assert (body["text"], body["channel_id"], body["user_id"]) == ("drill  sql.window", "C1", "U1")


async def test_a_command_escapes_markup_and_names_people(slack: Slack, heard: Heard) -> None:
    heard.app.command("/prep")(heard.hears("command"))
    await slack.user("U1").types("/prep add @ben #study <!channel>", "C1")
    assert heard.last("command")["text"] == "add <@U2|ben> <#C2|study> &lt;!channel&gt;"


async def test_a_message_in_the_ack_is_for_the_one_who_asked(slack: Slack, heard: Heard) -> None:
    async def listener(ack: Any) -> None:  # noqa: ANN401
        await ack("Only you")

    heard.app.command("/prep")(listener)
    await slack.user("U1").types("/prep help", "C1")
    assert [shown.text for shown in slack.user("U1").sees("C1")] == ["Only you"]
    assert slack.user("U2").sees("C1") == []
    assert slack.channel("C1").messages == []


async def test_an_in_channel_ack_is_for_everybody(slack: Slack, heard: Heard) -> None:
    async def listener(ack: Any) -> None:  # noqa: ANN401
        await ack("All of you", response_type="in_channel")

    heard.app.command("/prep")(listener)
    await slack.user("U1").types("/prep help", "C1")
    assert slack.channel("C1").last.text == "All of you"


async def test_an_unknown_command_is_not_acked(slack: Slack, heard: Heard) -> None:
    slack.links.patience = 0.2
    with pytest.raises(NotAcked):
        await slack.user("U1").types("/other", "C1")
    assert heard.bodies == []


async def test_a_press_brings_the_message_and_the_value(slack: Slack, heard: Heard) -> None:
    heard.app.action("press:t1")(heard.hears("press"))
    await heard.client.chat_postMessage(
        channel="C1", text="A drill", blocks=[actions(button("A", "t1"), button("B", "t2"))]
    )
    shown = slack.channel("C1").last
    await slack.user("U2").presses(shown, "A")
    body = heard.last("press")
    assert body["actions"][0]["value"] == "t1"
    assert body["message"]["ts"] == body["container"]["message_ts"] == shown.ts
    assert body["channel"] == {"id": "C1", "name": "general"}


async def test_a_button_that_is_not_there_cannot_be_pressed(slack: Slack, heard: Heard) -> None:
    await heard.client.chat_postMessage(channel="C1", text="A", blocks=[actions(button("A", "t1"))])
    with pytest.raises(LookupError, match="t1"):
        await slack.user("U2").presses(slack.channel("C1").last, "t9")


async def test_a_declined_confirm_dialog_sends_nothing(slack: Slack, heard: Heard) -> None:
    asks = button("Remove", "t1", confirm={"title": text("Sure?")})
    await heard.client.chat_postMessage(channel="C1", text="A", blocks=[actions(asks)])
    with pytest.raises(ClientRefuses):
        await slack.user("U1").presses(slack.channel("C1").last, "t1", agrees=False)
    assert slack.deliveries.sent == []


async def test_a_press_on_an_ephemeral_message_brings_no_message(
    slack: Slack, heard: Heard
) -> None:
    heard.app.action("press:t1")(heard.hears("press"))
    await heard.client.chat_postEphemeral(
        channel="C1", user="U1", text="Psst", blocks=[actions(button("A", "t1"))]
    )
    await slack.user("U1").presses(slack.user("U1").sees("C1")[0], "t1")
    body = heard.last("press")
    assert body["container"]["is_ephemeral"] is True
    assert "message" not in body


async def test_a_press_in_a_thread_names_the_thread(slack: Slack, heard: Heard) -> None:
    heard.app.action("press:t1")(heard.hears("press"))
    root = (await heard.client.chat_postMessage(channel="C1", text="Root"))["ts"]
    await heard.client.chat_postMessage(
        channel="C1", text="Reply", thread_ts=root, blocks=[actions(button("A", "t1"))]
    )
    await slack.user("U1").presses(slack.channel("C1").last.replies[0], "t1")
    assert heard.last("press")["container"]["thread_ts"] == root


async def test_an_old_screen_can_still_be_pressed(slack: Slack, heard: Heard) -> None:
    heard.app.action("press:t1")(heard.hears("press"))
    ts = (
        await heard.client.chat_postMessage(
            channel="C1", text="Open", blocks=[actions(button("A", "t1"))]
        )
    )["ts"]
    old = slack.channel("C1").last
    await heard.client.chat_update(channel="C1", ts=ts, text="Closed")
    await slack.user("U1").presses(old, "t1")
    assert heard.last("press")["message"]["text"] == "Closed"


async def test_a_pick_brings_the_option(slack: Slack, heard: Heard) -> None:
    heard.app.action("pick:1")(heard.hears("pick"))
    await heard.client.chat_postMessage(channel="C1", text="Menu", blocks=[actions(MENU)])
    await slack.user("U1").picks(slack.channel("C1").last, "y")
    body = heard.last("pick")
    assert body["actions"][0]["selected_option"]["value"] == "y"
    block = body["message"]["blocks"][0]["block_id"]
    assert body["state"]["values"][block]["pick:1"]["selected_option"]["value"] == "y"


async def test_a_flip_brings_everything_that_is_ticked_afterwards(
    slack: Slack, heard: Heard
) -> None:
    heard.app.action("toggle:1")(heard.hears("flip"))
    await heard.client.chat_postMessage(channel="C1", text="List", blocks=[actions(BOXES)])
    shown = slack.channel("C1").last
    await slack.user("U1").flips(shown, "b")
    await slack.user("U1").flips(shown, "a")
    ticked = [body["actions"][0]["selected_options"] for _, body in heard.bodies]
    assert [[box["value"] for box in boxes] for boxes in ticked] == [["a", "b"], ["b"]]


async def test_check_boxes_are_each_persons_own(slack: Slack, heard: Heard) -> None:
    heard.app.action("toggle:1")(heard.hears("flip"))
    await heard.client.chat_postMessage(channel="C1", text="List", blocks=[actions(BOXES)])
    shown = slack.channel("C1").last
    await slack.user("U1").flips(shown, "a")
    await slack.user("U2").flips(shown, "b")
    chosen = heard.last("flip")["actions"][0]["selected_options"]
    assert [box["value"] for box in chosen] == ["a", "b"]


async def test_opening_the_home_tab_brings_the_view_shown(slack: Slack, heard: Heard) -> None:
    heard.app.event("app_home_opened")(heard.hears("home"))
    await slack.user("U1").opens_home()
    assert "view" not in heard.last("home")["event"]
    await heard.client.views_publish(user_id="U1", view=home(actions(BOXES)))
    await slack.user("U1").opens_home()
    assert heard.last("home")["event"]["view"]["hash"] == slack.user("U1").home.hash


async def test_a_flip_on_the_home_tab_names_the_view(slack: Slack, heard: Heard) -> None:
    heard.app.action("toggle:1")(heard.hears("flip"))
    await heard.client.views_publish(user_id="U1", view=home(actions(BOXES)))
    await slack.user("U1").flips(slack.user("U1").home, "b")
    body = heard.last("flip")
    assert body["container"] == {"type": "view", "view_id": body["view"]["id"]}
    assert "response_url" not in body


async def test_a_global_shortcut_brings_a_trigger(slack: Slack, heard: Heard) -> None:
    heard.app.shortcut("today")(heard.hears("shortcut"))
    await slack.user("U1").shortcut("today")
    trigger = heard.last("shortcut")["trigger_id"]
    answer = await heard.client.views_open(trigger_id=trigger, view=modal())
    assert answer["view"]["id"] == slack.user("U1").modal.id


async def test_a_message_shortcut_brings_the_message(slack: Slack, heard: Heard) -> None:
    heard.app.shortcut({"type": "message_action", "callback_id": "note"})(heard.hears("note"))
    said = slack.user("U2").says("Windows & frames", "C1")
    await slack.user("U1").message_shortcut("note", said)
    body = heard.last("note")
    assert (body["message"]["text"], body["message"]["user"]) == ("Windows &amp; frames", "U2")


async def test_words_to_the_app_are_a_message_event(slack: Slack, heard: Heard) -> None:
    heard.app.event("message")(heard.hears("message"))
    await slack.user("U1").says_in_dm("hello")
    event = heard.last("message")["event"]
    assert (event["channel_type"], event["text"], event["user"]) == ("im", "hello", "U1")
    assert slack.user("U1").dm.last.text == "hello"


async def test_two_devices_at_once_are_two_actions(slack: Slack, heard: Heard) -> None:
    heard.app.action("press:t1")(heard.hears("press"))
    await heard.client.chat_postMessage(channel="C1", text="A", blocks=[actions(button("A", "t1"))])
    shown = slack.channel("C1").last
    await slack.user("U1").presses(shown, "t1")
    await slack.user("U1").presses(shown, "t1")
    stamps = {body["actions"][0]["action_ts"] for _, body in heard.bodies}
    assert len(stamps) == 2


async def test_a_stranger_in_a_shared_channel_has_a_team_of_their_own(
    slack: Slack, heard: Heard
) -> None:
    room = slack.room("C1")
    room.shared_with.add("T2")
    room.members.add("U21")
    heard.app.action("press:t1")(heard.hears("press"))
    await heard.client.chat_postMessage(channel="C1", text="A", blocks=[actions(button("A", "t1"))])
    await slack.user("U21").presses(slack.channel("C1").last, "t1")
    body = heard.last("press")
    assert (body["team"]["id"], body["user"]["team_id"]) == ("T1", "T2")


async def test_an_organisation_wide_install_names_no_team(slack: Slack, heard: Heard) -> None:
    slack.add_org("E1", "T1", "T2")
    heard.app.shortcut("today")(heard.hears("shortcut"))
    await slack.user("U21").shortcut("today")
    body = heard.last("shortcut")
    assert (body["team"], body["enterprise"]["id"]) == (None, "E1")
    assert body["is_enterprise_install"] is True
