"""Cards as messages, modals and the Home tab. Lengths are left to adapters.slack.shrink."""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar, assert_never

from adapters.slack import limits
from adapters.slack.limits import Surface
from adapters.slack.mrkdwn import (
    NOTHING,
    Json,
    cut,
    fenced,
    literal,
    marked,
    option,
    pages,
    plain,
    spans,
    strong,
)
from adapters.slack.tables import as_text, native
from bot.cards import (
    Action,
    Actions,
    Block,
    Button,
    Card,
    Choices,
    Code,
    Divider,
    Fields,
    Heading,
    Link,
    Note,
    Progress,
    Quote,
    Select,
    Spans,
    Table,
    Text,
    Toggle,
)
from bot.plain_text import plain_text, words

_T = TypeVar("_T")
_MARKS: dict[Literal["right", "wrong", "picked"], str] = {
    "right": "✅", "wrong": "❌", "picked": "•",
}  # fmt: skip
_BAR = 10
_SHORT_LABEL, _SHORT_VALUE = 24, 60
"""Fields stand in two columns while all of them are this short; else each has its own line."""
_WEB = re.compile(r"https?://[^\s<>|]+")


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
    """One payload being drawn: numbers its actions and keeps what may come only once.

    Blocks get no ids of their own: Slack then makes new ones each time, and what was picked or
    ticked before does not stick to the new version.
    """

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._numbers = itertools.count(1)
        self._may_be_primary = True
        self._tables = limits.TABLES if surface == "message" else 0

    def card(self, card: Card) -> list[Json]:
        return [*_heading(card.title), *self.blocks(card.blocks)]

    def blocks(self, blocks: Iterable[Block]) -> list[Json]:
        return [made for block in blocks for made in self._block(block)]

    def _block(self, block: Block) -> list[Json]:
        match block:
            case Heading(text=text):
                return _sections(strong(" ".join(text.split())))
            case Text() | Quote() | Note():
                return _prose(block)
            case Code(text=text):
                return [_section(page) for page in fenced(text)]
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
            case Actions(items=items):
                return [made for run in _runs(items) for made in self._run(run)]
            case unreachable:
                assert_never(unreachable)

    def _table(self, table: Table) -> list[Json]:
        drawn = native(table) if self._tables else None
        if drawn is None:
            return [_section(page) for page in as_text(table)]
        self._tables -= 1
        return [drawn]

    def _run(self, run: Sequence[Action]) -> list[Json]:
        match run[0]:
            case Button() | Link():
                return _rows([self._button(i) for i in run if isinstance(i, Button | Link)])
            case Toggle():
                toggles = [item for item in run if isinstance(item, Toggle)]
                return _rows([self._boxes(some) for some in _chunks(toggles, limits.BOXES)])
            case Select() as select:
                return [self._select(select)]
            case unreachable:
                assert_never(unreachable)

    def _button(self, item: Button | Link) -> Json:
        made: Json = {"type": "button", "text": plain(item.label)}
        if isinstance(item, Link):
            return {**made, "action_id": self._id("link"), "url": item.url}
        made |= {"action_id": self._id("press"), "value": item.token}
        if item.style == "danger" or (item.style == "primary" and self._may_be_primary):
            made["style"] = item.style
            self._may_be_primary &= item.style != "primary"
        return made | _confirm(item)

    def _boxes(self, toggles: Sequence[Toggle]) -> Json:
        options = [option(toggle.label, toggle.token) for toggle in toggles]
        on = [made for made, toggle in zip(options, toggles, strict=True) if toggle.on]
        made = {"type": "checkboxes", "action_id": self._id("toggle"), "options": options}
        return made | ({"initial_options": on} if on else {})

    def _select(self, select: Select) -> Json:
        """Beside its label, which a drop-down with something chosen no longer shows."""
        section = _section(strong(" ".join(select.label.split())) or NOTHING)
        if not select.options:
            return section
        options = [option(label, token) for label, token in select.options]
        chosen = [made for made in options if select.chosen and made["value"] == select.chosen]
        menu: Json = {"type": "static_select", "action_id": self._id("pick"), "options": options}
        menu["placeholder"] = plain("Choose")
        return {**section, "accessory": menu | ({"initial_option": chosen[0]} if chosen else {})}

    def _id(self, kind: str) -> str:
        return f"{kind}:{next(self._numbers)}"


def _section(text: str) -> Json:
    """Expanded: nobody has to tap for the rest of a question."""
    return {"type": "section", "text": marked(text), "expand": True}


def _sections(text: str) -> list[Json]:
    return [_section(page) for page in pages(text, limits.PAGE)]


def _heading(title: str) -> list[Json]:
    if not title.strip():
        return []
    text = plain(title)
    if len(text["text"]) <= limits.HEADER:
        return [{"type": "header", "text": text}]
    return _sections(strong(" ".join(title.split())))


def _prose(block: Text | Quote | Note) -> list[Json]:
    text = spans(block.spans)
    match block:
        case Text():
            return _sections(text)
        case Quote():
            return _quote(text)
        case Note():
            small = pages(text, limits.PAGE)
            return [{"type": "context", "elements": [marked(page)]} for page in small]
        case unreachable:
            assert_never(unreachable)


def _quote(text: str) -> list[Json]:
    if not text.strip():
        return []
    lines = "\n".join(f"> {line}" for line in text.split("\n"))
    parted = pages(lines, limits.PAGE - 2)
    return [_section(page if page.startswith("> ") else f"> {page}") for page in parted]


def _choices(choices: Choices) -> list[Json]:
    marks: dict[str, str] = {}
    for key, mark in choices.marks:
        marks[key] = f"{marks.get(key, '')}{_MARKS[mark]} "
    lines = (
        f"{marks.get(key, '')}{strong(key)}  {spans(text)}".strip() for key, text in choices.items
    )
    return _sections("\n".join(lines))


def _fields(pairs: Sequence[tuple[str, Spans]]) -> list[Json]:
    is_short = all(
        len(label) <= _SHORT_LABEL and len(words(value)) <= _SHORT_VALUE for label, value in pairs
    )
    if not is_short:
        return _sections("\n".join(f"{strong(label)}  {spans(v)}".strip() for label, v in pairs))
    cells = [f"{strong(label)}\n{spans(value)}".strip() for label, value in pairs]
    shown = [marked(cell) for cell in cells if cell]
    return [{"type": "section", "fields": some} for some in _chunks(shown, limits.FIELDS)]


def _progress(progress: Progress) -> list[Json]:
    done, total = progress.done, progress.total
    share = done / total if total > 0 else 0.0
    # Not a number is in no order, so it ends at none as well.
    filled = min(_BAR, int(share * _BAR)) if 0 <= share < float("inf") else 0
    bar = "▓" * filled + "░" * (_BAR - filled)
    return _sections(f"{strong(progress.label)}  {done:g} of {total:g}\n{bar}".strip())


def _runs(items: Sequence[Action]) -> Iterator[list[Action]]:
    """What goes together into one block: buttons, check boxes, or a single drop-down."""
    numbers = itertools.count()

    def row(item: Action) -> object:
        match item:
            case Button() | Link():
                return "buttons"
            case Toggle():
                return "boxes"
            case Select():
                return next(numbers)
            case unreachable:
                assert_never(unreachable)

    return (list(run) for _, run in itertools.groupby(items, row))


def _rows(elements: list[Json]) -> list[Json]:
    return [{"type": "actions", "elements": some} for some in _chunks(elements, limits.ELEMENTS)]


def _confirm(button: Button) -> Json:
    if not button.confirm.strip():
        return {}
    agree = plain(button.label)
    asked = {
        "title": plain("Are you sure?"),
        "text": plain(button.confirm),
        "confirm": agree if len(agree["text"]) <= limits.CONFIRM_BUTTON else plain("Yes"),
        "deny": plain("Cancel"),
    }
    return {"confirm": asked | ({"style": "danger"} if button.style == "danger" else {})}


def _chunks(items: Sequence[_T], most: int) -> list[Sequence[_T]]:
    return [items[n : n + most] for n in range(0, len(items), most)]
