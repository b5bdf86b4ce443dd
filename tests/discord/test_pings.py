"""Who is notified by what the bot writes."""

from typing import Any

import pytest
from discord import AllowedMentions, Object, TextChannel

from tests.discord.apps import Heard
from tests.discord.cards import text, v2
from tests.discord.records import Json
from tests.discord.routes import EDIT, SEND
from tests.discord.server import Discord


async def says(discord: Discord, client: Heard, room: str, told: Json) -> Any:  # noqa: ANN401
    return await client.call(SEND, told, channel_id=discord.room(room).id)


async def edits(discord: Discord, client: Heard, told: Json) -> Any:  # noqa: ANN401
    shown = discord.channel("general").last
    return await client.call(EDIT, told, channel_id=shown.room, message_id=shown.id)


def text_channel(discord: Discord, client: Heard, name: str) -> TextChannel:
    found = client.get_channel(int(discord.room(name).id))
    assert isinstance(found, TextChannel)
    return found


@pytest.mark.parametrize(
    ("given", "notified"),
    [
        pytest.param(None, ["ana", "@everyone"], id="by default everybody named"),
        pytest.param({"parse": []}, [], id="nobody"),
        pytest.param({"parse": ["users"]}, ["ana"], id="people"),
        pytest.param({"parse": ["everyone"]}, ["@everyone"], id="everyone"),
    ],
)
async def test_who_is_notified_depends_on_allowed_mentions(
    discord: Discord, client: Heard, given: Json | None, notified: list[str]
) -> None:
    discord.room("general").bot_may.add("mention_everyone")
    ana = discord.user("ana").id
    told: Json = {"content": f"<@{ana}> and @everyone"}
    await says(discord, client, "general", told | ({"allowed_mentions": given} if given else {}))
    names = {ana: "ana"}
    assert [names.get(ping.target, ping.target) for ping in discord.pings] == notified


async def test_code_and_a_missing_permission_notify_nobody(discord: Discord, client: Heard) -> None:
    ana = discord.user("ana").id
    await says(discord, client, "general", {"content": f"`<@{ana}>` @here"})
    assert discord.pings == []


async def test_words_in_components_notify_too(discord: Discord, client: Heard) -> None:
    ana = discord.user("ana")
    told = {**v2(text(f"Your turn, <@{ana.id}>")), "allowed_mentions": {"users": [ana.id]}}
    await says(discord, client, "general", told)
    assert len(ana.pings) == 1


async def test_a_role_is_notified_when_it_is_allowed_and_mentionable(
    discord: Discord, client: Heard
) -> None:
    role = discord.add_role("daily", "first", mentionable=True)
    silent = discord.add_role("silent", "first")
    room = text_channel(discord, client, "general")
    allowed = AllowedMentions(everyone=False, users=False, roles=[Object(role.id)])
    await room.send(f"<@&{role.id}> <@&{silent.id}>", allowed_mentions=allowed)
    assert [ping.target for ping in discord.pings] == [role.id]
