"""Channels, threads, forums, members and roles, and what keeps the bot from touching them."""

import pytest
from discord import Forbidden, ForumChannel, NotFound, Object, TextChannel

from tests.discord.apps import Heard, connected, refusal
from tests.discord.routes import EDIT, SEND
from tests.discord.server import Discord, a_discord


def channel(discord: Discord, client: Heard, name: str = "general") -> TextChannel:
    found = client.get_channel(int(discord.room(name).id))
    assert isinstance(found, TextChannel)
    return found


def forum(discord: Discord, client: Heard) -> ForumChannel:
    found = client.get_channel(int(discord.room("drills").id))
    assert isinstance(found, ForumChannel)
    return found


async def test_a_thread_hangs_under_its_message(discord: Discord, client: Heard) -> None:
    message = await channel(discord, client).send("A drill")
    thread = await message.create_thread(name="Talk")
    await thread.send("Welcome")
    (shown,) = discord.channel("general").threads
    assert (shown.name, shown.id, shown.last.text) == ("Talk", str(message.id), "Welcome")


async def test_a_message_has_one_thread(discord: Discord, client: Heard) -> None:
    message = await channel(discord, client).send("A drill")
    await message.create_thread(name="Talk")
    assert await refusal(message.create_thread(name="Again")) == (400, 160004)


async def test_threads_need_a_permission(discord: Discord, client: Heard) -> None:
    message = await channel(discord, client).send("A drill")
    discord.happens.forbidden("general", "create_public_threads")
    assert await refusal(message.create_thread(name="Talk")) == (403, 50013)


async def test_talking_in_threads_needs_a_permission_of_the_channel(
    discord: Discord, client: Heard
) -> None:
    thread = discord.add_thread("talk", "general", "ana")
    discord.room("general").bot_may.discard("send_messages_in_threads")
    sending = client.call(SEND, {"content": "A"}, channel_id=thread.id)
    assert await refusal(sending) == (403, 50013)


async def test_there_are_only_so_many_threads(discord: Discord, client: Heard) -> None:
    discord.guild("first").most_threads = 1
    room = channel(discord, client)
    await (await room.send("A")).create_thread(name="One")
    second = (await room.send("B")).create_thread(name="Two")
    assert await refusal(second) == (400, 160006)


async def test_a_message_wakes_an_archived_thread(discord: Discord, client: Heard) -> None:
    thread = discord.add_thread("talk", "general")
    discord.happens.archived("talk")
    await client.call(SEND, {"content": "A"}, channel_id=thread.id)
    assert not thread.archived


async def test_a_locked_thread_takes_nothing(discord: Discord, client: Heard) -> None:
    thread = discord.add_thread("talk", "general")
    discord.happens.archived("talk", locked=True)
    sending = client.call(SEND, {"content": "A"}, channel_id=thread.id)
    assert await refusal(sending) == (403, 160005)


async def test_nothing_is_edited_in_an_archived_thread(discord: Discord, client: Heard) -> None:
    thread = discord.add_thread("talk", "general")
    sent = await client.call(SEND, {"content": "A"}, channel_id=thread.id)
    discord.happens.archived("talk")
    place = {"channel_id": thread.id, "message_id": sent["id"]}
    assert await refusal(client.call(EDIT, {"content": "B"}, **place)) == (400, 50083)


async def test_the_bots_own_thread_can_be_archived_by_it(discord: Discord, client: Heard) -> None:
    message = await channel(discord, client).send("A drill")
    thread = await message.create_thread(name="Talk")
    await thread.edit(archived=True)
    assert discord.room(str(thread.id)).archived


async def test_somebody_elses_thread_needs_a_permission(discord: Discord, client: Heard) -> None:
    thread = discord.add_thread("talk", "general", "ana")
    patch = client.call("PATCH /channels/{channel_id}", {"locked": True}, channel_id=thread.id)
    assert await refusal(patch) == (403, 50013)


async def test_a_forum_takes_posts_with_tags(discord: Discord, client: Heard) -> None:
    tag = next(tag for tag in forum(discord, client).available_tags if tag.name == "sql")
    made = await forum(discord, client).create_thread(
        name="Drill 1", content="Q", applied_tags=[tag]
    )
    (post,) = discord.channel("drills").threads
    assert (post.name, post.last.text, post.room.applied) == ("Drill 1", "Q", ["11"])
    assert made.message.id == made.thread.id


async def test_a_forum_takes_no_plain_message(discord: Discord, client: Heard) -> None:
    sending = client.call(SEND, {"content": "A"}, channel_id=discord.room("drills").id)
    assert await refusal(sending) == (400, 50008)


async def test_a_forum_can_insist_on_a_tag(discord: Discord, client: Heard) -> None:
    discord.room("drills").needs_tag = True
    posting = forum(discord, client).create_thread(name="Drill 1", content="Q")
    assert await refusal(posting) == (400, 40067)


@pytest.mark.parametrize(
    "told",
    [
        pytest.param({"name": "n" * 101, "message": {"content": "Q"}}, id="a long name"),
        pytest.param({"message": {"content": "Q"}}, id="no name"),
        pytest.param({"name": "n", "message": {}}, id="no message"),
        pytest.param({"name": "n", "message": {"content": "Q"}, "applied_tags": ["1"]}, id="a tag"),
        pytest.param(
            {"name": "n", "message": {"content": "Q"}, "auto_archive_duration": 5}, id="a duration"
        ),
    ],
)
async def test_a_post_discord_would_not_take_leaves_nothing(told: dict[str, object]) -> None:
    async with a_discord() as discord, connected(discord) as client:
        room = discord.room("drills").id
        posting = client.call("POST /channels/{channel_id}/threads", told, channel_id=room)
        assert (await refusal(posting))[0] == 400
        assert len(discord.rejected) == 1
        assert discord.channel("drills").threads == []


async def test_threads_go_with_their_channel(discord: Discord, client: Heard) -> None:
    thread = discord.add_thread("talk", "study")
    discord.happens.deleted("study")
    sending = client.call(SEND, {"content": "A"}, channel_id=thread.id)
    assert await refusal(sending) == (404, 10003)


async def test_a_member_can_be_looked_up(discord: Discord, client: Heard) -> None:
    guild = client.get_guild(int(discord.guild("first").id))
    assert guild is not None
    assert (await guild.fetch_member(int(discord.user("ana").id))).name == "ana"
    discord.happens.leaves("ana", "first")
    with pytest.raises(NotFound) as caught:
        await guild.fetch_member(int(discord.user("ana").id))
    assert caught.value.code == 10007


async def test_a_role_is_given_and_taken(discord: Discord, client: Heard) -> None:
    discord.state.bot_guild_may[discord.guild("first").id].add("manage_roles")
    role = discord.add_role("daily", "first")
    guild = client.get_guild(int(discord.guild("first").id))
    assert guild is not None
    ana = await guild.fetch_member(int(discord.user("ana").id))
    await ana.add_roles(Object(role.id), atomic=True)
    assert discord.user("ana").roles("first") == ["daily"]
    await ana.remove_roles(Object(role.id), atomic=True)
    assert discord.user("ana").roles("first") == []


@pytest.mark.parametrize(("may", "position"), [(False, 1), (True, 9)], ids=["unallowed", "higher"])
async def test_a_role_out_of_reach_is_forbidden(
    discord: Discord, client: Heard, may: bool, position: int
) -> None:
    if may:
        discord.state.bot_guild_may[discord.guild("first").id].add("manage_roles")
    role = discord.add_role("daily", "first")
    role.position = position
    guild = client.get_guild(int(discord.guild("first").id))
    assert guild is not None
    ana = await guild.fetch_member(int(discord.user("ana").id))
    with pytest.raises(Forbidden) as caught:
        await ana.add_roles(Object(role.id), atomic=True)
    assert caught.value.code == 50013


async def test_a_deleted_role_is_unknown(discord: Discord, client: Heard) -> None:
    role = discord.add_role("daily", "first")
    discord.happens.role_deleted("first", "daily")
    guild = client.get_guild(int(discord.guild("first").id))
    assert guild is not None
    ana = await guild.fetch_member(int(discord.user("ana").id))
    with pytest.raises(NotFound):
        await ana.add_roles(Object(role.id), atomic=True)


async def test_rooms_and_guilds_can_be_asked_for(discord: Discord, client: Heard) -> None:
    found = await client.fetch_channel(int(discord.room("general").id))
    assert str(found) == "general"
    fetched = await client.fetch_guild(int(discord.guild("first").id), with_counts=False)
    assert fetched.name == "first"
    assert [guild.name async for guild in client.fetch_guilds()] == ["first", "second"]


async def test_a_guild_that_was_left_is_unknown(discord: Discord, client: Heard) -> None:
    discord.happens.kicked("second")
    asking = client.fetch_guild(int(discord.guild("second").id))
    assert await refusal(asking) == (404, 10004)
