"""Text files given in a form, read into the field they stand for."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from bot.cards import Card, Text, plain
from bot.ports import Desk, Invocation, Pressed, Reply, Submitted, Typed
from bot.tokens import read as read_token

FILE = ".file"
"""Ends the id of the place for a file; no field's name has a dot in it."""
LARGEST = 64 * 1024
"""In bytes; far more than any field takes, far less than what would be felt."""
INSTEAD = "Paste the text instead, or give a plain text file, such as .txt, .md, .sql or .py."


class Unreadable(Exception):
    """The text is for whoever gave the file."""


async def read_into(
    invocation: Invocation, text_of: Callable[[dict[str, Any]], Awaitable[str]]
) -> Invocation:
    """What stands as JSON under a field's name and FILE counts instead of what was typed.

    Raises Unreadable, and then nothing has been done with what was typed.
    """
    request = invocation.request
    if not isinstance(request, Submitted):
        return invocation
    values = {name: text for name, text in request.values.items() if not name.endswith(FILE)}
    for name in request.values.keys() - values.keys():
        values[name.removesuffix(FILE)] = await text_of(json.loads(request.values[name]))
    return replace(invocation, request=Submitted(request.token, values))


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


def unread(desk: Desk, invocation: Invocation, error: Unreadable) -> Reply:
    """Why, and the form again."""
    asked = getattr(invocation.request, "token", "")
    again = desk.form(Pressed(asked) if read_token(asked) else Typed(asked))
    return Reply(unreadable_card(error), again=again)


def unreadable_card(error: Unreadable) -> Card:
    return Card("That file was not read", (Text(plain(str(error))),), "notice")
