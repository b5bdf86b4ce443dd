"""Servers and channels that the bot can no longer reach."""

import discord

from adapters.discord.api import Client
from adapters.discord.places import PLATFORM
from bot.domain.ids import ChannelRef
from bot.ports import Caretaker

_DELETED = "The channel was deleted."


def watch(client: Client, caretaker: Caretaker) -> None:
    """An outage of a server is no leaving: discord.py tells the two apart."""

    async def on_guild_remove(guild: discord.Guild) -> None:
        await caretaker.workspace_left(PLATFORM, str(guild.id))

    async def on_guild_available(guild: discord.Guild) -> None:
        """Also at the start: the bot may have been invited again while it was away."""
        await caretaker.workspace_back(PLATFORM, str(guild.id))

    async def on_guild_join(guild: discord.Guild) -> None:
        await caretaker.workspace_back(PLATFORM, str(guild.id))

    async def on_guild_channel_delete(channel: discord.abc.GuildChannel) -> None:
        room = ChannelRef(PLATFORM, str(channel.guild.id), str(channel.id))
        await caretaker.room_left(room, _DELETED)

    handlers = (on_guild_remove, on_guild_available, on_guild_join, on_guild_channel_delete)
    for handler in handlers:
        client.event(handler)
