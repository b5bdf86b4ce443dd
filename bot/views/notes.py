"""Private notes as cards. In a list each is cut short: ten whole ones fit no platform's message."""

from bot.cards import Action, Actions, Block, Button, Card, Moment, Note, Quote, Text, plain
from bot.domain.records import PrivateNote
from bot.domain.units import shorten
from bot.tokens import token
from bot.usecases.notes import Page

SHORT = 240
_SURE = "Remove this note for good?"


def notes_card(page: Page) -> Card:
    write = Button("Write one", token("note"), "primary")
    if not page.notes:
        text = Text(plain("No notes here. What you write down stays with you alone."))
        return Card("Your notes", (text, Actions((write,))))
    blocks = [block for note in page.notes for block in _listed(note)]
    older = (Button("Older ones", token("notes", page.older)),) if page.older else ()
    return Card("Your notes", (*blocks, Actions((write, *older))))


def _listed(note: PrivateNote) -> tuple[Block, ...]:
    short = shorten(note.text, SHORT)
    whole = (Button("Show all of it", token("note show", note.id)),) if short != note.text else ()
    return (*_entry(note, short), Actions((*whole, _remove(note))))


def note_card(note: PrivateNote) -> Card:
    """One note, whole."""
    others: tuple[Action, ...] = (Button("All notes", token("notes")), _remove(note))
    return Card("Your note", (*_entry(note, note.text), Actions(others)))


def removed_card(note: PrivateNote) -> Card:
    blocks = (
        Text(plain(f"“{shorten(note.text)}” is gone.")),
        Actions((Button("All notes", token("notes")),)),
    )
    return Card("Note removed", blocks)


def _entry(note: PrivateNote, text: str) -> tuple[Block, ...]:
    return (Quote(plain(text)), Note((Moment(note.at),)))


def _remove(note: PrivateNote) -> Button:
    return Button("Remove", token("note remove", note.id), confirm=_SURE)
