from datetime import UTC, datetime
from typing import Any, Literal

import pytest
from hypothesis import given

from adapters.discord.limits import COMPONENTS
from adapters.discord.render import message
from adapters.discord.shrink import fitted
from adapters.discord.validate import violations, weight
from bot.cards import (
    Accent,
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
    Select,
    Strong,
    Table,
    Text,
    Toggle,
    plain,
)
from bot.curriculum.catalog import Curriculum
from tests.adapters.discord.openapi import faults
from tests.adapters.discord.reading import (
    Json,
    mentions,
    styled,
    texts,
    tokens,
    words,
)
from tests.adapters.hostile import CARDS
from tests.adapters.playground.gallery import EVERYTHING
from tests.gallery import gallery
from tests.words import tokens_in, words_in

SHORTENED: set[str] = set()
"""Those of the gallery that are longer than a message may be."""
NOON = datetime(2027, 3, 8, 12, tzinfo=UTC)
BUTTON, MENU, TEXT = 2, 3, 10


def shown(*blocks: Block) -> list[Json]:
    """Without the title."""
    inner: list[Json] = message(Card("Title", blocks))["components"][0]["components"]
    return inner[1:]


def text_of(*blocks: Block) -> str:
    (only,) = shown(*blocks)
    return str(only["content"])


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_card_is_shown_whole_and_within_the_limits(curriculum: Curriculum) -> None:
    for name, card in {**gallery(curriculum), "everything": EVERYTHING}.items():
        payload = message(card)
        said = squeezed(words(payload))
        assert [text for text in words_in(card) if squeezed(text) not in said] == [], name
        assert sorted(tokens(payload)) == sorted(tokens_in(card)), name
        assert bool(violations(payload, "message")) == (name in SHORTENED), name


def test_a_card_too_long_is_shortened_and_says_so(curriculum: Curriculum) -> None:
    for name in SHORTENED:
        made, _ = fitted(message(gallery(curriculum)[name]), "message")
        assert violations(made, "message") == []
        assert "Shortened" in words(made)


@pytest.mark.parametrize("name", ["blocks", "home_card", "settings_card", *sorted(SHORTENED)])
def test_what_is_sent_is_what_discord_describes(name: str, curriculum: Curriculum) -> None:
    made, _ = fitted(message(gallery(curriculum)[name]), "message")
    assert faults(made, "MessageCreateRequest") == []


def test_an_answer_is_what_discord_describes() -> None:
    made = message(EVERYTHING)
    answer = {"type": 4, "data": {**made, "flags": made["flags"] | 64}}
    assert faults(answer, "CreateMessageInteractionCallbackRequest") == []


@given(CARDS)
def test_whatever_a_card_says_it_pings_nobody(card: Card) -> None:
    payload = message(card)
    assert mentions(payload) == []
    assert payload["allowed_mentions"] == {"parse": []}


@pytest.mark.parametrize(
    "name", ["<@1>", "@everyone", "**b** & `c` ```", "# h", "[a](https://e.org)", "</script>"]
)
def test_a_name_is_only_a_name(name: str) -> None:
    spans = (Plain(name), Strong(name), Mono(name))
    card = Card(
        name,
        (
            *(Heading(name), Text(spans), Quote(spans), Note(spans), Code(name)),
            *(Choices(((name, spans),)), Fields(((name, spans),)), Progress(name, 1, 2)),
            Table((name, name), ((name, name * 20),)),
            Actions((Button(name, "a"), Select(name, ((name, "b"),)))),
            Actions((Toggle(name, "c", on=False), Link(name, "https://e.org/"))),
        ),
    )
    payload = message(card)
    assert squeezed(words(payload)).count(squeezed(name)) >= 20
    styles = {style for text in texts(payload) for style, _ in styled(text)}
    assert styles <= {"heading", "bold", "code", "quote", "small", "fence"}


def test_a_card_is_one_frame_in_the_colour_of_its_mood() -> None:
    made = message(Card("Title", (), "bad"))
    (frame,) = made["components"]
    assert made["flags"] == 1 << 15
    assert (frame["type"], frame["accent_color"]) == (17, 0xD9534F)


@pytest.mark.parametrize(
    ("one", "other"), [("calm", "notice"), ("good", "bad"), ("easy", "medium"), ("medium", "hard")]
)
def test_moods_can_be_told_apart(one: Accent, other: Accent) -> None:
    colours = [message(Card("", (), a))["components"][0]["accent_color"] for a in (one, other)]
    assert colours[0] != colours[1]


def test_the_title_is_a_heading() -> None:
    (frame,) = message(Card("Day 3 · Gaps", ()))["components"]
    assert frame["components"] == [{"type": TEXT, "content": "## Day 3 · Gaps"}]


def test_a_card_without_a_title_has_no_heading() -> None:
    (frame,) = message(Card(" ", (Divider(),)))["components"]
    assert frame["components"] == [{"type": 14}]


def test_a_card_that_says_nothing_is_still_a_message() -> None:
    made = message(Card("", (Text(()), Actions(()))))
    assert texts(made) == ["–"]
    assert violations(made, "message") == []


def test_an_attachment_has_its_place_at_the_end() -> None:
    made = message(Card("Your data", ()), "data.json")
    assert made["components"][0]["components"][-1] == {
        **{"type": 13, "file": {"url": "attachment://data.json"}},
    }
    assert faults(made, "MessageCreateRequest") == []


@pytest.mark.parametrize(
    ("block", "content"),
    [
        (Heading("Three"), "### Three"),
        (Text((Plain("Say "), Strong("it"), Plain(" in "), Mono("a_b"))), "Say **it** in `a_b`"),
        (Quote(plain("first\nsecond")), "> first\n> second"),
        (Note((Plain("small "), Strong("print"))), "-# small **print**"),
        (Code("SELECT 1", "sql"), "```sql\nSELECT 1\n```"),
        (Text((Plain("due "), Moment(NOON, "relative"))), "due <t:1804507200:R>"),
        (Fields((("Due", plain("now")), ("Answer", plain("5%")))), "**Due**  now\n**Answer**  5%"),
    ],
)
def test_words_look_like_what_they_are(block: Block, content: str) -> None:
    assert text_of(block) == content


def test_what_has_no_words_takes_no_room() -> None:
    assert shown(Text(plain(" ")), Code(""), Table((), ()), Choices(()), Fields(())) == []


def test_options_stand_below_each_other_with_their_marks() -> None:
    marks: tuple[tuple[str, Literal["right", "wrong", "picked"]], ...] = (
        *(("A", "right"), ("B", "wrong"), ("B", "picked")),
    )
    made = text_of(Choices((("A", plain("one")), ("B", plain("two")), ("C", ())), marks))
    assert made.split("\n") == ["✅ **A**  one", "❌ • **B**  two", "**C**"]


@pytest.mark.parametrize(
    ("done", "total", "bar"),
    [
        (3, 10, "3 of 10\n▓▓▓░░░░░░░"),
        (0, 0, "0 of 0\n░░░░░░░░░░"),
        (30, 10, "30 of 10\n▓▓▓▓▓▓▓▓▓▓"),
        (-1, 10, "-1 of 10\n░░░░░░░░░░"),
        (float("nan"), 1, "nan of 1\n░░░░░░░░░░"),
        (float("inf"), 1, "inf of 1\n░░░░░░░░░░"),
    ],
)
def test_progress_is_a_bar_and_a_number(done: float, total: float, bar: str) -> None:
    assert text_of(Progress("Days", done, total)) == f"**Days**  {bar}"


def test_a_narrow_table_stands_in_columns() -> None:
    made = text_of(Table(("", "Name", "Points"), (("1", "Ana", "40"), ("2", "漢")), highlight=1))
    assert made == "```\n     Name  Points\n  1  Ana       40\n→ 2  漢\n```"


def test_a_table_wider_than_a_phone_is_a_list() -> None:
    made = text_of(Table(("Place", "Name"), (("1", "Ana " * 9), ("2", "", "4*"), ()), highlight=2))
    assert made.split("\n") == [
        *("-# **Place**  Name", f"**1**  {'Ana ' * 9}".strip(), r"**2**  4\*", "**→**"),
    ]


@pytest.mark.parametrize(("width", "is_list"), [(34, False), (35, True)])
def test_a_phone_is_so_wide(width: int, is_list: bool) -> None:
    assert text_of(Table(("x" * width,), ())).startswith("-#") == is_list


def test_a_divider_is_a_line() -> None:
    assert shown(Divider()) == [{"type": 14}]


def test_texts_go_together_where_there_are_too_many_components() -> None:
    card = Card("Title", (*(Note(plain(f"{n}")) for n in range(60)), Divider(), Text(plain("end"))))
    made = message(card)
    assert [one["type"] for one in made["components"][0]["components"]] == [TEXT, 14, TEXT]
    assert violations(made, "message") == []


def test_texts_stand_apart_while_there_is_room() -> None:
    inner: Any = message(Card("Title", (Text(plain("a")),) * (COMPONENTS - 2)))["components"][0]
    assert weight(inner) == COMPONENTS
    assert len(inner["components"]) == COMPONENTS - 1


def test_a_solution_is_under_one_bar_with_all_that_belongs_to_it() -> None:
    right = Choices((("A", plain("this")), ("B", plain("that"))), (("A", "right"),))
    (made,) = shown(Hidden((right, Text(plain("since")), Note(plain("So what: look")))))
    assert made["content"] == "||✅ **A**  this\n**B**  that\nsince\nSo what: look||"


def test_no_word_of_a_reveal_is_seen_before_it_is_tapped(curriculum: Curriculum) -> None:
    for name, card in gallery(curriculum).items():
        hidden = [block for block in card.blocks if isinstance(block, Hidden)]
        bars = [text for text in texts(message(card)) if styled(text)[:1] == [("spoiler", text)]]
        assert len(bars) == len(hidden), name
