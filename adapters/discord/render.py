"""Cards as messages. Lengths are left to adapters.discord.shrink."""

import itertools
from collections.abc import Iterable, Sequence
from typing import Literal, assert_never

from adapters.columns import aligned, rows_of
from adapters.discord import limits
from adapters.discord.actions import Rows, text
from adapters.discord.markdown import (
    NOTHING,
    escape,
    fenced,
    heading,
    hidden,
    quoted,
    small,
    spans,
    strong,
)
from adapters.discord.validate import weight
from adapters.shapes import Json
from adapters.text import flat
from bot.cards import (
    Accent,
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
    Told,
)

_NUMBERS = limits.NUMBERS
_COLOURS: dict[Accent, int] = {
    "calm": 0x5B7FDB, "easy": 0x43A57C, "medium": 0xD9A441, "hard": 0xB565C9,
    "good": 0x43A57C, "bad": 0xD9534F, "notice": 0xD9A441,
}  # fmt: skip
_MARKS: dict[Literal["right", "wrong", "picked"], str] = {
    "right": "✅", "wrong": "❌", "picked": "•",
}  # fmt: skip
_BAR = 10
_NARROW = 34
"""As many letters of one width stand in a line inside a card on a phone."""


def message(card: Card, file: str = "") -> Json:
    """`file` is the name of an attachment, which without a place on the card is not shown."""
    drawn = [*_shown(heading(card.title, 2)), *_blocks(card.blocks)] or [text(NOTHING)]
    if file:
        drawn.append({"type": _NUMBERS["file"], "file": {"url": f"attachment://{file}"}})
    frame = {
        "type": _NUMBERS["container"],
        "accent_color": _COLOURS[card.accent],
        "components": drawn,
    }
    if weight(frame) > limits.COMPONENTS:
        frame["components"] = _joined(drawn)
    return {"flags": limits.LAYOUT, "components": [frame], "allowed_mentions": {"parse": []}}


def calling(payload: Json, role: str) -> Json:
    """The same message calling those who have this role, and nobody else."""
    call = text(f"-# <@&{role}>")
    inside, *others = payload["components"]
    inside = {**inside, "components": [*inside["components"], call]}
    mentions = {"parse": [], "roles": [role]}
    return {**payload, "components": [inside, *others], "allowed_mentions": mentions}


def _blocks(blocks: Iterable[Block]) -> list[Json]:
    rows = Rows()
    return [made for block in blocks for made in _block(block, rows)]


def _block(block: Block, rows: Rows) -> list[Json]:
    match block:
        case Actions(items=items):
            return rows.drawn(items)
        case Divider():
            return [{"type": _NUMBERS["separator"]}]
        case Hidden(blocks=blocks):
            return _shown(hidden("\n".join(filter(None, map(_covered, blocks)))))
        case Choices() | Fields() | Table() | Progress():
            return _shown(_figures(block))
        case _:
            return _shown(_prose(block))


def _covered(block: Told) -> str:
    """Under a bar nothing begins a line of Discord's, so all of it is of one size."""
    match block:
        case Choices() | Fields():
            return _figures(block)
        case Quote(spans=parts) | Note(spans=parts):
            return spans(parts)
        case _:
            return _prose(block)


def _shown(content: str) -> list[Json]:
    return [text(content)] if content.strip() else []


def _prose(block: Heading | Text | Quote | Note | Code) -> str:
    match block:
        case Heading(text=title):
            return heading(title, 3)
        case Text(spans=parts):
            return spans(parts)
        case Quote(spans=parts):
            return quoted(spans(parts))
        case Note(spans=parts):
            return small(spans(parts))
        case Code(text=code, language=language):
            return fenced(code, language)
        case unreachable:
            assert_never(unreachable)


def _figures(block: Choices | Fields | Table | Progress) -> str:
    match block:
        case Choices():
            return _choices(block)
        case Fields(pairs=pairs):
            return _fields(pairs)
        case Table():
            return _table(block)
        case Progress():
            return _progress(block)
        case unreachable:
            assert_never(unreachable)


def _choices(choices: Choices) -> str:
    marks: dict[str, str] = {}
    for key, mark in choices.marks:
        marks[key] = f"{marks.get(key, '')}{_MARKS[mark]} "
    lines = [f"{marks.get(k, '')}{strong(k)}  {spans(words)}" for k, words in choices.items]
    return "\n".join(line.strip() for line in lines)


def _fields(pairs: Sequence[tuple[str, Spans]]) -> str:
    return "\n".join(f"{strong(label)}  {spans(value)}".strip() for label, value in pairs)


def _table(table: Table) -> str:
    """In columns where that fits a phone, else one line a row."""
    rows = rows_of(table, flat)
    if not rows:
        return ""
    columns = aligned(rows, _NARROW)
    if columns is not None:
        return fenced(columns)
    header, *body = map(_listed, rows)
    return "\n".join(filter(None, [small(header), *body]))


def _listed(row: Sequence[str]) -> str:
    first, *others = row
    return f"{strong(first)}  {' · '.join(map(escape, filter(None, others)))}".strip()


def _progress(progress: Progress) -> str:
    done, total = progress.done, progress.total
    share = done / total if total > 0 else 0.0
    # Not a number is in no order, so it ends at none as well.
    filled = min(_BAR, int(share * _BAR)) if 0 <= share < float("inf") else 0
    bar = "▓" * filled + "░" * (_BAR - filled)
    return f"{strong(progress.label)}  {done:g} of {total:g}\n{bar}".strip()


def _joined(drawn: Iterable[Json]) -> list[Json]:
    """Texts that follow each other as one: it takes several to the room of one component."""
    made: list[Json] = []
    for kind, run in itertools.groupby(drawn, lambda one: one["type"]):
        alike = list(run)
        if kind == _NUMBERS["text"]:
            alike = [text("\n".join(one["content"] for one in alike))]
        made += alike
    return made
