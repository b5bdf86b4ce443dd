"""Text files given in a form, read into the field they stand for before the core is asked."""

import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from typing import Any

from bot.cards import Card, Form, Text, plain
from bot.domain.ids import ActorRef
from bot.ports import Completion, Desk, Invocation, Pressed, Reply, Request, Submitted, Typed
from bot.tokens import read as read_token

FILE = ".file"
"""Ends the id of the place for a file; no field's name has a dot in it."""
LARGEST = 64 * 1024
"""In bytes; far more than any field takes, far less than what would be felt."""
FETCH_SECONDS = 10.0
"""How long a platform may take with one."""
INSTEAD = "Paste the text instead, or give a plain text file, such as .txt, .md, .sql or .py."


class Unreadable(Exception):
    """The text is for whoever gave the file."""


TextOf = Callable[[str, dict[str, Any]], Awaitable[str]]
"""Given the workspace and what its platform tells of a file. Raises Unreadable."""


class Reading:
    """A bot.ports.Desk around another one, for which files have been read."""

    def __init__(self, desk: Desk, text_of: TextOf) -> None:
        self._desk, self._text_of = desk, text_of

    def form(
        self, request: Request, actor: ActorRef | None = None, *, direct: bool = False
    ) -> Form | None:
        return self._desk.form(request, actor, direct=direct)

    def complete(self, text: str) -> Sequence[Completion]:
        return self._desk.complete(text)

    async def dispatch(self, invocation: Invocation) -> Reply | None:
        request = invocation.request
        if not isinstance(request, Submitted):
            return await self._desk.dispatch(invocation)
        try:
            values = await self._read(invocation.channel.workspace, request.values)
        except Unreadable as error:
            return self._refusal(request.token, error)
        read = replace(invocation, request=Submitted(request.token, values))
        return await self._desk.dispatch(read)

    async def _read(self, workspace: str, given: dict[str, str]) -> dict[str, str]:
        """What stands as JSON under a field's name and FILE counts instead of what was typed."""
        values = {name: text for name, text in given.items() if not name.endswith(FILE)}
        for name in given.keys() - values.keys():
            text = await self._text_of(workspace, json.loads(given[name]))
            values[name.removesuffix(FILE)] = text
        return values

    def _refusal(self, form: str, error: Unreadable) -> Reply:
        """Nothing has been done with what was typed: why, and the form again."""
        card = Card("That file was not read", (Text(plain(str(error))),), "notice")
        return Reply(card, again=self.form(Pressed(form) if read_token(form) else Typed(form)))


def refuse_size(name: str, size: int) -> None:
    """In bytes. Raises Unreadable."""
    if size > LARGEST:
        raise Unreadable(f"{name} has {size:,} bytes; {LARGEST:,} are the most.")


def decoded(name: str, data: bytes) -> str:
    """A text as people write them, whichever way its editor marked it."""
    try:
        text = data.decode("utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable(f"{name} is no text file. {INSTEAD}") from error
    if "\0" in text:
        raise Unreadable(f"{name} is no text file. {INSTEAD}")
    if not text.strip():
        raise Unreadable(f"{name} is empty.")
    return text.replace("\r\n", "\n").strip()
