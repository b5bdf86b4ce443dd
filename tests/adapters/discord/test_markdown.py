from datetime import UTC, datetime
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from adapters.discord.markdown import (
    cut,
    escape,
    fenced,
    heading,
    hidden,
    plain,
    quoted,
    small,
    spans,
    strong,
)
from bot.cards import Moment, Mono, Plain, Span, Strong
from tests.adapters.discord.reading import mentions, read, styled, visible

HOSTILE = st.text(
    st.sampled_from("*_~`|<>[]()&!@#:;+-./\\ \n\tabZ19é漢ش👩🏽\u200d💻🇩🇪\u0301\u202e"), max_size=40
)
PIECES = (
    *("<@1>", "<@&12>", "@here", "@everyone", "<t:1:R>", "<#1>", "</a:1>", "https://e.org/a_b"),
    *("**b**", "_i_", "__u__", "~~s~~", "`c`", "``", "```", "||x||", "[a](https://e.org)"),
    *("> q", ">>> q", "# h", "-# s", "- l", "12. n", ":tada:", "\\", " ", "\n", "ok", "1", "."),
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


def calls(text: str) -> list[str]:
    return mentions({"type": 10, "content": text})


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("a*b_c~d|e`f", r"a\*b\_c\~d\|e\`f"),
        ("C:\\new", r"C:\\new"),
        ("[a](b)", r"\[a\](b)"),
        ("<t:1:R>", r"\<t\:1:R>"),
        ("https://e.org", r"https\://e.org"),
        ("1:100:2", r"1\:100:2"),
        ("> a\n  - b\n+ c\n12. d", "\\> a\n  \\- b\n\\+ c\n12\\. d"),
        ("# a #", r"\# a \#"),
        ("one\r\ntwo\rthree", "one\ntwo\nthree"),
        ("be\x07ll", "bell"),
    ],
)
def test_a_sign_that_means_something_is_sent_as_itself(typed: str, sent: str) -> None:
    assert escape(typed) == sent


@pytest.mark.parametrize("text", ["a - b > c + d", "5:30", "1.5 and 2. x", "x/y (z) = 3!", "ü, ø"])
def test_text_that_means_nothing_to_discord_goes_unchanged(text: str) -> None:
    assert escape(text) == text


@pytest.mark.parametrize("name", ["@here", "@everyone", "@Everyone", "<@1>", "<@!1>", "<@&1>"])
def test_a_name_pings_nobody(name: str) -> None:
    made = [escape(name), strong(name), spans((Mono(name),)), fenced(name)]
    assert [calls(text) for text in made] == [[], [], [], []]
    assert read(escape(name)) == name


def test_an_ordinary_at_sign_stays_as_it_is() -> None:
    assert escape("ana@e.org, @ana") == "ana@e.org, @ana"


def test_a_cut_word_calls_nobody() -> None:
    assert calls(cut(escape("@hereafter"), 6)) == []


@given(WILD)
@example("**bold**")
@example("# a\n- b\n> c")
@example("-# -# x")
@example("¯\\_(ツ)_/¯")
@example("```code```")
def test_nothing_that_people_write_is_markup(text: str) -> None:
    assert styled(escape(text)) == []


@given(WILD)
def test_what_people_write_is_shown_as_written(text: str) -> None:
    assert squeezed(read(escape(text))) == squeezed(printable(text))


@pytest.mark.parametrize(
    ("given_spans", "sent"),
    [
        ((Strong("now"),), "**now**"),
        ((Mono("a_b <c>"),), "`a_b <c>`"),
        ((Plain("say "), Mono("/prep today"), Plain(".")), "say `/prep today`."),
        ((Plain("re"), Strong("do"), Plain("ne")), "re**do**ne"),
        ((Strong("one"), Strong("two")), "**onetwo**"),
        ((Mono("one"), Plain(""), Mono("two")), "`onetwo`"),
        ((Plain("1"), Plain(". x")), "1\\. x"),
        ((Strong(" a \nb"),), " **a** \n**b**"),
        ((Strong("  "), Mono("")), "  "),
        ((Plain("a*"), Strong("b*"), Plain("*")), "a\\***b\\***\\*"),
    ],
)
def test_our_own_markup_is_seen_as_such(given_spans: tuple[Span, ...], sent: str) -> None:
    assert spans(given_spans) == sent


def test_code_with_a_backtick_in_it_is_shown_as_plain_text() -> None:
    made = spans((Mono("a`b"),))
    assert styled(made) == []
    assert read(made) == "a`b"


@given(st.lists(st.tuples(st.sampled_from([Plain, Strong, Mono]), WILD), max_size=4))
@example([(Strong, "a"), (Mono, "b"), (Mono, "c"), (Plain, "`")])
@example([(Strong, "a"), (Plain, "\x1f"), (Strong, "b")])
@example([(Mono, "\\"), (Strong, "\\"), (Plain, "*")])
def test_spans_lose_no_words_and_style_nothing_else(made: list[tuple[type[Plain], str]]) -> None:
    sent = spans(tuple(kind(text) for kind, text in made))
    assert squeezed(read(sent)) == squeezed(printable("".join(text for _, text in made)))
    assert {style for style, _ in styled(sent)} <= {"bold", "code"}
    assert calls(sent) == []


@pytest.mark.parametrize(
    ("style", "sent"),
    [
        ("date", "<t:1804496400:D>"),
        ("time", "<t:1804496400:t>"),
        ("datetime", "<t:1804496400:f>"),
        ("relative", "<t:1804496400:R>"),
    ],
)
def test_a_moment_is_told_in_the_readers_zone(
    style: Literal["date", "time", "datetime", "relative"], sent: str
) -> None:
    assert spans((Moment(AT, style),)) == sent
    assert styled(sent) == [("moment", sent)]


def test_moments_that_stand_together_stay_two() -> None:
    assert spans((Moment(AT, "date"), Moment(AT, "time"))) == "<t:1804496400:D><t:1804496400:t>"


def test_a_heading_stands_on_one_line() -> None:
    assert heading("C#\n* now", 2) == r"## C\# \* now"
    assert heading(" \n", 2) == ""


@given(WILD)
def test_no_heading_is_anything_else(text: str) -> None:
    made = heading(text, 3)
    assert [style for style, _ in styled(made)] == ["heading"] * bool(made)
    assert squeezed(read(made)) == squeezed(printable(text))


def test_small_print_is_small_on_every_line() -> None:
    assert small("a\n\nb") == "-# a\n\n-# b"


@given(WILD)
def test_small_print_loses_no_words(text: str) -> None:
    made = small(spans((Plain(text),)))
    assert squeezed(read(made)) == squeezed(printable(text))
    assert {style for style, _ in styled(made)} <= {"small"}


def test_a_quote_is_one_to_its_end() -> None:
    assert quoted("a\n\nb") == "> a\n> \u200b\n> b"
    assert quoted(" ") == ""


@given(WILD)
def test_a_quote_loses_no_words(text: str) -> None:
    made = quoted(spans((Plain(text),)))
    assert squeezed(read(made)) == squeezed(printable(text))
    assert {style for style, _ in styled(made)} <= {"quote"}


def test_a_code_block_keeps_its_lines_indents_and_language() -> None:
    assert fenced("  a\n  b_c\n", "sql") == "```sql\n  a\n  b_c\n\n```"


def test_a_language_that_discord_would_take_for_code_is_left_out() -> None:
    assert fenced("a", "no such\nlanguage") == "```\na\n```"


def test_nothing_is_no_code_block() -> None:
    assert fenced(" \n") == ""


@given(WILD.filter(str.strip))
@example("```\n@everyone\n```")
@example("````")
@example("a`")
def test_no_code_ends_its_own_block(text: str) -> None:
    made = fenced(text)
    assert [style for style, _ in styled(made)] == ["fence"] * bool(made)
    assert squeezed(read(made)) == squeezed(printable(text))


def test_what_is_hidden_is_under_one_bar_to_its_end() -> None:
    assert hidden("a\n\n**b**") == "||a\n\n**b**||"
    assert hidden(" \n") == ""


@given(WILD.filter(lambda text: bool(squeezed(printable(text)))), st.sampled_from([Plain, Mono]))
@example("a || b", Mono)
@example("a|", Plain)
def test_nothing_uncovers_what_is_hidden(text: str, kind: type[Plain]) -> None:
    made = hidden(spans((kind(text),)))
    assert [piece for style, piece in styled(made) if style == "spoiler"] == [made]
    assert squeezed(read(made)) == squeezed(printable(text))


@given(st.text(st.sampled_from("ab |`\n"), max_size=20).filter(str.strip))
def test_no_code_uncovers_itself(text: str) -> None:
    made = hidden(fenced(text))
    assert [piece for style, piece in styled(made) if style == "spoiler"] == [made]


def test_what_fits_is_not_cut() -> None:
    assert cut("**exactly**", 11) == "**exactly**"


def test_cutting_ends_at_a_word() -> None:
    assert cut("the quick brown fox", 18) == "the quick brown…"


@pytest.mark.parametrize(
    ("made", "most", "kept"),
    [
        ("ab **bold text** cd", 12, "ab **bold…**"),
        ("ab **bold** `code text` cd", 18, "ab **bold** `cod…`"),
        ("```sql\nselect 1 from x\n```", 20, "```sql\nselect 1…\n```"),
        ("`a\\` **b** more text here", 18, "`a\\` **b** more…"),
        ("```\nx\n``` and more words", 18, "```\nx\n``` and…"),
        ("||ab **bold text** cd||", 18, "||ab **bold…**||"),
        ("||ab `code text` cd||", 16, "||ab `code…`||"),
        ("||a\n```sql\nselect 1 from x\n```||", 26, "||a\n```sql\nselect 1…\n```||"),
        ("||secret|| and more words", 16, "||secret|| and…"),
    ],
)
def test_what_is_open_at_the_cut_is_closed(made: str, most: int, kept: str) -> None:
    assert cut(made, most) == kept


@pytest.mark.parametrize("most", range(2, 14))
def test_an_escape_is_never_cut(most: int) -> None:
    assert cut(r"ab\*cd\_ef\\\\", most).removesuffix("…").replace(r"\\", "")[-1] != "\\"


@pytest.mark.parametrize("most", range(6, 30))
def test_a_moment_is_never_cut(most: int) -> None:
    made = cut("a b " + spans((Moment(AT),)) + " tail", most)
    assert made.count("<") == made.count(">")


@given(WILD, st.sampled_from([Plain, Strong, Mono]), st.integers(1, 30))
def test_a_cut_text_fits_and_styles_nothing_new(text: str, kind: type[Plain], most: int) -> None:
    made = cut(spans((kind(text),)), most)
    assert len(made) <= most
    assert {style for style, _ in styled(made)} <= {"bold", "code"}


@given(WILD, st.sampled_from([Plain, Strong, Mono]), st.integers(8, 30))
def test_a_cut_uncovers_nothing(text: str, kind: type[Plain], most: int) -> None:
    made = cut(hidden("so: " + spans((kind(text),))), most)
    assert len(made) <= most
    assert [piece for style, piece in styled(made) if style == "spoiler"] == [made]


@given(WILD, st.sampled_from([Plain, Strong]))
def test_finished_markdown_can_be_undressed(text: str, kind: type[Plain]) -> None:
    bare = squeezed(printable(text))
    made = spans((kind(text),))
    assert [squeezed(plain(dress(made))) for dress in (str, small, quoted, hidden)] == [bare] * 4


def test_code_is_undressed_to_its_lines() -> None:
    assert plain(fenced("SELECT 1\n  FROM t", "sql")) == "SELECT 1\n  FROM t"
