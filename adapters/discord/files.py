"""Text files given in a form, read into the field they stand for."""

import json
from dataclasses import replace
from typing import Any

import discord

from adapters.discord.api import Api
from adapters.discord.forms import FILE
from bot.cards import Card, Text, plain
from bot.ports import Invocation, Submitted

LARGEST = 64 * 1024
"""In bytes; far more than any field takes, far less than what would be felt."""
_INSTEAD = "Paste the text instead, or give a plain text file, such as .txt, .md, .sql or .py."


class Unreadable(Exception):
    """The text is for whoever gave the file."""


class Files:
    def __init__(self, api: Api) -> None:
        self._api = api

    async def read_into(self, invocation: Invocation) -> Invocation:
        """Raises Unreadable, and then nothing has been done with what was typed."""
        request = invocation.request
        if not isinstance(request, Submitted):
            return invocation
        values = {name: text for name, text in request.values.items() if not name.endswith(FILE)}
        for name in request.values.keys() - values.keys():
            values[name.removesuffix(FILE)] = await self._text(json.loads(request.values[name]))
        return replace(invocation, request=Submitted(request.token, values))

    async def _text(self, file: dict[str, Any]) -> str:
        name, size = str(file.get("filename") or "The file"), int(file.get("size") or 0)
        if size > LARGEST:
            raise Unreadable(f"{name} has {size:,} bytes; {LARGEST:,} are the most.")
        try:
            data = await self._api.fetch(str(file["url"]))
        except discord.HTTPException as error:
            raise Unreadable(f"{name} could not be had from Discord. Please try again.") from error
        return decoded(name, data)


def decoded(name: str, data: bytes) -> str:
    """A text as people write them, whichever way its editor marked it."""
    try:
        text = data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{name} is no text file. {_INSTEAD}") from error
    if "\0" in text:
        raise Unreadable(f"{name} is no text file. {_INSTEAD}")
    if not text.strip():
        raise Unreadable(f"{name} is empty.")
    return text.replace("\r\n", "\n").strip()


def unreadable_card(error: Unreadable) -> Card:
    return Card("That file was not read", (Text(plain(str(error))),), "notice")
