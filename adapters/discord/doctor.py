"""What is missing for the bot to work in a channel, and how to mend it."""

from collections.abc import Sequence

import discord

from adapters.discord.api import Client
from adapters.discord.invite import PERMISSIONS
from bot.domain.ids import ChannelRef
from bot.ports import Finding


class DiscordDoctor:
    """A bot.ports.Doctor; it knows what the gateway has told."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def examine(self, channel: ChannelRef) -> Sequence[Finding]:
        return [self._connection(), *([] if channel.direct else self._room(channel))]

    def _connection(self) -> Finding:
        if self._client.is_ready():
            return Finding("Connected to Discord.", True)
        return Finding("Not connected to Discord.", False, "The log says why; it goes on trying.")

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
