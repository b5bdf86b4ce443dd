"""Requests without a library, for what discord.py would wait out or hide."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import aiohttp

from tests.discord.records import Json
from tests.discord.server import Discord


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: Json

    @property
    def left(self) -> str:
        return self.headers.get("X-RateLimit-Remaining", "")


@dataclass(frozen=True)
class Raw:
    discord: Discord
    session: aiohttp.ClientSession

    async def says(self, room: str, text: str = "A") -> Answer:
        place = self.discord.room(room).id
        return await self.asks("POST", f"/channels/{place}/messages", {"content": text})

    async def asks(self, method: str, path: str, body: object = None, token: str = "") -> Answer:
        headers = {"Authorization": f"Bot {token or self.discord.token}"}
        url = self.discord.api_url + path
        async with self.session.request(method, url, json=body, headers=headers) as response:
            told = await response.json() if "json" in response.content_type else {}
            return Answer(response.status, dict(response.headers), told)


@asynccontextmanager
async def a_raw(discord: Discord) -> AsyncIterator[Raw]:
    async with aiohttp.ClientSession() as session:
        yield Raw(discord, session)
