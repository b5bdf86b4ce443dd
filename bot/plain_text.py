"""A card in words: complete, so a screen reader or a terminal misses nothing."""

from typing import assert_never

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
    Hidden,
    Link,
    Moment,
    Mono,
    Note,
    Plain,
    Progress,
    Quote,
    Room,
    Select,
    Span,
    Spans,
    Strong,
    Table,
    Text,
    Toggle,
)
from bot.domain.ids import ChannelRef

_MARKS = {"right": " ✓", "wrong": " ✗", "picked": " •"}


def plain_text(card: Card) -> str:
    return "\n".join([card.title, *(_block(block) for block in card.blocks)])


def words(spans: Spans) -> str:
    return "".join(_span(span) for span in spans)


def elsewhere(room: ChannelRef) -> str:
    """For a chat that does not know the room; its own people can look up the id."""
    return f"a {room.platform.title()} channel ({room.channel})"


def _span(span: Span) -> str:
    match span:
        case Plain(text=text) | Strong(text=text) | Mono(text=text):
            return text
        case Moment(at=at):
            return at.strftime("%Y-%m-%d %H:%M UTC")
        case Room(channel=channel):
            return f"#{channel.channel}"
        case unreachable:
            assert_never(unreachable)


def _block(block: Block) -> str:
    match block:
        case Heading() | Code() | Text() | Note() | Quote():
            return _prose(block)
        case Choices(items=items, marks=marks):
            marked = dict(marks)
            return "\n".join(
                f"{k}. {words(t)}{_MARKS.get(marked.get(k, ''), '')}" for k, t in items
            )
        case Fields(pairs=pairs):
            return "\n".join(f"{label}: {words(value)}" for label, value in pairs)
        case Table(header=header, rows=rows, highlight=mine):
            lines = [" | ".join(header)]
            lines += [f"{'→ ' if i == mine else ''}{' | '.join(r)}" for i, r in enumerate(rows)]
            return "\n".join(lines)
        case Progress(label=label, done=done, total=total):
            return f"{label}: {done:g} of {total:g}"
        case Divider():
            return "—"
        case Hidden(blocks=blocks):
            return "\n".join(_block(inner) for inner in blocks)
        case Actions(items=items):
            return "\n".join(_action(item) for item in items)
        case unreachable:
            assert_never(unreachable)


def _prose(block: Heading | Code | Text | Note | Quote) -> str:
    match block:
        case Heading(text=text) | Code(text=text):
            return text
        case Text(spans=spans) | Note(spans=spans):
            return words(spans)
        case Quote(spans=spans):
            return "\n".join(f"> {line}" for line in words(spans).splitlines())
        case unreachable:
            assert_never(unreachable)


def _action(action: Action) -> str:
    match action:
        case Button(label=label):
            return f"[{label}]"
        case Link(label=label, url=url):
            return f"{label}: {url}"
        case Select(label=label, options=options, chosen=chosen):
            listed = ", ".join(f"{o}{' •' if token == chosen else ''}" for o, token in options)
            return f"[{label}: {listed}]"
        case Toggle(label=label, on=on):
            return f"[{'x' if on else ' '}] {label}"
        case unreachable:
            assert_never(unreachable)
