"""What an app may ask, and the tokens it asks with."""

from email.utils import parsedate_to_datetime

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.clock import SetClock
from tests.slack.apps import refusal
from tests.slack.workspace import APP_TOKEN, Slack


async def test_auth_test_names_the_bot_and_lists_its_scopes(
    slack: Slack, client: AsyncWebClient
) -> None:
    answer = await client.auth_test()
    assert (answer["team_id"], answer["user_id"]) == ("T1", slack.team("T1").bot_user)
    assert "chat:write" in answer.headers["x-oauth-scopes"].split(",")


async def test_an_organisations_token_says_so(slack: Slack, client: AsyncWebClient) -> None:
    slack.add_org("E1", "T1")
    answer = await client.auth_test()
    assert (answer["enterprise_id"], answer["is_enterprise_install"]) == ("E1", True)


async def test_an_unknown_token_is_invalid(client: AsyncWebClient) -> None:
    client.token = "xoxb-nobody"
    assert await refusal(client.auth_test()) == "invalid_auth"


async def test_no_token_is_told_from_a_wrong_one(client: AsyncWebClient) -> None:
    client.token = None
    assert await refusal(client.auth_test()) == "not_authed"


@pytest.mark.parametrize("code", ["token_revoked", "account_inactive"])
async def test_a_dead_token_says_why(slack: Slack, client: AsyncWebClient, code: str) -> None:
    slack.token("T1").refused = code
    assert await refusal(client.auth_test()) == code


async def test_a_revoked_token_is_dead(slack: Slack, client: AsyncWebClient) -> None:
    await client.auth_revoke(test=True)
    await client.auth_test()
    await client.auth_revoke()
    assert await refusal(client.auth_test()) == "token_revoked"
    assert slack.token("T2").refused == ""


async def test_a_missing_scope_is_named(slack: Slack, client: AsyncWebClient) -> None:
    slack.token("T1").scopes = "commands"
    assert await refusal(client.chat_postMessage(channel="C1", text="A")) == "missing_scope"
    assert slack.channel("C1").messages == []


async def test_a_private_room_needs_a_scope_of_its_own(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.token("T1").scopes = "channels:read"
    assert await refusal(client.conversations_info(channel="G1")) == "missing_scope"
    assert (await client.conversations_info(channel="C1"))["channel"]["name"] == "general"


async def test_an_app_token_opens_connections_and_nothing_else(client: AsyncWebClient) -> None:
    answer = await client.apps_connections_open(app_token=APP_TOKEN)
    assert answer["url"].startswith("ws://127.0.0.1:")
    asked = client.apps_connections_open(app_token=str(client.token))
    assert await refusal(asked) == "not_allowed_token_type"
    assert await refusal(client.auth_test(token=APP_TOKEN)) == "not_allowed_token_type"


async def test_a_room_tells_whether_the_bot_is_in_it(slack: Slack, client: AsyncWebClient) -> None:
    assert (await client.conversations_info(channel="C1"))["channel"]["is_member"] is True
    slack.room("C1").members.discard(slack.team("T1").bot_user)
    assert (await client.conversations_info(channel="C1"))["channel"]["is_member"] is False


async def test_a_private_room_is_hidden_from_a_bot_outside(
    slack: Slack, client: AsyncWebClient
) -> None:
    slack.room("G1").members.discard(slack.team("T1").bot_user)
    assert await refusal(client.conversations_info(channel="G1")) == "channel_not_found"


async def test_a_shared_room_tells_that_it_is(slack: Slack, client: AsyncWebClient) -> None:
    slack.room("C1").shared_with.add("T2")
    assert (await client.conversations_info(channel="C1"))["channel"]["is_ext_shared"] is True


async def test_members_come_in_pages(slack: Slack, client: AsyncWebClient) -> None:
    found: list[str] = []
    async for page in await client.conversations_members(channel="C1", limit=3):
        assert len(page["members"]) <= 3
        found += page["members"]
    assert set(found) == slack.room("C1").members


async def test_a_direct_conversation_can_be_opened(slack: Slack, client: AsyncWebClient) -> None:
    answer = await client.conversations_open(users="U1")
    assert answer["channel"]["id"] == slack.user("U1").dm.id


async def test_people_have_zones_and_names(timed: tuple[Slack, SetClock]) -> None:
    slack, _ = timed
    client = AsyncWebClient(slack.token("T1").text, slack.api_url, session=slack.session)
    told = (await client.users_info(user="U1"))["user"]
    assert (told["tz"], told["tz_offset"]) == ("Europe/Berlin", 3_600)
    assert told["profile"]["display_name"] == "Ana"


async def test_people_who_left_are_marked(slack: Slack, client: AsyncWebClient) -> None:
    slack.user("U1").account.deactivated = True
    assert (await client.users_info(user="U1"))["user"]["deleted"] is True


async def test_a_stranger_is_known_only_through_a_shared_room(
    slack: Slack, client: AsyncWebClient
) -> None:
    assert await refusal(client.users_info(user="U21")) == "user_not_found"
    slack.room("C1").shared_with.add("T2")
    slack.room("C1").members.add("U21")
    assert (await client.users_info(user="U21"))["user"]["team_id"] == "T2"


async def test_a_workspace_tells_its_name(slack: Slack, client: AsyncWebClient) -> None:
    slack.token("T1").scopes = "team:read"
    assert (await client.team_info())["team"]["name"] == "First"


async def test_the_bot_is_known_by_its_id(slack: Slack, client: AsyncWebClient) -> None:
    bot = slack.team("T1").bot_id
    assert (await client.bots_info(bot=bot))["bot"]["app_id"] == slack.state.app_id


async def test_an_unknown_method_is_named(client: AsyncWebClient) -> None:
    assert await refusal(client.api_call("no.such")) == "unknown_method"


async def test_calls_are_counted_and_kept(slack: Slack, client: AsyncWebClient) -> None:
    await client.chat_postMessage(channel="C1", text="A")
    assert slack.state.counts["chat.postMessage"] == 1
    assert slack.state.calls[-1].args == {"channel": "C1", "text": "A"}


async def test_an_answer_tells_slacks_own_time(timed: tuple[Slack, SetClock]) -> None:
    slack, clock = timed
    client = AsyncWebClient(slack.token("T1").text, slack.api_url, session=slack.session)
    answer = await client.auth_test()
    assert parsedate_to_datetime(answer.headers["Date"]) == clock.now()


async def test_a_room_tells_that_it_is_read_only(slack: Slack, client: AsyncWebClient) -> None:
    slack.room("C1").refuses = "restricted_action_read_only_channel"
    assert (await client.conversations_info(channel="C1"))["channel"]["is_read_only"] is True


async def test_a_workspace_nobody_knows_is_not_found(slack: Slack, client: AsyncWebClient) -> None:
    slack.token("T1").scopes = "team:read"
    assert await refusal(client.team_info(team="T9")) == "team_not_found"


@pytest.mark.parametrize(
    ("body", "code"), [("[1]", "json_not_object"), ("{", "invalid_json")], ids=["list", "half"]
)
async def test_a_body_that_is_no_object_is_refused(slack: Slack, body: str, code: str) -> None:
    headers = {"Content-Type": "application/json"}
    url = f"{slack.api_url}auth.test"
    async with slack.session.post(url, data=body, headers=headers) as answer:
        assert (await answer.json())["error"] == code
