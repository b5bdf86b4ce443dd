"""Commands as people type them and as a real discord.py gets them."""

from collections.abc import Callable

import pytest

from tests.discord.apps import Heard
from tests.discord.cards import command
from tests.discord.records import Json
from tests.discord.routes import SYNC, SYNC_GUILD
from tests.discord.server import Discord
from tests.discord.slash import ClientRefuses


def answering(**data: object) -> Callable[[Json], Json]:
    return lambda _body: {"type": 4, "data": data}


async def test_a_command_arrives_nested_with_typed_options(discord: Discord, prep: Heard) -> None:
    await discord.user("ana").types("/prep drill skill:sql window functions count:3", "general")
    data = prep.last["data"]
    assert (data["name"], data["type"]) == ("prep", 1)
    assert data["options"] == [
        {
            "name": "drill",
            "type": 1,
            "options": [
                {"name": "skill", "type": 3, "value": "sql window functions"},
                {"name": "count", "type": 4, "value": 3},
            ],
        }
    ]


async def test_a_command_in_a_group_is_nested_twice(discord: Discord, prep: Heard) -> None:
    await discord.user("ana").types("/prep notes add", "general", text="a note")
    group = prep.last["data"]["options"][0]
    assert (group["name"], group["type"], group["options"][0]["name"]) == ("notes", 2, "add")
    assert group["options"][0]["options"] == [{"name": "text", "type": 3, "value": "a note"}]


async def test_a_command_says_who_asked_and_where(discord: Discord, prep: Heard) -> None:
    await discord.user("ben").types("/prep drill", "general")
    body = prep.last
    assert body["member"]["user"]["id"] == discord.user("ben").id
    assert (body["guild_id"], body["channel_id"]) == (
        discord.guild("first").id,
        discord.room("general").id,
    )
    assert body["authorizing_integration_owners"] == {"0": discord.guild("first").id}


async def test_the_library_understands_who_asked_and_where(discord: Discord, prep: Heard) -> None:
    await discord.user("ana").types("/prep drill", "general")
    interaction = prep.interactions[-1]
    assert (interaction.user.name, str(interaction.channel)) == ("ana", "general")
    assert interaction.permissions.manage_guild
    assert interaction.app_permissions.send_messages


async def test_a_command_says_what_the_bot_may_do_there(discord: Discord, prep: Heard) -> None:
    discord.room("general").bot_may.discard("send_messages")
    await discord.user("ana").types("/prep drill", "general")
    assert not prep.interactions[-1].app_permissions.send_messages


async def test_a_choice_is_sent_as_its_value(discord: Discord, prep: Heard) -> None:
    await discord.user("ana").types("/prep drill level:Easy", "general")
    assert prep.last["data"]["options"][0]["options"][0]["value"] == "e"


async def test_people_rooms_and_roles_are_described(discord: Discord, prep: Heard) -> None:
    role = discord.add_role("daily", "first")
    line = "/prep notes share with:@ben in:#study role:daily"
    await discord.user("ana").types(line, "general")
    resolved = prep.last["data"]["resolved"]
    ben, study = discord.user("ben").id, discord.room("study").id
    assert resolved["users"][ben]["username"] == "ben"
    assert resolved["members"][ben]["roles"] == []
    assert resolved["channels"][study]["name"] == "study"
    assert resolved["roles"][role.id]["name"] == "daily"


async def test_an_attachment_can_be_fetched(discord: Discord, prep: Heard) -> None:
    note = {"text": "see file", "file": ("note.txt", b"words")}
    await discord.user("ana").types("/prep notes add", "general", **note)
    (file,) = prep.last["data"]["resolved"]["attachments"].values()
    assert (file["filename"], file["size"]) == ("note.txt", 5)
    assert await prep.http.get_from_cdn(file["url"]) == b"words"


@pytest.mark.parametrize(
    "line",
    [
        "/prep notes add",
        "/prep drill count:many",
        "/prep drill count:10",
        "/prep drill level:Hard",
        "/prep drill a free word",
    ],
)
async def test_the_client_sends_no_wrong_options(discord: Discord, prep: Heard, line: str) -> None:
    with pytest.raises(ClientRefuses):
        await discord.user("ana").types(line, "general")
    assert prep.bodies == []


@pytest.mark.usefixtures("prep")
async def test_the_client_knows_only_registered_commands(discord: Discord) -> None:
    with pytest.raises(LookupError):
        await discord.user("ana").types("/other", "general")
    with pytest.raises(LookupError):
        await discord.user("ana").types("/prep dril", "general")


async def test_a_guilds_own_commands_are_offered_there_alone(
    discord: Discord, client: Heard
) -> None:
    first = discord.guild("first").id
    await client.call(SYNC_GUILD, [command("dev")], application_id=discord.app_id, guild_id=first)
    await discord.user("ana").types("/dev", "general")
    with pytest.raises(LookupError):
        await discord.user("dee").types("/dev", "lobby")


async def test_a_command_for_managers_is_not_offered_to_others(
    discord: Discord, client: Heard
) -> None:
    told = command("host", default_member_permissions=str(1 << 5))
    await client.call(SYNC, [told], application_id=discord.app_id)
    await discord.user("ana").types("/host", "general")
    with pytest.raises(ClientRefuses):
        await discord.user("ben").types("/host", "general")


async def test_a_command_for_guilds_is_not_offered_in_a_direct_message(
    discord: Discord, client: Heard
) -> None:
    await client.call(SYNC, [command("host", contexts=[0])], application_id=discord.app_id)
    with pytest.raises(ClientRefuses):
        await discord.user("ana").types("/host", discord.user("ana").dm)


async def test_what_is_typed_is_completed(discord: Discord, prep: Heard) -> None:
    offered: Json = {"choices": [{"name": "SQL", "value": "sql"}]}
    prep.reply = lambda _body: {"type": 8, "data": offered}
    found = await discord.user("ana").completes("/prep drill count:2 skill:s", "general")
    assert found == offered["choices"]
    options = prep.last["data"]["options"][0]["options"]
    assert options[-1] == {"name": "skill", "type": 3, "value": "s", "focused": True}


@pytest.mark.usefixtures("prep")
async def test_an_option_without_autocomplete_completes_nothing(discord: Discord) -> None:
    with pytest.raises(ClientRefuses):
        await discord.user("ana").completes("/prep drill count:2", "general")


async def test_a_command_in_a_direct_message_names_no_guild(discord: Discord, prep: Heard) -> None:
    ana = discord.user("ana")
    await ana.types("/prep drill", ana.dm)
    body = prep.last
    assert "guild_id" not in body
    assert (body["user"]["id"], body["context"], body["channel"]["type"]) == (ana.id, 1, 1)


async def test_an_app_of_ones_own_follows_into_a_guild_without_the_bot(
    discord: Discord, prep: Heard
) -> None:
    discord.add_guild("third", "ana", bot_in=False)
    discord.add_channel("elsewhere", "third")
    discord.user("ana").account.installed = True
    await discord.user("ana").types("/prep drill", "elsewhere")
    assert prep.last["authorizing_integration_owners"] == {"1": discord.user("ana").id}
