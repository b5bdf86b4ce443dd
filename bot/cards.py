"""The one vocabulary of messages. Blocks carry meaning; each surface decides how they look.

The union is closed: adding a block turns every renderer red in the type checker. Text is made of
spans, so a renderer escapes each leaf literally and no user text can become markup.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.domain.ids import ChannelRef


@dataclass(frozen=True, slots=True)
class Plain:
    text: str
    kind: Literal["plain"] = "plain"


@dataclass(frozen=True, slots=True)
class Strong:
    text: str
    kind: Literal["strong"] = "strong"


@dataclass(frozen=True, slots=True)
class Mono:
    text: str
    kind: Literal["mono"] = "mono"


@dataclass(frozen=True, slots=True)
class Moment:
    """A UTC instant, shown in the reader's own zone."""

    at: datetime
    style: Literal["date", "time", "datetime", "relative"] = "datetime"
    kind: Literal["moment"] = "moment"


@dataclass(frozen=True, slots=True)
class Room:
    """A channel that the reader's chat knows, shown by the name it has there."""

    channel: ChannelRef
    kind: Literal["room"] = "room"


Span = Plain | Strong | Mono | Moment | Room
Spans = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Text:
    spans: Spans
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, or a text to judge."""

    spans: Spans
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    language: str = ""
    kind: Literal["code"] = "code"


@dataclass(frozen=True, slots=True)
class Choices:
    """Lettered or numbered options, listed vertically, with a mark per key where there is one."""

    items: tuple[tuple[str, Spans], ...]
    marks: tuple[tuple[str, Literal["right", "wrong", "picked"]], ...] = ()
    kind: Literal["choices"] = "choices"


@dataclass(frozen=True, slots=True)
class Fields:
    """Short label and value pairs."""

    pairs: tuple[tuple[str, Spans], ...]
    kind: Literal["fields"] = "fields"


@dataclass(frozen=True, slots=True)
class Table:
    """`highlight` is the index of the reader's own row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    highlight: int | None = None
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class Progress:
    label: str
    done: float
    total: float
    kind: Literal["progress"] = "progress"


@dataclass(frozen=True, slots=True)
class Divider:
    kind: Literal["divider"] = "divider"


@dataclass(frozen=True, slots=True)
class Note:
    """Small print."""

    spans: Spans
    kind: Literal["note"] = "note"


@dataclass(frozen=True, slots=True)
class Button:
    """`token` is an action token (bot.commands.parsing); `confirm` asks before it is sent."""

    label: str
    token: str
    style: Literal["plain", "primary", "danger"] = "plain"
    confirm: str = ""
    kind: Literal["button"] = "button"


@dataclass(frozen=True, slots=True)
class Link:
    label: str
    url: str
    kind: Literal["link"] = "link"


@dataclass(frozen=True, slots=True)
class Select:
    """A drop-down whose options are (label, action token); `chosen` is the token already picked."""

    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str = ""
    kind: Literal["select"] = "select"


@dataclass(frozen=True, slots=True)
class Toggle:
    """A check box. Flipping it sends `token`, which means the flip, not the state it leads to."""

    label: str
    token: str
    on: bool
    kind: Literal["toggle"] = "toggle"


Action = Button | Link | Select | Toggle


@dataclass(frozen=True, slots=True)
class Actions:
    items: tuple[Action, ...]
    kind: Literal["actions"] = "actions"


Told = Text | Quote | Code | Choices | Fields | Note


@dataclass(frozen=True, slots=True)
class Hidden:
    """A solution: covered until the reader uncovers it, where a surface can do that."""

    blocks: tuple[Told, ...]
    kind: Literal["hidden"] = "hidden"


Block = (
    Heading
    | Text
    | Quote
    | Code
    | Choices
    | Fields
    | Table
    | Progress
    | Divider
    | Note
    | Hidden
    | Actions
)
Accent = Literal["calm", "easy", "medium", "hard", "good", "bad", "notice"]


@dataclass(frozen=True, slots=True)
class Card:
    """`title` is unique among a circle's scheduled posts: it tells them apart."""

    title: str
    blocks: tuple[Block, ...]
    accent: Accent = "calm"
    opens: bool = False
    """A day begins with it: who asked for that is called, and a thread of its own may begin."""


@dataclass(frozen=True, slots=True)
class FormField:
    """One input. `options` are (label, value); `kind` picks the widget.

    `limit` is the longest accepted text in characters.
    """

    name: str
    label: str
    kind: Literal["line", "paragraph", "number", "choice", "date", "time"] = "line"
    required: bool = True
    options: tuple[tuple[str, str], ...] = ()
    default: str = ""
    hint: str = ""
    limit: int = 3000
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True)
class Form:
    """`token` says where the submission goes: a command name or an action token."""

    token: str
    title: str
    submit: str
    fields: tuple[FormField, ...]


_MARKUP = re.compile(r"\*\*(?P<strong>.+?)\*\*|`(?P<mono>[^`]+)`", re.DOTALL)


def plain(text: str) -> Spans:
    """User text: taken literally."""
    return (Plain(text),)


def markup(text: str) -> Spans:
    """Content text: **strong** and `mono` are understood, everything else is literal."""
    spans: list[Span] = []
    end = 0
    for match in _MARKUP.finditer(text):
        if match.start() > end:
            spans.append(Plain(text[end : match.start()]))
        strong = match["strong"]
        spans.append(Strong(strong) if strong is not None else Mono(match["mono"]))
        end = match.end()
    if end < len(text):
        spans.append(Plain(text[end:]))
    return tuple(spans)


def join(parts: Iterable[Spans | str]) -> Spans:
    """Spans and literal strings in a row."""
    return tuple(
        span for part in parts for span in ((Plain(part),) if isinstance(part, str) else part)
    )
