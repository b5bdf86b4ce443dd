"""Numbers as people type them, and as explanations print them."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.errors import InvalidInput
from bot.domain.units import counted, parse_number, shorten, shown_number

UNITS = ["", "%", "$", "€", "£", "ms", "players", "minutes", "hours", "members", "KB"]


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("5%", "%", 0.05),
        ("0.05", "%", 0.05),
        (".05", "%", 0.05),
        ("5 per cent", "%", 0.05),
        ("5 percent", "", 0.05),
        ("1.2k", "", 1200),
        ("1,200", "", 1200),
        ("1 200", "", 1200),
        ("1'200", "", 1200),
        ("1\u202f200", "", 1200),
        ("1\u00a0200.5", "", 1200.5),
        ("-4", "", -4),
        ("−4", "", -4),
        ("+4", "", 4),
        ("$3.5m", "", 3_500_000),
        ("$3.5m", "$", 3_500_000),
        ("3.5$", "$", 3.5),
        ("-€2 million", "€", -2_000_000),
        ("2bn", "", 2e9),
        ("7 thousand", "", 7000),
        ("1e3", "", 1000),
        ("2.5E-2", "", 0.025),
        ("12 ms", "ms", 12),
        ("12", "ms", 12),
        ("12MS", "ms", 12),
        ("3 players", "players", 3),
        ("1 player", "players", 1),
        ("1.2k players", "players", 1200),
        ("  7\n", "", 7),
        ("٤٢", "", 42),
    ],
)
def test_a_number_is_read_in_the_ways_people_type_it(typed: str, unit: str, value: float) -> None:
    assert parse_number(typed, unit) == pytest.approx(value)


@pytest.mark.parametrize(
    "typed", ["", " ", "%", "k", "five", "1,20", "1.2.3", "5 %%", "--4", "1 2", "🎲", "ms"]
)
def test_what_is_no_number_is_refused_with_examples(typed: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        parse_number(typed, "ms")
    assert "1,200" in caught.value.hint


def test_another_unit_is_refused_by_naming_the_one_asked_for() -> None:
    with pytest.raises(InvalidInput, match="asked in ms"):
        parse_number("12 hours", "ms")


def test_a_unit_where_none_is_asked_is_refused() -> None:
    with pytest.raises(InvalidInput, match="plain numbers"):
        parse_number("12 hours")


def test_a_number_as_long_as_a_line_may_be_is_read() -> None:
    assert parse_number("1" + "0" * 59) == pytest.approx(1e59)


@pytest.mark.parametrize("typed", ["1" * 61, "1" + " " * 400_000 + "é%", "1,000" * 50_000])
def test_a_huge_text_is_refused_at_once(typed: str) -> None:
    with pytest.raises(InvalidInput):
        parse_number(typed)


@given(st.text(max_size=80) | st.text("0123456789.,eE+-−$€%kmb '\u202f", max_size=62))
@example("9" * 59 + "e99")
def test_any_text_is_a_number_or_invalid_input(typed: str) -> None:
    for unit in UNITS:
        try:
            value, hint = parse_number(typed, unit), "fits"
        except InvalidInput as error:
            value, hint = 0.0, error.hint
        assert hint
        assert abs(value) < 1e170


@given(st.floats(-1e15, 1e15).filter(lambda v: v == 0 or abs(v) > 1e-12), st.sampled_from(UNITS))
def test_a_shown_number_is_read_back_as_the_same_within_its_rounding(
    value: float, unit: str
) -> None:
    assert parse_number(shown_number(value, unit), unit) == pytest.approx(value, rel=0.006)


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        (0.05, "%", "5%"),
        (0.1234, "%", "12.34%"),
        (6510.0, "", "6,510"),
        (6510.25, "$", "$6,510.2"),
        (-6510.0, "€", "-€6,510"),
        (12345.6, "players", "12,346 players"),
        (2.5, "ms", "2.5 ms"),
        (1.999999, "", "2"),
        (0.12345, "", "0.123"),
        (0.0, "", "0"),
        (0.00000123, "", "1.23e-06"),
    ],
)
def test_a_number_is_shown_as_an_explanation_prints_it(value: float, unit: str, shown: str) -> None:
    assert shown_number(value, unit) == shown


def test_a_short_text_stays_and_becomes_one_line() -> None:
    assert shorten(" two\nlines ") == "two lines"


@given(st.text(max_size=200), st.integers(1, 80))
def test_a_shortened_text_keeps_the_limit(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit


def test_a_cut_text_ends_with_an_ellipsis() -> None:
    assert shorten("a" * 61) == "a" * 59 + "…"


@pytest.mark.parametrize(("count", "said"), [(0, "0 points"), (1, "1 point"), (2, "2 points")])
def test_one_is_singular(count: int, said: str) -> None:
    assert counted(count, "point") == said
