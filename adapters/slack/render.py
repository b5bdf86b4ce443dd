"""Cards as messages, modals and the Home tab. Lengths are left to adapters.slack.shrink."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, assert_never

from adapters.shapes import Json
from adapters.slack import limits
from adapters.slack.controls import Controls, chunks
from adapters.slack.limits import Surface
from adapters.slack.mrkdwn import (
    cut,
    fenced,
    literal,
    marked,
    pages,
    plain,
    section,
    sections,
    spans,
    strong,
)
from adapters.slack.tables import as_text, native
from bot.cards import (
    Actions,
    Block,
    Card,
    Choices,
    Code,
    Divider,
    Fields,
    Heading,
    Hidden,
    Note,
    Progress,
    Quote,
    Spans,
    Table,
    Text,
)
from bot.plain_text import plain_text, words

_MARKS: dict[Literal["right", "wrong", "picked"], str] = {
    "right": "✅", "wrong": "❌", "picked": "•",
}  # fmt: skip
_BAR = 10
_SHORT_LABEL, _SHORT_VALUE = 24, 60
"""Fields stand in two columns while all of them are this short; else each has its own line."""


@dataclass(frozen=True, slots=True)
class Message:
    """`text` is the whole card in words: all a screen reader is given, all a notification shows."""

    text: str
    blocks: list[Json]


def message(card: Card) -> Message:
    # Longer ones Slack refuses in updates and has been seen to post as several messages.
    text = cut(literal(plain_text(card)), limits.MESSAGE_TEXT)
    return Message(text, _Drawing("message").card(card))


def modal(card: Card, private_metadata: str, close: str = "Close") -> Json:
    """To be looked at; a title too long for the frame stands in full below it."""
    title = plain(card.title)
    short = plain(card.title.split(" · ")[0])
    short["text"] = cut(short["text"], limits.TITLE)
    whole = _heading(card.title) if short != title else []
    return {
        "type": "modal",
        "title": short,
        "close": plain(close),
        "private_metadata": private_metadata,
        "blocks": [*whole, *_Drawing("modal").blocks(card.blocks)] or _heading(card.title),
    }


def home(card: Card) -> Json:
    return {"type": "home", "blocks": _Drawing("home").card(card)}


class _Drawing:
    """One payload being drawn; remembers what may come only once.

    Blocks get no ids of their own: Slack then makes new ones each time, and what was picked or
    ticked before does not stick to the new version.
    """

    def __init__(self, surface: Surface) -> None:
        self._controls = Controls()
        self._tables = limits.TABLES if surface == "message" else 0

    def card(self, card: Card) -> list[Json]:
        return [*_heading(card.title), *self.blocks(card.blocks)]

    def blocks(self, blocks: Iterable[Block]) -> list[Json]:
        return [made for block in blocks for made in self._block(block)]

    def _block(self, block: Block) -> list[Json]:
        match block:
            case Heading() | Text() | Quote() | Note() | Code():
                return _prose(block)
            case Choices():
                return _choices(block)
            case Fields(pairs=pairs):
                return _fields(pairs)
            case Table():
                return self._table(block)
            case Progress():
                return _progress(block)
            case Divider():
                return [{"type": "divider"}]
            case Hidden(blocks=blocks):
                # Slack covers nothing; in a thread it takes a click to see it.
                return self.blocks(blocks)
            case Actions(items=items):
                return self._controls.drawn(items)
            case unreachable:
                assert_never(unreachable)

    def _table(self, table: Table) -> list[Json]:
        drawn = native(table) if self._tables else None
        if drawn is None:
            return [section(page) for page in as_text(table)]
        self._tables -= 1
        return [drawn]


def _heading(title: str) -> list[Json]:
    if not title.strip():
        return []
    text = plain(title)
    if len(text["text"]) <= limits.HEADER:
        return [{"type": "header", "text": text}]
    return sections(strong(" ".join(title.split())))


def _prose(block: Heading | Text | Quote | Note | Code) -> list[Json]:
    match block:
        case Heading(text=text):
            return sections(strong(" ".join(text.split())))
        case Text(spans=parts):
            return sections(spans(parts))
        case Quote(spans=parts):
            return _quote(spans(parts))
        case Note(spans=parts):
            small = pages(spans(parts), limits.PAGE)
            return [{"type": "context", "elements": [marked(page)]} for page in small]
        case Code(text=text):
            return [section(page) for page in fenced(text)]
        case unreachable:
            assert_never(unreachable)


def _quote(text: str) -> list[Json]:
    if not text.strip():
        return []
    lines = "\n".join(f"> {line}" for line in text.split("\n"))
    parted = pages(lines, limits.PAGE)
    return [section(page if page.startswith("> ") else f"> {page}") for page in parted]


def _choices(choices: Choices) -> list[Json]:
    marks: dict[str, str] = {}
    for key, mark in choices.marks:
        marks[key] = f"{marks.get(key, '')}{_MARKS[mark]} "
    lines = (
        f"{marks.get(key, '')}{strong(key)}  {spans(text)}".strip() for key, text in choices.items
    )
    return sections("\n".join(lines))


def _fields(pairs: Sequence[tuple[str, Spans]]) -> list[Json]:
    is_short = all(
        len(label) <= _SHORT_LABEL and len(words(value)) <= _SHORT_VALUE for label, value in pairs
    )
    if not is_short:
        return sections("\n".join(f"{strong(label)}  {spans(v)}".strip() for label, v in pairs))
    cells = [f"{strong(label)}\n{spans(value)}".strip() for label, value in pairs]
    shown = [marked(cell) for cell in cells if cell]
    return [{"type": "section", "fields": some} for some in chunks(shown, limits.FIELDS)]


def _progress(progress: Progress) -> list[Json]:
    done, total = progress.done, progress.total
    share = done / total if total > 0 else 0.0
    # What is not a number compares with nothing, so it ends at none as well.
    filled = int(min(share, 1.0) * _BAR) if share >= 0 else 0
    bar = "▓" * filled + "░" * (_BAR - filled)
    return sections(f"{strong(progress.label)}  {done:g} of {total:g}\n{bar}".strip())
