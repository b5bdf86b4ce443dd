"""Private notes as cards."""

from bot.cards import Button, Quote
from bot.domain.ids import NoteId
from bot.plain_text import words
from bot.tokens import token
from bot.usecases.notes import PAGE, Page
from bot.views.notes import SHORT, note_card, notes_card, removed_card
from tests.commands.stage import actions, buttons, said
from tests.views.samples import a_note, a_page


def quotes(page: Page) -> list[str]:
    return [words(block.spans) for block in notes_card(page).blocks if isinstance(block, Quote)]


def test_notes_are_listed_with_their_time() -> None:
    shown = said(notes_card(Page((a_note(),), None)))
    assert "> Ties: use row_number().\n2027-03-10 12:00 UTC" in shown


def test_each_note_can_be_removed_and_asks_first() -> None:
    removing = [
        item for item in actions(notes_card(a_page()))
        if isinstance(item, Button) and item.label == "Remove"
    ]  # fmt: skip
    newest_first = [token("note remove", n) for n in range(40, 40 - PAGE, -1)]
    assert [item.token for item in removing] == newest_first
    assert all(item.confirm for item in removing)


def test_a_long_note_is_cut_and_can_be_shown_whole() -> None:
    page = Page((a_note(text="x" * (SHORT + 1)),), None)
    assert quotes(page) == ["x" * (SHORT - 1) + "…"]
    assert buttons(notes_card(page))["Show all of it"] == token("note show", 3)


def test_a_note_of_several_lines_can_be_shown_as_it_was_written() -> None:
    assert "Show all of it" in buttons(notes_card(Page((a_note(text="a\nb"),), None)))


def test_a_short_note_is_whole_already() -> None:
    page = Page((a_note(text="x" * SHORT),), None)
    assert quotes(page) == ["x" * SHORT]
    assert "Show all of it" not in buttons(notes_card(page))


def test_older_ones_are_behind_a_button() -> None:
    assert buttons(notes_card(a_page()))["Older ones"] == token("notes", 41 - PAGE)
    assert "Older ones" not in buttons(notes_card(Page((a_note(),), None)))


def test_without_notes_there_is_a_way_to_write_one() -> None:
    card = notes_card(Page((), None))
    assert buttons(card) == {"Write one": token("note")}
    assert "stays with you alone" in said(card)


def test_one_note_is_shown_whole_and_literally() -> None:
    text = "**ties**\n" + "x" * 2990
    card = note_card(a_note(text=text))
    (quote,) = (block for block in card.blocks if isinstance(block, Quote))
    assert words(quote.spans) == text
    assert buttons(card) == {"All notes": token("notes"), "Remove": token("note remove", 3)}


def test_what_was_removed_is_named() -> None:
    card = removed_card(a_note(id=NoteId(9), text="Ties " * 100))
    assert "“Ties Ties" in said(card)
    assert len(said(card)) < 150
    assert buttons(card) == {"All notes": token("notes")}
