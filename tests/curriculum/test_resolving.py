"""A family and a seed give a drill, the same one on every machine."""

import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.curriculum.catalog import AnyFamily, Curriculum
from bot.curriculum.families import flowing
from bot.curriculum.reading_ease import grade, sentences, words
from bot.curriculum.resolving import draw, fill, is_generator, resolve
from bot.domain.drills import Body, Choice, Drill, Executed, Flaw, Multi, Numeric, Open, Order
from bot.domain.formulas import FormulaError
from tests.curriculum.samples import OPTIONS, a_curriculum, parsed


def drill(family: AnyFamily, seed: int = 1) -> Drill:
    return resolve(a_curriculum(family), family, seed)


def drawn(family: AnyFamily, seed: int) -> Any:  # noqa: ANN401  the values of a draw
    return draw(family, random.Random(seed), seed).values


@pytest.mark.parametrize(
    ("form", "body"),
    [("mcq", Choice), ("multi", Multi), ("numeric", Numeric), ("order", Order), ("flaw", Flaw),
     ("written", Open)],
)  # fmt: skip
def test_every_format_has_its_body(form: str, body: type[Body]) -> None:
    assert isinstance(drill(parsed(form)).body, body)


def test_what_is_run_comes_with_its_sample_and_what_the_columns_mean() -> None:
    made = drill(parsed("sql"))
    assert made.shown_code.startswith("sessions\n")
    assert isinstance(made.body, Executed)
    assert {name for name, *_ in made.body.tables[0].columns} >= {"player_id", "started_at"}
    assert made.body.exercise.material.hidden[0].shape == "gaps"


@given(st.integers(0, 2**31))
def test_a_seed_gives_the_same_drill_again(seed: int) -> None:
    assert drill(parsed("numeric"), seed) == drill(parsed("numeric"), seed)


def test_seeds_give_different_drills() -> None:
    assert len({drill(parsed("numeric"), seed).item for seed in range(50)}) > 30


def test_equal_draws_are_the_same_item() -> None:
    family = parsed("numeric", params={"n": {"choice": [1, 1]}}, stem="{n}?", answer="n")
    assert len({drill(family, seed).item for seed in range(10)}) == 1


def test_a_seed_is_known_in_advance() -> None:
    """A change here would change the drills that members were promised again."""
    family = parsed("mcq", options=OPTIONS)
    assert [o.text for o in drill(family, 1).body.options] == [  # type: ignore[union-attr]
        "The first one", "The third one", "The second"
    ]  # fmt: skip


def test_wordings_take_turns() -> None:
    family = parsed("mcq", stem=["First?", "Second?"])
    assert [drill(family, seed).stem for seed in range(3)] == ["First?", "Second?", "First?"]


def test_each_wording_is_an_item_of_its_own() -> None:
    family = parsed("mcq", stem=["First?", "Second?"])
    assert [drill(family, seed).item[-2:] for seed in range(3)] == ["@0", "@1", "@0"]


def test_only_a_family_that_draws_is_a_generator() -> None:
    assert is_generator(parsed("numeric"))
    assert not is_generator(parsed("mcq"))


def test_a_range_is_drawn_evenly_and_to_its_end() -> None:
    family = parsed("numeric", params={"n": {"from": 0.1, "to": 0.3, "step": 0.1}}, answer="n")
    assert {drawn(family, seed)["n"] for seed in range(60)} == {0.1, 0.2, 0.3}


def test_a_whole_number_stays_whole() -> None:
    family = parsed("numeric", params={"n": {"from": 1, "to": 3, "step": 1}}, answer="n")
    assert {type(drawn(family, seed)["n"]) for seed in range(20)} == {int}


def test_conditions_hold_for_every_draw() -> None:
    family = parsed("numeric", where=["n > m + 50"])
    assert all(drawn(family, s)["n"] > drawn(family, s)["m"] + 50 for s in range(50))


def test_named_values_are_worked_out_in_order() -> None:
    family = parsed("numeric", let={"twice": "2 * n", "more": "twice + m"}, answer="more")
    values = drawn(family, 3)
    assert values["more"] == 2 * values["n"] + values["m"]


def test_a_record_is_read_by_its_fields() -> None:
    params = {"day": {"choice": [{"name": "Mon", "n": 3}, {"name": "Tue", "n": 3}]}}
    family = parsed("numeric", params=params, stem="On {day.name}?", answer="day.n", unit="plays")
    assert drill(family).stem in {"On Mon?", "On Tue?"}
    assert drill(family).body.answer == 3  # type: ignore[union-attr]


def test_the_explanation_may_name_the_answer() -> None:
    family = parsed("numeric", explanation="That makes {answer}.", answer="1200", unit="players")
    assert drill(family).explanation == "That makes 1,200 players."


def test_a_question_may_not_name_the_answer_by_another_name() -> None:
    with pytest.raises(FormulaError):
        drill(parsed("numeric", stem="Is it {result}?"))


def test_a_fixed_family_keeps_its_braces() -> None:
    assert drill(parsed("mcq", stem="What is {x}?")).stem == "What is {x}?"


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("{n}", "3"),
        ("{half}", "0.5"),
        ("{whole}", "4"),
        ("{half:.0%}", "50%"),
        ("{big:,}", "1,200"),
        ("{word}", "song"),
        ("{day.name}", "Mon"),
        ("{ n } {} {2}", "{ n } {} {2}"),
    ],
)
def test_blanks_are_filled(text: str, filled: str) -> None:
    names: dict[str, Any] = {
        "n": 3,
        "half": 0.5,
        "whole": 4.0,
        "big": 1200,
        "word": "song",
        "day": {"name": "Mon"},
    }
    assert fill(text, names) == filled


def test_a_format_that_does_not_fit_is_an_error_of_the_file() -> None:
    with pytest.raises(FormulaError, match="word"):
        fill("{word:.2f}", {"word": "song"})


def test_options_kept_in_order_are_never_shuffled() -> None:
    family = parsed("mcq", keep_order=True)
    orders = {tuple(o.text for o in drill(family, s).body.options) for s in range(20)}  # type: ignore[union-attr]
    assert orders == {tuple(option["text"] for option in OPTIONS)}


def test_other_options_are_shuffled_and_lettered_anew() -> None:
    bodies = [drill(parsed("mcq"), seed).body for seed in range(40)]
    rights = {o.key for b in bodies if isinstance(b, Choice) for o in b.options if o.right}
    assert rights == {"A", "B", "C"}


def test_the_order_of_steps_survives_the_shuffle() -> None:
    for seed in range(20):
        body = drill(parsed("order"), seed).body
        assert isinstance(body, Order)
        texts = {step.key: step.text for step in body.steps}
        pairs = {(texts[first], texts[second]) for first, second in body.before}
        assert pairs == {("Look at it", "Count it"), ("Count it", "Tell it")}


def test_a_written_drill_carries_its_rubric() -> None:
    body = drill(parsed("written")).body
    assert isinstance(body, Open)
    assert [(d.name, d.low, d.high) for d in body.rubric] == [
        ("Act", "No.", "Yes."), ("End", "No.", "Yes.")
    ]  # fmt: skip


def test_a_drill_carries_its_files_checksum() -> None:
    family = parsed("mcq")
    bank = Curriculum({family.family: family}, checksums={family.family: "c0ffee"})
    assert resolve(bank, family, 1).checksum == "c0ffee"


@pytest.mark.parametrize(
    ("text", "flown"),
    [
        ("one\ntwo", "one two"),
        ("one\n\ntwo", "one\n\ntwo"),
        ("list:\n- one\n- two", "list:\n- one\n- two"),
        ("list:\n 1. one\n 2. two", "list:\n 1. one\n 2. two"),
    ],
)
def test_lines_broken_to_fit_a_file_run_on(text: str, flown: str) -> None:
    assert flowing(text) == flown


def test_a_text_without_words_has_no_grade() -> None:
    assert grade("12 + 3 = `x`") == 0.0


def test_numbers_and_code_are_no_words() -> None:
    assert words("Don't count `SELECT x` or 42 mid-week days.") == [
        "Don't", "count", "or", "mid-week", "days"
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "count"), [("One. Two! Three?", 3), ("No end", 1), ("", 1), ("Pay 1.5 times.", 1)]
)
def test_sentences_are_counted(text: str, count: int) -> None:
    assert sentences(text) == count


def test_short_words_in_short_sentences_read_more_easily() -> None:
    easy, hard = "We look. We count. We tell.", "Organisational heterogeneity notwithstanding."
    assert grade(easy) < 3 < 15 < grade(hard)
