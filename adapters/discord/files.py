"""Text files from Discord."""

import asyncio
from typing import Any

import aiohttp
import discord

from adapters.discord.api import Api
from adapters.uploads import FETCH_SECONDS, Unreadable, decoded, refuse_size
from bot.ports import Unavailable

_AWAY = (discord.HTTPException, aiohttp.ClientError, TimeoutError, Unavailable)


class Files:
    """`seconds` is how long Discord may take with one."""

    def __init__(self, api: Api, seconds: float = FETCH_SECONDS) -> None:
        self._api, self._seconds = api, seconds

    async def text_of(self, _server: str, file: dict[str, Any]) -> str:
        """Raises Unreadable."""
        name = str(file.get("filename") or "The file")
        refuse_size(name, int(file.get("size") or 0))
        try:
            async with asyncio.timeout(self._seconds):
                data = await self._api.fetch(str(file["url"]))
        except _AWAY as error:
            raise Unreadable(f"{name} could not be had from Discord. Please try again.") from error
        return decoded(name, data)
