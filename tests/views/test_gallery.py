"""What holds for every card, whatever it shows."""

import inspect
import re
import typing
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import tokens
from bot.cards import (
    Action,
    Actions,
    Block,
    Button,
    Card,
    Code,
    Quote,
    Select,
    Span,
    Text,
    Toggle,
    join,
    markup,
)
from bot.commands.parsing import validate
from bot.commands.registry import GRAMMAR
from bot.curriculum.catalog import Curriculum
from bot.domain.ids import ChannelRef
from bot.plain_text import plain_text, words
from bot.ports import Pressed
from bot.views import (
    broadcasts,
    circles,
    doctor,
    drills,
    errors,
    home,
    notes,
    personal,
    progress,
    verdicts,
)
from tests.commands.stage import actions
from tests.gallery import BLOCKS, EVERY_BLOCK, gallery

MODULES = (
    broadcasts, circles, doctor, drills, errors, home, notes, personal, progress, verdicts,
)  # fmt: skip
MOST_BLOCKS = 40
"""On the cards that gather much, so that what a surface puts around them fits as well."""
LONGEST_TITLE, LONGEST_LABEL, LONGEST_OPTION = 140, 80, 70
LONGEST_QUESTION, LONGEST_ANSWER, MOST_OPTIONS = 2800, 3000, 25
"""The ceilings that fit every platform."""
UNSEEN = {"kind", "token", "style", "language", "accent", "confirm", "chosen", "marks", "on"}
"""Fields that carry no text to read."""


@pytest.fixture(scope="module")
def cards(curriculum: Curriculum) -> dict[str, Card]:
    return gallery(curriculum)


def test_the_gallery_has_one_of_every_block() -> None:
    assert {type(block) for block in EVERY_BLOCK} == set(typing.get_args(Block))


def test_the_gallery_has_one_of_every_action() -> None:
    assert {type(action) for action in actions(BLOCKS)} == set(typing.get_args(Action))


def test_the_gallery_has_one_of_every_span() -> None:
    spans = next(block.spans for block in EVERY_BLOCK if isinstance(block, Text))
    assert {type(span) for span in spans} == set(typing.get_args(Span))


@pytest.mark.parametrize("module", MODULES)
def test_the_gallery_has_a_card_of_every_view(module: ModuleType, cards: dict[str, Card]) -> None:
    made = {
        name
        for name, view in inspect.getmembers(module, inspect.isfunction)
        if view.__module__ == module.__name__
        and typing.get_type_hints(view).get("return") is Card
        and not name.startswith("_")
    }
    assert made
    assert made <= {key.partition(":")[0] for key in cards}


def _texts(part: Any) -> Iterator[str]:  # noqa: ANN401  any part of a card
    """Each text a reader must get, found by the shape of the data alone."""
    if isinstance(part, str):
        yield from part.splitlines()
    elif isinstance(part, datetime):
        yield f"{part:%Y-%m-%d %H:%M}"
    elif isinstance(part, ChannelRef):
        yield part.channel
    elif isinstance(part, Select):
        yield from (part.label, *(label for label, _ in part.options))
    elif isinstance(part, tuple):
        for inner in part:
            yield from _texts(inner)
    elif is_dataclass(part):
        for field in fields(part):
            if field.name not in UNSEEN:
                yield from _texts(getattr(part, field.name))


def test_the_words_of_a_card_leave_nothing_out(cards: dict[str, Card]) -> None:
    missing = [
        (name, text)
        for name, card in cards.items()
        for text in _texts(card)
        if text not in plain_text(card)
    ]
    assert not missing


def test_every_kind_of_text_is_looked_for() -> None:
    found = set(_texts(BLOCKS))
    assert {"Every block", "mono ", "second line", "three", "5%", "Ben", "Send", "low"} <= found


def test_words_tell_right_wrong_and_picked_apart() -> None:
    lines = plain_text(BLOCKS).splitlines()
    assert lines[6:10] == ["A. one ✓", "B. two ✗", "C. three •", "D. four"]


def test_words_point_at_the_readers_own_row() -> None:
    assert "\n1 | Ana\n→ 2 | Ben\n" in plain_text(BLOCKS)


def test_words_mark_what_is_chosen() -> None:
    assert "[Mark: low, high •]" in plain_text(BLOCKS)


def test_words_show_whether_a_box_is_ticked() -> None:
    assert "[x] Ticked\n[ ] Open" in plain_text(BLOCKS)


def test_words_of_a_quote_keep_its_lines() -> None:
    assert "> first line\n> second line" in plain_text(BLOCKS)


def _tokens(card: Card) -> Iterator[str]:
    for action in actions(card):
        if isinstance(action, Button | Toggle):
            yield action.token
        elif isinstance(action, Select):
            yield from (made for _, made in action.options)


def test_every_token_fits_a_button(cards: dict[str, Card]) -> None:
    assert all(len(made) <= 100 for card in cards.values() for made in _tokens(card))


def test_every_token_says_a_command_and_values_it_takes(cards: dict[str, Card]) -> None:
    for card in cards.values():
        if card is not BLOCKS:
            for made in _tokens(card):
                _understand(made)


def _understand(made: str) -> None:
    """The values fit the command; what is missing, a form asks for."""
    parsed = GRAMMAR.parse(Pressed(made))
    required = {name for name, field in parsed.command.fields.items() if field.is_required()}
    if required <= set(parsed.values):
        validate(parsed)
    else:
        assert parsed.command.form, made


def test_what_a_select_has_chosen_is_among_its_options(cards: dict[str, Card]) -> None:
    chosen = [a for card in cards.values() for a in actions(card) if isinstance(a, Select)]
    assert chosen
    assert all(a.chosen in {"", *(made for _, made in a.options)} for a in chosen)


def test_no_card_has_the_same_button_twice(cards: dict[str, Card]) -> None:
    """A platform refuses two components with one id in a row of actions."""
    for name, card in cards.items():
        for block in card.blocks:
            if isinstance(block, Actions):
                made = [a.token for a in block.items if isinstance(a, Button | Toggle)]
                assert len(made) == len(set(made)), name


def test_no_card_gathers_more_than_fits(cards: dict[str, Card]) -> None:
    gathering = ("home_card", "notes_card", "doctor_card")
    found = [card for name, card in cards.items() if name.startswith(gathering)]
    assert len(found) >= len(gathering)
    assert all(len(card.blocks) <= MOST_BLOCKS for card in found)


def test_titles_fit_everywhere(cards: dict[str, Card]) -> None:
    assert all(0 < len(card.title) <= LONGEST_TITLE for card in cards.values())


def test_labels_and_options_fit_everywhere(cards: dict[str, Card]) -> None:
    for card in cards.values():
        for action in actions(card):
            assert 0 < len(action.label) <= LONGEST_LABEL
            if isinstance(action, Toggle):
                assert len(action.label) <= LONGEST_OPTION
            if isinstance(action, Select):
                assert 1 <= len(action.options) <= MOST_OPTIONS
                assert all(0 < len(label) <= LONGEST_OPTION for label, _ in action.options)


def test_texts_fit_everywhere(cards: dict[str, Card]) -> None:
    for card in cards.values():
        for block in card.blocks:
            if isinstance(block, Text):
                assert 0 < len(words(block.spans)) <= LONGEST_QUESTION
            elif isinstance(block, Quote):
                assert len(words(block.spans)) <= LONGEST_ANSWER
            elif isinstance(block, Code):
                assert len(block.text) <= LONGEST_QUESTION


def test_markup_understands_strong_and_mono_and_nothing_else() -> None:
    kinds = [(span.kind, words((span,))) for span in markup("a **b** `c` *d* <e> [f](g)")]
    rest = " *d* <e> [f](g)"
    assert kinds == [
        ("plain", "a "), ("strong", "b"), ("plain", " "), ("mono", "c"), ("plain", rest)
    ]  # fmt: skip


@given(st.text())
def test_markup_loses_no_text(text: str) -> None:
    bare = re.sub(r"\*\*|`", "", text)
    assert re.sub(r"\*\*|`", "", words(markup(text))) == bare


def test_a_token_that_fits_no_button_is_refused_when_it_is_made() -> None:
    with pytest.raises(ValueError, match="characters long"):
        tokens.token("answer to", "x" * 90)


@given(st.lists(st.text(max_size=8), max_size=3))
def test_a_token_gives_back_its_values(values: list[str]) -> None:
    try:
        made = tokens.token("drill", *values)
    except (ValueError, UnicodeEncodeError):
        return
    assert tokens.read(made) == ("drill", values)


@given(st.text(max_size=120))
def test_any_text_is_a_token_or_is_not(text: str) -> None:
    found = tokens.read(text)
    assert found is None or text.startswith("v1:")


def test_a_joined_text_keeps_literal_strings_literal() -> None:
    assert words(join(("**a** ", markup("**b**")))) == "**a** b"
