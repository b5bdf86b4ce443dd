"""What people do reaches a real discord.py as Discord sends it, and answers show up for them."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.clock import SetClock
from tests.discord.apps import Heard, connected
from tests.discord.cards import button, command, row, select, text, v2
from tests.discord.deliveries import NotAnswered
from tests.discord.records import EPHEMERAL, Json
from tests.discord.routes import SEND, SYNC, SYNC_GUILD
from tests.discord.server import Discord
from tests.discord.shown import Shown
from tests.discord.slash import ClientRefuses


def answering(**data: object) -> Callable[[Json], Json]:
    return lambda _body: {"type": 4, "data": data}


async def stands(discord: Discord, client: Heard, told: Json, room: str = "general") -> Shown:
    """A message of the bot's."""
    await client.call(SEND, told, channel_id=discord.room(room).id)
    return discord.channel(room).last


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


async def test_an_ephemeral_answer_is_for_the_one_who_asked(discord: Discord, prep: Heard) -> None:
    prep.reply = answering(content="Only you", flags=EPHEMERAL)
    await discord.user("ana").types("/prep drill", "general")
    assert [shown.text for shown in discord.user("ana").sees("general")] == ["Only you"]
    assert discord.user("ben").sees("general") == []
    assert discord.channel("general").messages == []


async def test_an_open_answer_is_for_everybody(discord: Discord, prep: Heard) -> None:
    prep.reply = answering(content="All of you")
    await discord.user("ana").types("/prep drill", "general")
    assert discord.channel("general").last.text == "All of you"


async def test_a_press_brings_the_message_and_the_token(discord: Discord, client: Heard) -> None:
    shown = await stands(discord, client, v2(text("Q"), row(button("A", "t1"), button("B", "t2"))))
    await discord.user("ben").presses(shown, "B")
    body = client.last
    assert (body["type"], body["data"]["custom_id"]) == (3, "t2")
    assert (body["message"]["id"], body["message"]["components"][0]["type"]) == (shown.id, 17)


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(button("A", "t1", disabled=True), id="greyed out"),
        pytest.param(
            {"type": 2, "style": 5, "label": "A", "url": "https://example.org"}, id="a link"
        ),
    ],
)
async def test_what_reaches_nobody_cannot_be_pressed(
    discord: Discord, client: Heard, made: Json
) -> None:
    shown = await stands(discord, client, v2(row(made)))
    with pytest.raises(ClientRefuses):
        await discord.user("ana").presses(shown, "A")


async def test_a_press_on_an_ephemeral_message_brings_it_along(
    discord: Discord, prep: Heard
) -> None:
    prep.reply = answering(**v2(row(button("A", "t1")), only=True))
    await discord.user("ana").types("/prep drill", "general")
    await discord.user("ana").presses(discord.user("ana").sees("general")[0], "t1")
    assert prep.last["message"]["flags"] & EPHEMERAL


async def test_an_old_screen_can_still_be_pressed(discord: Discord, client: Heard) -> None:
    old = await stands(discord, client, v2(row(button("A", "t1"))))
    discord.state.rooms[old.room].messages[old.id].components = []
    await discord.user("ana").presses(old, "t1")
    assert client.last["data"]["custom_id"] == "t1"


async def test_a_tampered_client_can_send_any_token(discord: Discord, client: Heard) -> None:
    shown = await stands(discord, client, v2(row(button("A", "t1"))))
    await discord.user("ana").forges(shown, "v1:answer:somebody")
    assert client.last["data"]["custom_id"] == "v1:answer:somebody"


async def test_a_pick_brings_values(discord: Discord, client: Heard) -> None:
    shown = await stands(discord, client, v2(row(select("pick:1", "x", "y", "z", max_values=2))))
    await discord.user("ana").picks(shown, "Y", "z")
    data = client.last["data"]
    assert (data["component_type"], data["values"]) == (3, ["y", "z"])


async def test_picking_a_person_describes_them(discord: Discord, client: Heard) -> None:
    shown = await stands(discord, client, v2(row(select("who", kind=5))))
    await discord.user("ana").picks(shown, "ben")
    ben = discord.user("ben").id
    assert client.last["data"]["values"] == [ben]
    assert client.last["data"]["resolved"]["users"][ben]["username"] == "ben"


async def test_picking_too_many_is_not_sent(discord: Discord, client: Heard) -> None:
    shown = await stands(discord, client, v2(row(select("pick:1", "x", "y"))))
    with pytest.raises(ClientRefuses):
        await discord.user("ana").picks(shown, "x", "y")


async def test_a_message_menu_brings_the_message(discord: Discord, prep: Heard) -> None:
    said = discord.user("ben").says("Windows & frames", "general")
    await discord.user("ana").context_menu("Save as drill note", said)
    data = prep.last["data"]
    assert (data["type"], data["target_id"]) == (3, said.id)
    assert data["resolved"]["messages"][said.id]["content"] == "Windows & frames"


async def test_a_persons_menu_brings_the_person(discord: Discord, prep: Heard) -> None:
    await discord.user("ana").user_menu("Nudge", discord.user("ben"), "general")
    data = prep.last["data"]
    assert data["resolved"]["users"][data["target_id"]]["username"] == "ben"


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


async def test_nobody_answering_is_a_failed_interaction(discord: Discord, prep: Heard) -> None:
    discord.deliveries.patience = 0.05
    prep.reply = lambda _body: None
    with pytest.raises(NotAnswered):
        await discord.user("ana").types("/prep drill", "general")
    assert [one.name for one in discord.failed] == ["prep drill"]


async def test_after_three_seconds_the_interaction_has_failed(
    timed: tuple[Discord, SetClock],
) -> None:
    discord, clock = timed
    async with connected(discord) as client:
        shown = await stands(discord, client, v2(row(button("A", "t1"))))
        client.reply = lambda _body: None
        pressed = discord.user("ana").pressing(shown, "t1")
        discord.deliveries.post(pressed)
        clock.move_to(clock.now() + timedelta(seconds=3))
        assert discord.failed == []
        clock.move_to(clock.now() + timedelta(milliseconds=1))
        assert discord.failed == [pressed]


async def test_two_presses_at_once_are_two_interactions(discord: Discord, client: Heard) -> None:
    shown = await stands(discord, client, v2(row(button("A", "t1"))))
    ana = discord.user("ana")
    await asyncio.gather(ana.presses(shown, "t1"), ana.presses(shown, "t1"))
    assert len({body["id"] for body in client.bodies}) == 2


async def test_a_press_can_be_delivered_twice(discord: Discord, client: Heard) -> None:
    shown = await stands(discord, client, v2(row(button("A", "t1"))))
    pressed = await discord.user("ana").presses(shown, "t1")
    discord.deliveries.again(pressed)
    await discord.state.until(lambda: len(client.bodies) == 2)
    assert client.bodies[0]["id"] == client.bodies[1]["id"]


async def test_what_people_say_the_app_does_not_hear(discord: Discord, client: Heard) -> None:
    discord.user("ana").says("Hello", "general")
    assert client.bodies == []
    assert discord.channel("general").last.text == "Hello"
