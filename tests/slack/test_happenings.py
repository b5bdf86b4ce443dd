"""Events nobody asked for, as a real bolt app hears them."""

from tests.slack.apps import Heard, refusal
from tests.slack.workspace import Slack


async def test_an_uninstall_kills_the_token_first(slack: Slack, heard: Heard) -> None:
    heard.app.event("app_uninstalled")(heard.hears("gone"))
    await heard.client.auth_test()
    await slack.happens.uninstalled("T1")
    assert heard.last("gone")["team_id"] == "T1"
    assert await refusal(heard.client.auth_test()) == "account_inactive"


async def test_a_revocation_names_the_bot(slack: Slack, heard: Heard) -> None:
    heard.app.event("tokens_revoked")(heard.hears("revoked"))
    await slack.happens.revoked("T1")
    tokens = heard.last("revoked")["event"]["tokens"]
    assert tokens == {"bot": [slack.team("T1").bot_user]}


async def test_the_bot_can_be_thrown_out(slack: Slack, heard: Heard) -> None:
    heard.app.event("channel_left")(heard.hears("left"))
    await slack.happens.leaves("C1", slack.team("T1").bot_user)
    assert heard.last("left")["event"]["channel"] == "C1"
    assert await refusal(heard.client.chat_postMessage(channel="C1", text="A")) == "not_in_channel"


async def test_thrown_out_of_a_private_room_it_hears_so_too(slack: Slack, heard: Heard) -> None:
    heard.app.event("group_left")(heard.hears("left"))
    await slack.happens.leaves("G1", slack.team("T1").bot_user)
    assert heard.last("left")["event"]["channel"] == "G1"


async def test_the_bot_can_be_invited(slack: Slack, heard: Heard) -> None:
    bot = slack.team("T1").bot_user
    slack.room("C1").members.discard(bot)
    heard.app.event("member_joined_channel")(heard.hears("joined"))
    await slack.happens.joins("C1", bot)
    assert heard.last("joined")["event"]["user"] == bot
    await heard.client.chat_postMessage(channel="C1", text="A")


async def test_an_archived_room_can_be_opened_again(slack: Slack, heard: Heard) -> None:
    slack.room("C1").archived = True
    heard.app.event("channel_unarchive")(heard.hears("opened"))
    await slack.happens.unarchived("C1", by="U2")
    assert heard.last("opened")["event"]["user"] == "U2"
    assert not slack.room("C1").archived


async def test_an_archived_room_is_told_of(slack: Slack, heard: Heard) -> None:
    heard.app.event("channel_archive")(heard.hears("archived"))
    await slack.happens.archived("C1", by="U2")
    assert heard.last("archived")["event"]["user"] == "U2"
    assert slack.room("C1").archived


async def test_an_event_in_a_shared_room_says_so(slack: Slack, heard: Heard) -> None:
    slack.room("C1").shared_with.add("T2")
    heard.app.event("channel_archive")(heard.hears("archived"))
    await slack.happens.archived("C1", by="U2")
    assert heard.last("archived")["is_ext_shared_channel"] is True


async def test_an_organisation_wide_install_is_named_in_the_authorization(
    slack: Slack, heard: Heard
) -> None:
    slack.add_org("E1", "T1")
    heard.app.event("message")(heard.hears("message"))
    await slack.user("U1").says_in_dm("hello")
    seen_by = heard.last("message")["authorizations"][0]
    assert (seen_by["team_id"], seen_by["enterprise_id"]) == (None, "E1")
    assert seen_by["is_enterprise_install"] is True
