"""What was typed, pressed or submitted becomes a command with values, or a kind refusal."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands.enrolment import StartParams
from bot.commands.hosting import HourParams
from bot.commands.parsing import LONGEST_LINE, Parsed, validate
from bot.commands.practice import ScopeParams
from bot.commands.registry import GRAMMAR
from bot.commands.values import LARGEST_ID, read_date, read_time
from bot.domain.errors import InvalidInput, NotFound
from bot.ports import Pressed, Submitted, Typed


def typed(text: str) -> Parsed:
    return GRAMMAR.parse(Typed(text))


def refusal(text: str) -> str:
    """What is said about a typed line that does not fit."""
    with pytest.raises(InvalidInput) as refused:
        validate(typed(text))
    return f"{refused.value.message}\n{refused.value.hint}"


def test_words_fill_the_parameters_in_order() -> None:
    parsed = typed("drill sql.window 2")
    assert parsed.values == {"skill": "sql.window", "level": "2"}


@pytest.mark.parametrize("text", ["DRILL sql.window", "  drill   sql.window ", "Drill\tsql.window"])
def test_case_and_spacing_of_a_command_do_not_matter(text: str) -> None:
    assert typed(text).values == {"skill": "sql.window"}


def test_the_longest_name_wins() -> None:
    assert typed("settings name Ana").command.name == "settings name"


def test_a_group_with_an_unknown_second_word_is_its_default_with_too_many_words() -> None:
    with pytest.raises(InvalidInput, match="“nonsense” is more than I expected"):
        typed("circle nonsense")


def test_what_is_left_out_gets_its_default() -> None:
    params = validate(typed("start sony-ds 2027-03-08 Europe/Berlin"))
    assert params == StartParams(
        track="sony-ds", start=date(2027, 3, 8), zone="Europe/Berlin", hour=time(9), length=28
    )


@pytest.mark.parametrize("quote", ['"', "'"])
def test_quotes_keep_words_together(quote: str) -> None:
    parsed = typed(f"start sony-ds 2027-03-08 {quote}New York{quote} 8:30")
    assert parsed.values["zone"] == "New York"
    assert parsed.values["hour"] == "8:30"


def test_empty_quotes_stand_for_nothing() -> None:
    parsed = typed('drill "" 3')
    assert parsed.values == {"skill": "", "level": "3"}
    assert validate(parsed).model_dump() == {"skill": "", "level": 3}


def test_a_quote_that_never_closes_is_an_ordinary_letter() -> None:
    assert typed('drill "sql 2').values == {"skill": '"sql', "level": "2"}


def test_an_apostrophe_inside_a_word_is_an_ordinary_letter() -> None:
    assert typed("drill it's 2").values == {"skill": "it's", "level": "2"}


def test_the_last_parameter_takes_the_rest_of_the_line_as_it_is() -> None:
    text = 'I\'d  ask "why"\nfirst'
    assert typed(f"answer {text}").values == {"text": text}


def test_a_rest_after_a_word_keeps_its_spaces() -> None:
    parsed = typed("checklist CK0-3 told it to  Ben")
    assert parsed.values == {"item": "CK0-3", "evidence": "told it to  Ben"}


def test_too_many_words_name_the_first_one_too_many_and_an_example() -> None:
    said = refusal("drill sql.window 2 please")
    assert "“please” is more than I expected." in said
    assert "/prep drill sql.window 2" in said


@pytest.mark.parametrize("text", ["review now", "leave yes", "circle admit 4 yes"])
def test_a_value_only_a_button_may_carry_cannot_be_typed(text: str) -> None:
    assert "more than I expected" in refusal(text)


def test_an_unknown_command_is_answered_with_the_likeliest_one() -> None:
    with pytest.raises(NotFound, match="There is no command “driil”") as refused:
        typed("driil sql.window")
    assert refused.value.hint == "Did you mean `/prep drill`?"


def test_a_misspelt_second_word_is_answered_with_the_likeliest_command() -> None:
    with pytest.raises(NotFound) as refused:
        typed("setings nmae Ana")
    assert refused.value.hint == "Did you mean `/prep settings name`?"


def test_a_long_unknown_word_is_not_repeated_in_full() -> None:
    with pytest.raises(NotFound) as refused:
        typed("x" * 300)
    assert len(refused.value.message) < 70


def test_a_line_as_long_as_the_limit_is_read() -> None:
    line = "answer " + "x" * (LONGEST_LINE - len("answer "))
    assert len(typed(line).values["text"]) == LONGEST_LINE - len("answer ")


def test_a_longer_line_is_refused_by_its_length() -> None:
    with pytest.raises(InvalidInput, match="longer than 4000 characters"):
        typed("answer " + "x" * LONGEST_LINE)


@pytest.mark.parametrize("text", ["answer a\x00b", "answer \ud800", "\x00"])
def test_what_no_database_holds_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="a character I cannot keep"):
        typed(text)


def test_a_missing_value_is_named_by_its_label() -> None:
    said = refusal("start sony-ds")
    assert "First day is missing." in said
    assert "Time zone is missing." in said
    assert "/prep start sony-ds 2027-03-08 Europe/Berlin 09:00 28" in said


def test_each_value_that_does_not_fit_is_named_with_what_was_typed() -> None:
    said = refusal("start sony-ds tomorrow Europe/Berlin noon many")
    assert "First day: “tomorrow” does not fit (a date looks like 2027-03-08)." in said
    assert "Hour of the daily post: “noon” does not fit (a time looks like 09:00)." in said
    assert "Length: “many” does not fit" in said


@pytest.mark.parametrize(
    "text",
    [
        "drill sql.window 6", "drill sql.window -1", "drill sql.window x", "pause 0", "pause 15",
        "pause one", "board month", "settings nudges maybe", "settings board loud",
        "settings name " + "x" * 41, "circle extend 0", "circle extend 8", "circle remove 0",
        f"circle remove {LARGEST_ID + 1}", "circle hour 25:00", "circle here " + "K" * 13,
        "checklist " + "x" * 17, "checklist CK0-1 " + "x" * 501, "facts " + "x" * 61,
        "help " + "x" * 41, "answer " + "x" * 3001, "circle hour", "circle remove", "answer",
    ],
)  # fmt: skip
def test_a_value_beyond_its_bounds_is_refused_with_an_example(text: str) -> None:
    assert "For example: `/prep " in refusal(text)


@pytest.mark.parametrize(
    "text",
    ["drill sql.window 5", "drill sql.window 0", "pause 1", "pause 14", "circle extend 1",
     "circle extend 7", f"circle remove {LARGEST_ID}", "settings name " + "x" * 40,
     "checklist CK0-1 " + "x" * 500, "answer " + "x" * 3000],
)  # fmt: skip
def test_a_value_on_its_bound_fits(text: str) -> None:
    assert validate(typed(text))


def test_a_skill_may_be_typed_in_capitals() -> None:
    assert validate(typed("drill SQL.Window")).model_dump()["skill"] == "sql.window"


def test_a_button_names_its_command_and_values_in_order() -> None:
    parsed = GRAMMAR.parse(Pressed("v1:answer to:7:B"))
    assert (parsed.command.name, parsed.values) == ("answer to", {"serving": "7", "text": "B"})
    assert parsed.pressed


def test_a_button_with_fewer_values_leaves_the_rest_open() -> None:
    assert GRAMMAR.parse(Pressed("v1:pick:7")).values == {"serving": "7"}


def test_a_button_may_carry_escaped_colons() -> None:
    parsed = GRAMMAR.parse(Pressed("v1:settings hours:Asia/Tokyo:22%3A00:07%3A30"))
    assert parsed.values["quiet_from"] == "22:00"


@pytest.mark.parametrize(
    "made", ["", "v1", "v0:today", "v2:drill", "v1:nothing", "today", "v1:drill" + "x" * 100, ":::"]
)
def test_a_button_of_another_version_says_so_and_where_to_go(made: str) -> None:
    with pytest.raises(NotFound, match="belongs to another version") as refused:
        GRAMMAR.parse(Pressed(made))
    assert "/prep today" in refused.value.hint


@pytest.mark.parametrize("made", ["v1:today:1", "v1:hint:1:2", "v1:answer to:1:B:C", "v1:join:"])
def test_a_button_with_too_many_values_is_refused(made: str) -> None:
    with pytest.raises(InvalidInput, match="says more than I understand"):
        GRAMMAR.parse(Pressed(made))


def test_a_button_with_an_unreadable_value_is_refused() -> None:
    with pytest.raises(InvalidInput, match="a character I cannot keep"):
        GRAMMAR.parse(Pressed("v1:answer to:1:%00"))


def test_what_is_filled_in_joins_what_the_button_carried() -> None:
    parsed = GRAMMAR.parse(Submitted("v1:write:7", {"text": "because"}))
    assert parsed.values == {"serving": "7", "text": "because"}


@pytest.mark.parametrize("name", ["serving", "forged", ""])
def test_a_form_cannot_set_what_it_does_not_ask(name: str) -> None:
    with pytest.raises(InvalidInput, match="The form has no field"):
        GRAMMAR.parse(Submitted("v1:write:7", {"text": "because", name: "8"}))


def test_an_unreadable_form_value_is_refused() -> None:
    with pytest.raises(InvalidInput, match="a character I cannot keep"):
        GRAMMAR.parse(Submitted("v1:write:7", {"text": "\ud800"}))


def test_an_empty_form_field_counts_as_left_out() -> None:
    parsed = GRAMMAR.parse(Submitted("v1:circle hour", {"hour": ""}))
    with pytest.raises(InvalidInput, match="Hour of the daily post is missing"):
        validate(parsed)


def test_the_parts_of_a_scope_become_one_text() -> None:
    params = ScopeParams(serving=1, problem="a", data="b", metric="c", solution="d")
    assert params.text == "Problem: a\n\nData: b\n\nMetric: c\n\nSolution: d"


@pytest.mark.parametrize(
    ("text", "meant"),
    [("9", time(9)), ("09:30", time(9, 30)), ("9.30", time(9, 30)), ("21h00", time(21)),
     ("9am", time(9)), ("9 PM", time(21)), ("12am", time(0)), ("12pm", time(12)), (" 0 ", time(0)),
     ("23:59", time(23, 59))],
)  # fmt: skip
def test_times_are_read_as_people_type_them(text: str, meant: time) -> None:
    assert HourParams.model_validate({"hour": text}).hour == meant


@pytest.mark.parametrize(
    "text", ["24", "9:60", "9:3", "nine", "", "-1", "9:30:00", "25pm", "13am", "0pm", "½"]
)
def test_a_time_that_is_none_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="a time looks like 09:00"):
        read_time(text)


@pytest.mark.parametrize("text", ["2027-02-30", "8.3.2027", "tomorrow", "", "2027-3-8"])
def test_a_date_that_is_none_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(ValueError, match="a date looks like 2027-03-08"):
        read_date(text)


def test_dates_and_times_that_are_some_already_stay() -> None:
    assert (read_date(date(2027, 3, 8)), read_time(time(9))) == (date(2027, 3, 8), time(9))


@given(st.times(), st.sampled_from(("%H:%M", "%H.%M", "%Hh%M", "%I:%M %p", "%I:%M%p")))
def test_every_time_of_day_is_read_in_every_style(at: time, style: str) -> None:
    assert read_time(at.strftime(style)) == at.replace(second=0, microsecond=0, fold=0)


@given(st.text(max_size=80))
def test_whatever_is_typed_as_an_answer_arrives_as_typed(text: str) -> None:
    try:
        parsed = typed(f"answer {text}")
    except InvalidInput:
        assert "\0" in text or not text.isascii()
        return
    assert parsed.values.get("text", "") == text.strip()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("circle remove x", "it takes a whole number"),
        ("circle extend 9", "the largest is 7"),
        ("circle extend 0", "the smallest is 1"),
        ("settings name " + "x" * 41, "at most 40 characters"),
    ],
)
def test_what_does_not_fit_is_told_in_plain_words(text: str, says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        validate(GRAMMAR.parse(Typed(text)))
