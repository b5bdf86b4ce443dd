"""Cards and forms as HTML. Jinja escapes every leaf; nothing here builds markup from strings."""

from dataclasses import dataclass, field
from typing import Any, assert_never

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from adapters.playground.moments import Reader, in_utc, stamp
from adapters.playground.places import PLATFORM
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
    Form,
    FormField,
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
from bot.plain_text import elsewhere, words
from bot.tokens import read

TEMPLATES = Environment(
    loader=PackageLoader("adapters.playground"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
# A template's macros have no types; every name used below exists or the gallery test fails.
_BLOCKS: Any = TEMPLATES.get_template("blocks.html").module
_FIELDS: Any = TEMPLATES.get_template("fields.html").module
_MARKS = {"right": "✓ right", "wrong": "✗ wrong", "picked": "• your choice"}
_ANSWERING = frozenset({"code", "number", "scope", "write"})
_FEW = 6
"""Up to this many choices are radio buttons, more a drop-down."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Hidden form fields: who presses, where, and on which message."""

    person: str
    place: str
    message: int | None = None

    def pairs(self) -> tuple[tuple[str, str], ...]:
        message = "" if self.message is None else str(self.message)
        return (("as", self.person), ("at", self.place), ("message", message))


@dataclass(frozen=True, slots=True)
class Filled:
    """What somebody already typed into a form, and what is wrong with it."""

    values: dict[str, str] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    why: str = ""
    """What is wrong with the whole."""


def render_card(card: Card, reader: Reader, origin: Origin) -> Markup:
    """The whole card: every text, option and button of it."""
    drawing = _Drawing(reader, origin, card.title)
    blocks = [drawing.block(block) for block in card.blocks]
    return Markup(_BLOCKS.card(card.title, card.accent, blocks))


def render_block(block: Block, reader: Reader, origin: Origin) -> Markup:
    """One block of a card by itself."""
    return _Drawing(reader, origin, "").block(block)


def render_task(form: Form, card: Card, reader: Reader) -> Markup | None:
    """What the card asks, to read beside the form that answers it; None for another form."""
    if _command(form) not in _ANSWERING:
        return None
    drawing = _Drawing(reader, Origin("", ""), card.title)
    read_only = [block for block in card.blocks if not isinstance(block, Actions | Divider)]
    return Markup(_FIELDS.task(card.title, [drawing.block(block) for block in read_only]))


def render_form(
    form: Form, hidden: tuple[tuple[str, str], ...], filled: Filled, task: Markup | None = None
) -> Markup:
    """`task` stands beside it."""
    fields = [_field(item, filled) for item in form.fields]
    labels = {item.name: item.label for item in form.fields}
    wrong = [(name, labels[name], text) for name, text in filled.errors.items()]
    is_code = _command(form) == "code"  # which runs what is written
    drawn = Markup(_FIELDS.form(form, hidden, fields, wrong, filled.why, is_code))
    return Markup(_FIELDS.beside(task, drawn)) if task else drawn


def _command(form: Form) -> str:
    """The command that what is filled in goes to."""
    command, _ = read(form.token) or ("", [])
    return command


def render_moment(moment: Moment, reader: Reader) -> Markup:
    """Right as it stands in the reader's zone; app.js keeps the relative ones fresh."""
    at = moment.at
    return Markup(_BLOCKS.moment(reader.words(moment), stamp(at), in_utc(at), moment.style))


def _field(item: FormField, filled: Filled) -> Markup:
    value = filled.values.get(item.name, item.default)
    error = filled.errors.get(item.name, "")
    match item.kind:
        case "line":
            return Markup(_FIELDS.line(item, value, error))
        case "paragraph":
            return Markup(_FIELDS.paragraph(item, value, error))
        case "number":
            return Markup(_FIELDS.number(item, value, error))
        case "choice":
            draw = _FIELDS.radios if len(item.options) <= _FEW else _FIELDS.dropdown
            return Markup(draw(item, value, error))
        case "date" | "time":
            return Markup(_FIELDS.picker(item, value, error))
        case unreachable:
            assert_never(unreachable)


class _Drawing:
    """One card being drawn; remembers the last heading, which names a table that follows it."""

    def __init__(self, reader: Reader, origin: Origin, title: str) -> None:
        self._reader = reader
        self._origin = origin
        self._caption = title

    def block(self, block: Block) -> Markup:
        match block:
            case Heading(text=text):
                self._caption = text
                return Markup(_BLOCKS.heading(text))
            case Text() | Quote() | Note() | Code():
                return self._prose(block)
            case Choices():
                return self._choices(block)
            case Fields(pairs=pairs):
                return Markup(_BLOCKS.pairs([(label, self._spans(s)) for label, s in pairs]))
            case Table():
                return _table(block, self._caption)
            case Progress():
                return _progress(block)
            case Divider():
                return Markup(_BLOCKS.divider())
            case Hidden(blocks=blocks):
                return Markup(_BLOCKS.hidden([self.block(inner) for inner in blocks]))
            case Actions(items=items):
                return Markup(_BLOCKS.actions([self._action(item) for item in items]))
            case unreachable:
                assert_never(unreachable)

    def _choices(self, choices: Choices) -> Markup:
        marks: dict[str, list[tuple[str, str]]] = {}
        for key, mark in choices.marks:
            marks.setdefault(key, []).append((mark, _MARKS[mark]))
        items = [(key, self._spans(text), marks.get(key, [])) for key, text in choices.items]
        return Markup(_BLOCKS.choices(items))

    def _prose(self, block: Text | Quote | Note | Code) -> Markup:
        if isinstance(block, Code):
            return Markup(_BLOCKS.code(block.text, block.language))
        spans = self._spans(block.spans)
        match block:
            case Text():
                return Markup(_BLOCKS.text(spans))
            case Quote():
                return Markup(_BLOCKS.quote(spans))
            case Note():
                return Markup(_BLOCKS.note(spans))
            case unreachable:
                assert_never(unreachable)

    def _spans(self, spans: Spans) -> Markup:
        return Markup("").join(self._span(span) for span in spans)

    def _span(self, span: Span) -> Markup:
        match span:
            case Plain(text=text):
                return Markup.escape(text)
            case Strong(text=text):
                return Markup(_BLOCKS.strong(text))
            case Mono(text=text):
                return Markup(_BLOCKS.mono(text))
            case Moment():
                return render_moment(span, self._reader)
            case Room(channel=channel):
                is_ours = channel.platform == PLATFORM
                return Markup.escape(words((span,)) if is_ours else elsewhere(channel))
            case unreachable:
                assert_never(unreachable)

    def _action(self, action: Action) -> Markup:
        hidden = self._origin.pairs()
        match action:
            case Button():
                return Markup(_BLOCKS.button(action, hidden))
            case Link():
                return Markup(_BLOCKS.link(action, _is_web(action.url)))
            case Select():
                return Markup(_BLOCKS.select(action, hidden))
            case Toggle():
                return Markup(_BLOCKS.toggle(action, hidden))
            case unreachable:
                assert_never(unreachable)


def _table(table: Table, caption: str) -> Markup:
    numeric = [
        all(_is_number(row[column]) for row in table.rows if column < len(row))
        for column in range(len(table.header))
    ]
    return Markup(_BLOCKS.table(table, caption, numeric))


def _progress(progress: Progress) -> Markup:
    label = f"{progress.done:g} of {progress.total:g}"
    # <progress> wants a positive maximum, and shows a made-up bar when it gets none.
    return Markup(_BLOCKS.progress(progress, label, progress.total if progress.total > 0 else 1))


def _is_number(cell: str) -> bool:
    return cell.strip().lstrip("+-−").rstrip("%").replace(".", "").replace(",", "").isdecimal()


def _is_web(url: str) -> bool:
    """Escaping does not disarm a javascript: address; such a link is shown as text instead."""
    return url.startswith(("https://", "http://", "mailto:", "/")) and not url.startswith("//")
