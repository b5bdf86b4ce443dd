"""What is missing for the bot to work in a channel, and how to mend it."""

from collections.abc import Sequence

import discord

from adapters.discord.api import Client
from adapters.discord.invite import PERMISSIONS
from adapters.discord.shards import Shards
from bot.domain.ids import ChannelRef
from bot.ports import Finding


class DiscordDoctor:
    """A bot.ports.Doctor; it knows what the gateway has told."""

    def __init__(self, client: Client, shards: Shards) -> None:
        self._client, self._shards = client, shards

    async def examine(self, channel: ChannelRef) -> Sequence[Finding]:
        return [
            self._connection(channel.workspace),
            *([] if channel.direct else self._room(channel)),
        ]

    def _connection(self, guild: str) -> Finding:
        """Of this server's shard; others may be up or down."""
        states, shard = self._shards.states(), self._shards.of(guild)
        over = f" over shard {shard}" if len(states) > 1 else ""
        if states.get(shard):
            return Finding(f"Connected to Discord{over}.", True)
        fix = "The log says why; it goes on trying."
        return Finding(f"Not connected to Discord{over}.", False, fix)

    def _room(self, channel: ChannelRef) -> list[Finding]:
        found = self._client.get_channel(int(channel.channel))
        if not isinstance(found, discord.abc.GuildChannel | discord.Thread):
            return [Finding("The bot cannot see this channel.", False, _fix("View Channel"))]
        allowed = found.permissions_for(found.guild.me)
        missing = [words for name, words in PERMISSIONS.items() if not getattr(allowed, name)]
        if not missing:
            return [Finding("Every permission is there.", True)]
        return [Finding(f"Missing here: {words}.", False, _fix(words)) for words in missing]


def _fix(permission: str) -> str:
    return f"Edit Channel, Permissions, add the bot, and allow {permission}."
