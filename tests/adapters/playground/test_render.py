from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Literal, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.playground.moments import Reader, reader_in, relative
from adapters.playground.places import room_ref
from adapters.playground.render import Origin, render_card
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
    Strong,
    Table,
    Text,
    Toggle,
    plain,
)
from bot.domain.ids import ChannelRef
from tests.adapters.playground.gallery import EVERYTHING, NINE
from tests.adapters.playground.scripted import START_AT
from tests.builders import a_channel
from tests.words import actions_in, texts_in

MomentStyle = Literal["date", "time", "datetime", "relative"]
READER = Reader(ZoneInfo("Europe/Berlin"), START_AT)
ORIGIN = Origin("ana", "r/general", 7)
HOSTILE = [
    "<script>alert(1)</script>",
    "a \"quoted\" & 'single' <b>word</b>",
    "{{ 7 * 7 }} {% raw %}",
    "שלום עולם \u202e abc",
    "👩🏽‍💻 emoji",
    "</code></pre><img src=x onerror=alert(1)>",
]


class Page(HTMLParser):
    """What a browser would make of it: the words, and every element with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words = ""
        self.elements: list[tuple[str, dict[str, str]]] = []
        self.feed(str(html))  # Markup would escape what is added to it
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words += data

    def all(self, tag: str) -> list[dict[str, str]]:
        return [attrs for name, attrs in self.elements if name == tag]


def page_of(card: Card, reader: Reader = READER) -> Page:
    return Page(render_card(card, reader, ORIGIN))


def test_the_gallery_has_every_block_span_and_action() -> None:
    blocks = EVERYTHING.blocks
    assert {type(block) for block in blocks} == set(get_args(Block))
    assert {type(action) for action in actions_in(EVERYTHING)} == set(get_args(Action))
    spans = [span for b in blocks if isinstance(b, Text | Note | Quote) for span in b.spans]
    pairs = [
        span for b in blocks if isinstance(b, Fields) for _, value in b.pairs for span in value
    ]
    assert {type(span) for span in (*spans, *pairs)} == set(get_args(Span))


def test_every_text_option_and_label_is_on_the_page() -> None:
    words = page_of(EVERYTHING).words
    for text in [EVERYTHING.title, *(t for block in EVERYTHING.blocks for t in texts_in(block))]:
        assert text in words


def test_every_token_and_address_is_on_the_page() -> None:
    page = page_of(EVERYTHING)
    buttons = {item.get("value") for item in page.all("button")}
    options = {item["value"] for item in page.all("option")}
    links = {item["href"] for item in page.all("a")}
    for action in actions_in(EVERYTHING):
        match action:
            case Button(token=token) | Toggle(token=token):
                assert token in buttons
            case Select(options=choices):
                assert {token for _, token in choices} <= options
            case Link(url=url):
                assert url in links


def test_every_press_says_who_where_and_on_what() -> None:
    hidden = [i for i in page_of(EVERYTHING).all("input") if i["type"] == "hidden"]
    forms = page_of(EVERYTHING).all("form")
    assert len(hidden) == 3 * len(forms)
    assert {(i["name"], i["value"]) for i in hidden} == set(ORIGIN.pairs())
    assert {form["action"] for form in forms} == {"/press"}


def test_tables_choices_and_progress_can_be_read_aloud() -> None:
    page = page_of(EVERYTHING)
    assert len(page.all("caption")) == 1
    assert {item["scope"] for item in page.all("th")} == {"col", "row"}
    assert "(you)" in page.words
    assert "✓ right" in page.words
    assert "✗ wrong" in page.words
    assert "• your choice" in page.words
    assert all(item["aria-label"] for item in page.all("progress"))
    assert "47 of 60" in page.words


def test_a_toggle_says_its_state_and_is_worked_like_a_button() -> None:
    boxes = [item for item in page_of(EVERYTHING).all("button") if item.get("role") == "checkbox"]
    assert [(item["value"], item["aria-checked"]) for item in boxes] == [
        ("v1:untick:2", "true"), ("v1:tick:3", "false")
    ]  # fmt: skip


def test_links_give_nothing_away() -> None:
    assert all("noopener" in item["rel"] for item in page_of(EVERYTHING).all("a"))


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//evil.example"])
def test_an_address_that_is_no_web_page_is_only_shown(url: str) -> None:
    page = page_of(Card("t", (Actions((Link("Look", url),)),)))
    assert page.all("a") == []
    assert url in page.words


def saying(text: str) -> Card:
    """A card with the same words in every place that holds words."""
    spans = (Plain(text), Strong(text), Mono(text))
    return Card(
        text,
        (
            *(Heading(text), Text(spans), Quote(spans), Note(spans), Code(text, text)),
            Choices(((text, spans),), marks=((text, "right"),)),
            Fields(((text, spans),)),
            Table((text, text), ((text, text),), highlight=0),
            Progress(text, 1, 2),
            Actions(
                (
                    Button(text, text, confirm=text),
                    Select(text, ((text, text),)),
                    Link(text, f"https://example.org/{text}"),
                    Toggle(text, text, on=True),
                )
            ),
        ),
    )


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_only_text(text: str) -> None:
    page, calm = page_of(saying(text)), page_of(saying("calm"))
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in calm.elements]
    assert page.words.count(text) == calm.words.count("calm")
    assert page.all("button")[0]["value"] == text


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60))
def test_any_text_arrives_as_written(text: str) -> None:
    page = page_of(Card(text, (Text(plain(text)), Actions((Button("b", text),)))))
    assert page.words.count(text) >= 2
    assert page.all("button")[0]["value"] == text
    assert page.elements == page_of(Card("", (Text(()), Actions((Button("b", text),))))).elements


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("date", "Wed 19 May"),
        ("time", "09:00"),
        ("datetime", "Wed 19 May, 09:00"),
        ("relative", "in 22 hours"),
    ],
)
def test_a_moment_is_told_in_the_readers_zone(style: MomentStyle, words: str) -> None:
    moment = Moment(NINE, style)
    page = page_of(Card("", (Text((moment,)),)))
    (time,) = page.all("time")
    assert time["datetime"] == "2027-05-19T07:00:00Z"
    assert time["title"] == "2027-05-19 07:00 UTC"
    assert page.words.strip() == words


@pytest.mark.parametrize(
    ("room", "words"),
    [
        (room_ref("general"), "#general"),
        (a_channel("C1", "T1", "slack"), "a Slack channel (C1)"),
    ],
)
def test_a_room_goes_by_its_name_in_its_own_chat(room: ChannelRef, words: str) -> None:
    assert page_of(Card("", (Text((Room(room),)),))).words.strip() == words


def test_another_year_is_named_and_an_unknown_zone_reads_utc() -> None:
    moment = Moment(datetime(2028, 1, 2, 3, 4, tzinfo=UTC), "date")
    assert READER.words(moment) == "Sun 2 Jan 2028"
    assert reader_in("Nowhere/Atlantis", START_AT).zone == ZoneInfo("UTC")
    assert reader_in("../etc/passwd", START_AT).zone == ZoneInfo("UTC")


@pytest.mark.parametrize(
    ("away", "words"),
    [
        (timedelta(seconds=20), "now"),
        (timedelta(minutes=-1), "1 minute ago"),
        (timedelta(hours=3), "in 3 hours"),
        (timedelta(days=-2), "2 days ago"),
    ],
)
def test_distances_in_time(away: timedelta, words: str) -> None:
    assert relative(away) == words
