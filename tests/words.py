"""Every word and every token of a card: what no surface may leave out."""

from collections.abc import Iterator

from bot.cards import (
    Action,
    Actions,
    Block,
    Button,
    Card,
    Choices,
    Code,
    Fields,
    Heading,
    Hidden,
    Moment,
    Note,
    Progress,
    Quote,
    Room,
    Select,
    Spans,
    Table,
    Text,
    Toggle,
)  # fmt: skip


def texts_of(spans: Spans) -> list[str]:
    """Of a room the id, by which whoever cannot see its name can look it up."""
    return [
        span.channel.channel if isinstance(span, Room) else span.text
        for span in spans
        if not isinstance(span, Moment)
    ]


def texts_in(block: Block) -> list[str]:
    match block:
        case Heading(text=text) | Code(text=text):
            return [text]
        case Text(spans=spans) | Quote(spans=spans) | Note(spans=spans):
            return texts_of(spans)
        case Choices(items=items):
            return [part for key, spans in items for part in (key, *texts_of(spans))]
        case Fields(pairs=pairs):
            return [text for label, spans in pairs for text in (label, *texts_of(spans))]
        case Table(header=header, rows=rows):
            return [cell for row in (header, *rows) for cell in row]
        case Progress(label=label):
            return [label]
        case Hidden(blocks=blocks):
            return [text for inner in blocks for text in texts_in(inner)]
        case Actions(items=items):
            return [text for item in items for text in labels_in(item)]
        case _:
            return []


def labels_in(action: Action) -> list[str]:
    if isinstance(action, Select):
        return [action.label, *(label for label, _ in action.options)]
    return [action.label]


def actions_in(card: Card) -> Iterator[Action]:
    for block in card.blocks:
        if isinstance(block, Actions):
            yield from block.items


def words_in(card: Card) -> list[str]:
    return [card.title, *(text for block in card.blocks for text in texts_in(block))]


def tokens_in(card: Card) -> list[str]:
    found: list[str] = []
    for action in actions_in(card):
        match action:
            case Button(token=token) | Toggle(token=token):
                found.append(token)
            case Select(options=options):
                found += [token for _, token in options]
            case _:
                pass
    return found
