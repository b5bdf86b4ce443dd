import html
from datetime import UTC, datetime
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.slack.mrkdwn import (
    NOTHING,
    bare,
    cut,
    escape,
    fenced,
    literal,
    option,
    pages,
    plain,
    raw,
    spans,
    strong,
)
from bot.cards import Moment, Mono, Plain, Span, Strong
from tests.adapters.slack.reading import mentions, read, styled, visible

HOSTILE = st.text(
    st.sampled_from("*_~`<>&!@#|:;^-./ \n\tabZ19é漢ش👩🏽\u200d💻🇩🇪\u0301\u202e＊｀＞"), max_size=40
)
PIECES = (
    *("<!channel>", "<@U1|x>", "@here", "@everyone", "<!date^1^{date}|x>", "&amp;", "</"),
    *("*b*", "_i_", "~s~", "`c`", "```", "> q", ":tada:", " ", "\n", "ok"),
)
WILD = st.one_of(
    HOSTILE, st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=9).map("".join)
)
AT = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)


def squeezed(text: str) -> str:
    return "".join(visible(text).split())


def printable(text: str) -> str:
    """Without control characters, which no surface shows."""
    return "".join(c for c in text if (c >= " " and c != "\x7f") or c in "\n\t\r")


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("a < b && c > d", "a &lt; b &amp;&amp; c &gt; d"),
        ("&amp;", "&amp;amp;"),
        ("<!channel>", "&lt;!channel&gt;"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("be\x07ll", "bell"),
    ],
)
def test_escaping_leaves_slack_nothing_to_parse(typed: str, sent: str) -> None:
    assert escape(typed) == sent


@pytest.mark.parametrize(
    "name", ["@here", "@channel", "@everyone", "@Everyone", "<!here>", "<@U1>"]
)
def test_a_name_pings_nobody(name: str) -> None:
    assert mentions([escape(name), literal(name), raw(name), strong(name)]) == []
    assert visible(html.unescape(escape(name))) == name


def test_an_ordinary_at_sign_stays_as_it_is() -> None:
    assert escape("ana@example.org, @ana") == "ana@example.org, @ana"


@pytest.mark.parametrize("word", ["@everyone0", "@hereafter", "@channelling"])
def test_a_text_that_is_cut_inside_a_word_pings_nobody(word: str) -> None:
    made = escape(word)
    assert mentions([made[:end] for end in range(len(made))]) == []


@given(WILD)
@example("*bold*")
@example("a*b*c * d")
@example("_x_ ~y~ `z` ＊w＊")
@example("> quoted\n>not")
@example(":tada: 1:100:2")
@example("```code```")
def test_nothing_that_people_write_is_markup(text: str) -> None:
    assert styled(literal(text)) == []


@given(WILD)
def test_what_people_write_is_shown_as_written(text: str) -> None:
    assert squeezed(read(literal(text))) == squeezed(printable(text))


@pytest.mark.parametrize("text", ["order_id", "2 * 3", "a*b", "x ~ y", "https://e.org/a_b", "5:30"])
def test_text_that_is_no_markup_anyway_can_be_copied_unchanged(text: str) -> None:
    assert literal(text) == text


@pytest.mark.parametrize(
    ("given_spans", "sent"),
    [
        ((Strong("now"),), "*now*"),
        ((Mono("a_b < c"),), "`a_b &lt; c`"),
        ((Plain("say "), Mono("/prep today"), Plain(".")), "say `/prep today`."),
        ((Plain("re"), Strong("do"), Plain("ne")), "re\u200b*do*\u200bne"),
        ((Strong("one"), Strong("two")), "*one*\u200b*two*"),
        ((Strong(" a \nb"),), " *a* \n*b*"),
        ((Strong("one"), Plain(""), Plain("two")), "*one*\u200btwo"),
        ((Strong("  "), Mono("")), "  "),
        ((Plain("a*"), Strong("b")), "a\u2060*\u2060\u200b*b*"),
    ],
)
def test_our_own_markup_is_seen_as_such(given_spans: tuple[Span, ...], sent: str) -> None:
    assert spans(given_spans) == sent


def test_code_with_a_backtick_in_it_is_shown_as_plain_text() -> None:
    made = spans((Mono("a`b"),))
    assert styled(made) == []
    assert read(made) == "a`b"


@given(st.lists(st.tuples(st.sampled_from([Plain, Strong, Mono]), WILD), max_size=4))
def test_spans_lose_no_words_and_style_nothing_else(made: list[tuple[type[Plain], str]]) -> None:
    sent = spans(tuple(kind(text) for kind, text in made))
    assert squeezed(read(sent)) == squeezed(printable("".join(text for _, text in made)))
    assert mentions(sent) == []


@pytest.mark.parametrize(
    ("style", "sent"),
    [
        ("date", "<!date^1804496400^{date_short_pretty}|2027-03-08 09:00 UTC>"),
        ("time", "<!date^1804496400^{time}|2027-03-08 09:00 UTC>"),
        ("datetime", "<!date^1804496400^{date_short_pretty} at {time}|2027-03-08 09:00 UTC>"),
        ("relative", "<!date^1804496400^{date_short_pretty} at {time}|2027-03-08 09:00 UTC>"),
    ],
)
def test_a_moment_is_told_in_the_readers_zone(
    style: Literal["date", "time", "datetime", "relative"], sent: str
) -> None:
    assert spans((Moment(AT, style),)) == sent


def test_the_words_of_a_card_can_be_had_back() -> None:
    said = "count(*) of _x_ :tada: > 2, for *all* <!channel> @here"
    assert bare(html.unescape(literal(said))) == said


def test_a_code_block_keeps_its_lines_and_indents() -> None:
    assert fenced("a\n  b <= c\n") == ["```\na\n  b &lt;= c\n\n```"]


@given(WILD.filter(str.strip))
@example("```\n<!channel>\n```")
@example("````")
def test_no_code_ends_its_own_block(text: str) -> None:
    (block,) = fenced(text) or [""]
    assert block.count("```") == 2 * bool(block)
    assert squeezed(read(block)) == squeezed(printable(text))


def test_long_code_goes_on_in_another_block() -> None:
    lines = [f"line {n}" for n in range(1000)]
    blocks = fenced("\n".join(lines))
    assert len(blocks) > 1
    assert all(len(b) <= 2850 and b.startswith("```\n") and b.endswith("\n```") for b in blocks)
    assert read("\n".join(blocks)).split("\n") == lines


def test_cells_are_shown_as_they_are_on_one_line() -> None:
    assert raw("a < b\n& c") == "a < b & c"


@pytest.mark.parametrize("empty", ["", " ", "\n", "\x00"])
def test_where_slack_demands_a_text_there_is_one(empty: str) -> None:
    assert raw(empty) == NOTHING
    assert plain(empty)["text"] == NOTHING
    assert option(empty, "v")["text"]["text"] == NOTHING


def test_plain_text_stands_on_one_line_and_has_no_emoji_codes() -> None:
    assert plain("a\nb & :tada:") == {
        **{"type": "plain_text", "text": "a b &amp; :tada:", "emoji": False},
    }


def test_a_long_option_flows_over_into_its_description() -> None:
    made = option("word " * 20, "v1:x")
    assert len(made["text"]["text"]) <= 75
    assert made["text"]["text"] + " " + made["description"]["text"] == ("word " * 20).strip()


def test_a_short_option_has_no_description() -> None:
    assert "description" not in option("x" * 75, "v1:x")


def test_cutting_ends_at_a_word() -> None:
    assert cut("the quick brown fox", 18) == "the quick brown…"


def test_what_fits_is_not_cut() -> None:
    assert cut("exactly", 7) == "exactly"


def test_a_word_longer_than_the_room_is_cut_inside() -> None:
    assert cut("x" * 30, 10) == "x" * 9 + "…"


@pytest.mark.parametrize("most", range(2, 14))
def test_an_escape_is_never_cut(most: int) -> None:
    assert "&" not in cut("ab&amp;cd&lt;e", most).replace("&amp;", "").replace("&lt;", "")


@pytest.mark.parametrize("most", range(6, 60))
def test_a_date_is_never_cut(most: int) -> None:
    made = cut("a b " + spans((Moment(AT),)) + " tail", most)
    assert made.count("<") == made.count(">") == 0


@pytest.mark.parametrize(
    "whole",
    ["e\u0301", "👩🏽", "👩\u200d💻", "❤\ufe0f", "🇩🇪", "🏴\U000e0067\U000e007f", "\u1100\u1161"],
)
def test_what_people_see_as_one_character_is_never_cut(whole: str) -> None:
    for most in range(2, 12):
        assert cut(whole * 12, most).removesuffix("…").replace(whole, "") == ""


def test_a_character_longer_than_the_room_is_left_out() -> None:
    assert cut("e" + "\u0301" * 100, 10) == "…"


def test_a_character_longer_than_a_page_is_parted_all_the_same() -> None:
    assert pages("e" + "\u0301" * 9, 5) == ["e" + "\u0301" * 4, "\u0301" * 5]


def test_a_code_block_that_is_cut_is_closed() -> None:
    assert cut("```\n" + "word " * 20 + "\n```", 30) == "```\nword word word word…\n```"


@given(WILD, st.integers(1, 30))
def test_a_cut_text_fits(text: str, most: int) -> None:
    assert len(cut(literal(text), most + 5)) <= most + 5


@given(WILD, st.integers(5, 30))
def test_parted_text_is_complete(text: str, room: int) -> None:
    parts = pages(literal(text), room)
    assert all(0 < len(part) <= room for part in parts)
    assert squeezed("".join(parts)) == squeezed(literal(text))


def test_text_is_parted_at_line_ends_where_there_are_some() -> None:
    assert pages("one two\nthree four\nfive", 12) == ["one two", "three four", "five"]
