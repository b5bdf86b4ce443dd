"""Text files from Discord, read into the field they stand for."""

from typing import Any

import discord

from adapters.discord.api import Api
from adapters.uploads import Unreadable, decoded, read_into, refuse_size
from bot.ports import Invocation


class Files:
    def __init__(self, api: Api) -> None:
        self._api = api

    async def read_into(self, invocation: Invocation) -> Invocation:
        """Raises Unreadable, and then nothing has been done with what was typed."""
        return await read_into(invocation, self._text)

    async def _text(self, file: dict[str, Any]) -> str:
        name = str(file.get("filename") or "The file")
        refuse_size(name, int(file.get("size") or 0))
        try:
            data = await self._api.fetch(str(file["url"]))
        except discord.HTTPException as error:
            raise Unreadable(f"{name} could not be had from Discord. Please try again.") from error
        return decoded(name, data)
