"""The doctor's findings as a card."""

import pytest

from bot.cards import Mono, Note, Plain, Room, Text
from bot.ports import Finding
from bot.tokens import token
from bot.usecases.checkup import OtherRoom
from bot.views.doctor import LONGEST, MOST, doctor_card
from tests.builders import a_channel
from tests.commands.stage import buttons, said

HERE, THERE = a_channel("here"), a_channel("there")
GOOD = Finding("The clocks agree.", good=True)
BAD = Finding("The bot is not in this channel.", good=False, fix="Type `/invite @prep`.")


def test_each_finding_is_a_line_with_its_mark() -> None:
    lines = said(doctor_card((BAD, GOOD), HERE)).splitlines()
    assert lines[1:4] == [
        "✗ The bot is not in this channel.", "Type /invite @prep.", "✓ The clocks agree.",
    ]  # fmt: skip


def test_what_is_wrong_comes_first() -> None:
    assert doctor_card((GOOD, BAD), HERE) == doctor_card((BAD, GOOD), HERE)


@pytest.mark.parametrize(
    ("findings", "verdict", "accent"),
    [
        ((GOOD, GOOD), "all is well", "good"),
        ((GOOD, BAD), "1 thing to mend", "bad"),
        ((BAD, BAD), "2 things to mend", "bad"),
    ],
)
def test_the_title_says_how_it_stands(
    findings: tuple[Finding, ...], verdict: str, accent: str
) -> None:
    card = doctor_card(findings, HERE)
    assert (card.title, card.accent) == (f"Doctor · {verdict}", accent)


def test_a_fix_may_name_what_to_type() -> None:
    (note,) = (block for block in doctor_card((BAD,), HERE).blocks if isinstance(block, Note))
    assert Mono("/invite @prep") in note.spans


def test_what_was_found_is_taken_literally() -> None:
    assert "✗ **bold** `x`" in said(doctor_card((Finding("**bold** `x`", good=False),), HERE))


def test_another_room_goes_by_the_name_its_reader_knows() -> None:
    (text, _) = doctor_card((OtherRoom("is off: gone", good=False, room=THERE),), HERE).blocks
    assert text == Text((Plain("✗ "), Room(THERE), Plain(" is off: gone")))


def test_a_room_of_another_platform_is_told_in_words() -> None:
    far = OtherRoom("is off: gone", good=False, room=a_channel("C1", "T1", "slack"))
    assert "✗ a Slack channel (C1) is off: gone" in said(doctor_card((far,), HERE))


def test_long_words_of_a_platform_are_cut() -> None:
    card = doctor_card((Finding("x" * 5000, good=False, fix="y" * 5000),), HERE)
    assert len(said(card)) < 2 * LONGEST + 100


@pytest.mark.parametrize(("count", "more"), [(MOST, False), (MOST + 2, True)])
def test_more_than_fit_are_counted(count: int, more: bool) -> None:
    shown = said(doctor_card((GOOD,) * count, HERE))
    assert shown.count("✓") == MOST
    assert ("And 2 more." in shown) is more


def test_one_can_look_again() -> None:
    assert buttons(doctor_card((GOOD,), HERE)) == {"Look again": token("doctor")}
