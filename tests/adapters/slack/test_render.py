from typing import Literal

import pytest

from adapters.slack.limits import Surface
from adapters.slack.render import home, message, modal
from adapters.slack.validate import violations
from bot.cards import (
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
    Mono,
    Note,
    Plain,
    Progress,
    Quote,
    Select,
    Strong,
    Text,
    Toggle,
    plain,
)
from bot.curriculum.catalog import Curriculum
from tests.adapters.playground.gallery import EVERYTHING
from tests.adapters.slack.payloads import drawn
from tests.adapters.slack.reading import Json, mentions, read, tokens, words
from tests.gallery import gallery
from tests.words import tokens_in, words_in

SURFACES: list[Surface] = ["message", "modal", "home"]
surfaces = pytest.mark.parametrize("surface", SURFACES)


def blocks_of(*blocks: Block) -> list[Json]:
    """Without the title."""
    return message(Card("Title", blocks)).blocks[1:]


def text_of(*blocks: Block) -> str:
    (section,) = blocks_of(*blocks)
    return str(section["text"]["text"])


def squeezed(text: str) -> str:
    return "".join(text.split())


@surfaces
def test_every_card_is_shown_whole_and_within_the_limits(
    surface: Surface, curriculum: Curriculum
) -> None:
    for name, card in {**gallery(curriculum), "everything": EVERYTHING}.items():
        payload = drawn(card, surface)
        assert violations(payload, surface) == [], name
        shown = squeezed(words({**payload, "text": ""}))
        assert [text for text in words_in(card) if squeezed(text) not in shown] == [], name
        assert sorted(tokens(payload)) == sorted(tokens_in(card)), name


def test_the_text_of_a_message_has_all_of_its_words(curriculum: Curriculum) -> None:
    for name, card in {**gallery(curriculum), "everything": EVERYTHING}.items():
        text = message(card).text
        # A quote has its marks inside.
        said = squeezed(read(text)).replace(">", "")
        texts = [squeezed(text).replace(">", "") for text in words_in(card)]
        missing = [text for text in texts if text not in said]
        assert missing == [] or text.endswith("…"), name


def test_a_text_too_long_to_be_read_out_is_shortened() -> None:
    text = message(Card("Title", (Text(plain("word " * 1000)),))).text
    assert len(text) <= 4000
    assert text.endswith("word…")


@surfaces
@pytest.mark.parametrize("name", ["<!channel>", "@everyone", "<@U1>", "*b* & `c` ```", "</script>"])
def test_a_name_is_only_a_name(name: str, surface: Surface) -> None:
    spans = (Plain(name), Strong(name), Mono(name))
    card = Card(
        name,
        (
            *(Heading(name), Text(spans), Quote(spans), Note(spans), Code(name)),
            *(Choices(((name, spans),)), Fields(((name, spans),)), Progress(name, 1, 2)),
            Actions((Button(name, "a", confirm=name), Select(name, ((name, "b"),)))),
            Actions((Toggle(name, "c", on=False), Link(name, "https://e.org/"))),
        ),
    )
    payload = drawn(card, surface)
    assert mentions(payload) == []
    assert violations(payload, surface) == []
    shown = squeezed(words({**payload, "text": ""}))
    assert shown.count(squeezed(name)) >= 20


def test_the_title_is_a_header() -> None:
    assert message(Card("Day 3 · Gaps", ())).blocks == [
        {"type": "header", "text": {"type": "plain_text", "text": "Day 3 · Gaps", "emoji": False}}
    ]


def test_a_title_as_long_as_a_header_takes_is_one() -> None:
    assert message(Card("x" * 150, ())).blocks[0]["type"] == "header"


def test_a_title_too_long_for_a_header_is_still_whole() -> None:
    title = "word " * 30 + "w"
    (section,) = message(Card(title, ())).blocks
    assert section["type"] == "section"
    assert read(section["text"]["text"]) == title.strip()


def test_a_card_without_a_title_has_no_header() -> None:
    assert message(Card(" ", (Divider(),))).blocks == [{"type": "divider"}]


def test_blocks_have_no_ids_so_that_old_picks_do_not_stick() -> None:
    payload = drawn(EVERYTHING, "home")
    assert all("block_id" not in block for block in payload["blocks"])


def test_a_text_is_a_section_that_needs_no_tap_to_be_read() -> None:
    assert blocks_of(Text((Plain("Say "), Strong("it")))) == [
        {
            **{"type": "section", "expand": True},
            "text": {"type": "mrkdwn", "text": "Say *it*", "verbatim": True},
        }
    ]


@pytest.mark.parametrize("kind", [Text, Quote, Note])
def test_a_long_text_goes_on_in_the_next_block(kind: type[Text]) -> None:
    text = "\n".join(f"line {n} of many" for n in range(400))
    made = blocks_of(kind(plain(text)))
    assert len(made) > 1
    assert squeezed(words(made)) == squeezed(text)
    assert violations({"text": "t", "blocks": made}, "message") == []


@pytest.mark.parametrize(
    "empty",
    [Text(()), Text(plain(" ")), Quote(()), Note(plain("\n")), Code(""), Heading(" "),
     Choices(()), Fields(()), Fields((("", ()),)), Actions(())],
    ids=str,
)  # fmt: skip
def test_a_block_with_nothing_to_say_is_left_out(empty: Block) -> None:
    assert blocks_of(empty) == []


def test_a_quote_is_quoted_line_by_line() -> None:
    assert text_of(Quote(plain("one\n\ntwo"))) == "> one\n> \n> two"


def test_a_long_line_stays_a_quote_in_the_next_block() -> None:
    made = blocks_of(Quote(plain("word " * 1000)))
    assert all(block["text"]["text"].startswith("> ") for block in made)


def test_small_print_is_small() -> None:
    (block,) = blocks_of(Note(plain("only you see it")))
    assert block["type"] == "context"


def test_choices_are_one_text_with_letters_and_marks() -> None:
    items = (("A", plain("one")), ("B", plain("two")), ("C", plain("three")))
    marks: tuple[tuple[str, Literal["right", "wrong", "picked"]], ...]
    marks = (("A", "right"), ("A", "picked"), ("B", "wrong"))
    assert text_of(Choices(items, marks)) == "✅ • *A*  one\n❌ *B*  two\n*C*  three"


def test_short_pairs_stand_side_by_side() -> None:
    pairs = tuple((f"label {n}", plain(f"value {n}")) for n in range(12))
    first, second = blocks_of(Fields(pairs))
    assert [len(block["fields"]) for block in (first, second)] == [10, 2]
    assert first["fields"][3]["text"] == "*label 3*\nvalue 3"


@pytest.mark.parametrize(("label", "value", "columns"), [(24, 60, 2), (25, 60, 0), (24, 61, 0)])
def test_longer_pairs_have_a_line_each(label: int, value: int, columns: int) -> None:
    (made,) = blocks_of(Fields((("x" * label, plain("y" * value)), ("So", plain("do it")))))
    assert len(made.get("fields", ())) == columns
    assert columns or made["text"]["text"].endswith("\n*So*  do it")


@pytest.mark.parametrize(
    ("done", "total", "line"),
    [
        (12, 30, "*Days*  12 of 30\n▓▓▓▓░░░░░░"),
        (0, 30, "*Days*  0 of 30\n░░░░░░░░░░"),
        (29, 30, "*Days*  29 of 30\n▓▓▓▓▓▓▓▓▓░"),
        (30, 30, "*Days*  30 of 30\n▓▓▓▓▓▓▓▓▓▓"),
        (45, 30, "*Days*  45 of 30\n▓▓▓▓▓▓▓▓▓▓"),
        (0, 0, "*Days*  0 of 0\n░░░░░░░░░░"),
        (-1, 4, "*Days*  -1 of 4\n░░░░░░░░░░"),
        (float("nan"), 4, "*Days*  nan of 4\n░░░░░░░░░░"),
    ],
)
def test_progress_is_a_bar_and_its_figures(done: float, total: float, line: str) -> None:
    assert text_of(Progress("Days", done, total)) == line


def test_a_modal_has_its_frame() -> None:
    made = modal(Card("Hint 1", (Text(plain("Think.")),)), "kept", close="Back")
    assert made["title"]["text"] == "Hint 1"
    assert made["close"]["text"] == "Back"
    assert made["private_metadata"] == "kept"
    assert [block["type"] for block in made["blocks"]] == ["section"]


def test_a_title_too_long_for_the_frame_is_whole_below_it() -> None:
    made = modal(Card("Not this time · Cause and correlation", ()), "")
    assert made["title"]["text"] == "Not this time"
    assert made["blocks"][0]["text"]["text"] == "Not this time · Cause and correlation"


def test_a_title_that_has_no_short_form_is_cut() -> None:
    made = modal(Card("A study of some rather long words", ()), "")
    assert made["title"]["text"] == "A study of some rather…"


def test_a_modal_of_a_title_alone_says_it_inside() -> None:
    assert violations(modal(Card("Done", ()), ""), "modal") == []


def test_the_home_tab_begins_with_its_title() -> None:
    made = home(Card("Your circle", (Divider(),)))
    assert [block["type"] for block in made["blocks"]] == ["header", "divider"]
