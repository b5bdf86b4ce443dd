"""Verdicts on whole answers: the first message is the cheapest true one."""

from dataclasses import replace

import pytest

from adapters.judge.feedback import LOST
from adapters.judge.python import feedback
from adapters.judge.python.grader import HARD, RIGHT, grade
from adapters.judge.python.jobs import BrokenReference
from adapters.judge.work import Json, Ran
from bot.domain.exercises import Outcome, PythonExercise, Stage
from tests.judge.inline import FixedWorkers, InlineWorkers
from tests.judge.python.material import (
    EXERCISE,
    GIVEN,
    MATERIAL,
    REFERENCE,
    changed,
    function,
    judged,
    ran,
    said,
)

BODY = """    known = labels.dropna(subset=["label"]).drop_duplicates("label_id")
    return known.groupby("annotator_id").size().reset_index(name="labels")
"""


async def test_the_reference_itself_is_right_in_all_three() -> None:
    found = await judged(REFERENCE)
    assert (found.outcome, found.stage, found.message) == (Outcome.CORRECT, Stage.RESULT, RIGHT)
    assert [(bucket.name, bucket.score) for bucket in found.buckets] == [
        ("works", 4),
        ("scales", 4),
        ("maintainable", 4),
    ]
    assert found.share == 1.0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("  \n", feedback.WORDS.nothing),
        ("x" * 9_000, feedback.WORDS.too_long),
        ("x = 1\x00", feedback.WORDS.control),
        ("x = '\x1b[31m'", feedback.WORDS.control),
    ],
)
async def test_characters_are_looked_at_before_anything_runs(text: str, message: str) -> None:
    found = await grade(EXERCISE, text, FixedWorkers([]))
    assert (found.outcome, found.stage, found.message) == (
        Outcome.REFUSED,
        Stage.LENGTH,
        message,
    )


async def test_a_syntax_error_has_its_line_and_a_caret() -> None:
    found = await judged("def per_person(labels)\n    return labels")
    assert (found.outcome, found.stage) == (Outcome.ERROR, Stage.SYNTAX)
    assert found.message == "Line 1: Python cannot read this: expected ':'."
    assert found.shown == "def per_person(labels)\n" + " " * 22 + "^"


@pytest.mark.parametrize("text", ["(" * 5_000, "-" * 7_000 + "1", "x = " + "[" * 300 + "]" * 300])
async def test_what_is_nested_too_deeply_is_a_syntax_error(text: str) -> None:
    assert (await judged(text)).stage is Stage.SYNTAX


async def test_a_missing_function_is_named_with_those_there_are() -> None:
    found = await judged("def per_preson(labels):\n    return 1")
    assert (found.outcome, found.stage) == (Outcome.ERROR, Stage.NAME)
    assert found.message == "There is no function `per_person`. I see `per_preson`."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (function("return lables"), "name 'lables' is not defined"),
        ("import os\n" + function("return 1"), "`os` is not there"),
        ("import numpy.nowhere\n" + function("return 1"), "`numpy.nowhere` is not there"),
        ("from . import os\n" + function("return 1"), "is not there"),
        (function("return open('/etc/passwd').read()"), "`open` is of no use here"),
        (function("return eval('1')"), "`eval` is of no use here"),
    ],
)
async def test_an_unknown_name_is_told_as_one(text: str, words: str) -> None:
    found = await judged(text)
    assert (found.outcome, found.stage) == (Outcome.ERROR, Stage.NAME)
    assert words in found.message


async def test_an_error_on_the_sample_is_told_with_its_line() -> None:
    found = await judged(function("return labels['lable']"))
    assert (found.outcome, found.stage) == (Outcome.ERROR, Stage.RUNTIME)
    assert found.message == "Line 2: KeyError: 'lable'"
    assert found.shown == "    return labels['lable']"


@pytest.mark.parametrize(
    "body", ["raise SystemExit", "raise KeyboardInterrupt", "import sys; exit()"]
)
async def test_ending_the_program_is_no_answer(body: str) -> None:
    found = await judged(function(body))
    assert found.outcome is Outcome.ERROR


async def test_a_value_that_means_nothing_is_told_by_its_type() -> None:
    found = await judged(function("return (row for row in [])"))
    assert found.message == "I cannot compare a value of type generator."


async def test_another_kind_of_value_is_named() -> None:
    found = await judged(function("return 3"))
    assert (found.outcome, found.stage) == (Outcome.WRONG, Stage.RESULT)
    assert found.message == ("On the sample: It returns a single value where a table is asked for.")


async def test_a_wrong_sample_shows_the_rows_that_differ() -> None:
    found = await judged(changed("# Assumption", "labels = labels.iloc[1:]\n    # Assumption"))
    assert (found.outcome, found.message) == (
        Outcome.WRONG,
        "On the sample: Some values differ.",
    )
    assert [line.split("  ")[0] for line in found.shown.splitlines()[1:]] == ["missing", "too much"]


async def test_numbers_as_text_have_a_message_of_their_own() -> None:
    turned = changed(
        'reset_index(name="labels")', 'reset_index(name="labels").astype({"labels": "str"})'
    )
    assert "numbers come as text" in (await judged(turned)).message


async def test_the_references_values_are_remembered() -> None:
    await judged(REFERENCE)
    workers = InlineWorkers()
    await grade(EXERCISE, REFERENCE + "\n", workers)
    assert {job.text for job in workers.jobs} == {REFERENCE + "\n"}


async def test_another_reading_is_right_as_well() -> None:
    reading = REFERENCE.replace('.dropna(subset=["label"])', "")
    assert (
        await judged(reading, replace(EXERCISE, readings=(reading,)))
    ).outcome is Outcome.CORRECT


async def test_changing_the_table_given_is_told() -> None:
    found = await judged(
        changed(
            "    known", '    labels["label"] = labels["label"]\n    labels["more"] = 1\n    known'
        )
    )
    assert found.outcome is Outcome.CORRECT
    assert "work on a copy" in said(found)
    assert found.share == 0.75


async def test_order_counts_where_it_is_asked_for() -> None:
    turned = changed(".reset_index(name", ".sort_index(ascending=False).reset_index(name")
    found = await judged(turned, replace(EXERCISE, ordered=True))
    assert found.message == "On the sample: The values are right, their order is not."


async def test_constants_come_by_name() -> None:
    reference = "def at_least(labels, least):\n    return int((labels['seconds'] >= least).sum())"
    exercise = PythonExercise(MATERIAL, "at_least", reference, constants=(("least", 30),))
    assert (await judged(reference, exercise)).outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    ("end", "outcome", "message"),
    [
        ("timeout", Outcome.TIMEOUT, feedback.WORDS.timeout),
        ("memory", Outcome.ERROR, feedback.WORDS.memory),
        ("output", Outcome.ERROR, feedback.WORDS.output),
        ("died", Outcome.ERROR, feedback.WORDS.died),
        ("lost", Outcome.LOST, LOST),
    ],
)
async def test_a_process_that_was_stopped_has_its_own_message(
    end: str, outcome: Outcome, message: str
) -> None:
    found = await grade(EXERCISE, REFERENCE, FixedWorkers([Ran(end)]))  # type: ignore[arg-type]  # one of End
    assert (found.outcome, found.message) == (outcome, message)


@pytest.mark.parametrize(
    "sent",
    [None, [], {}, "correct", {"cases": []}, {"verdict": "correct"}, {**GIVEN, "cases": [{}] * 2}],
    ids=str,
)
async def test_a_forged_result_is_no_answer(sent: Json) -> None:
    found = await grade(EXERCISE, REFERENCE, FixedWorkers([Ran("done", sent)]))
    assert found.outcome is Outcome.ERROR


async def test_a_reference_that_cannot_be_run_just_now_counts_nothing() -> None:
    exercise = replace(EXERCISE, reference="late")
    found = await grade(exercise, REFERENCE, FixedWorkers([ran(1), Ran("timeout")]))
    assert found.outcome is Outcome.LOST


async def test_a_reference_that_fails_is_the_contents_fault() -> None:
    with pytest.raises(BrokenReference):
        await judged(REFERENCE, replace(EXERCISE, reference=function("return 1 / 0")))


async def test_right_values_in_one_long_nameless_function_earn_nothing() -> None:
    lines = "    x = 1\n" * 40
    found = await judged(f"def per_person(labels):\n{lines}{BODY}")
    assert (found.outcome, found.message, found.share) == (Outcome.CORRECT, HARD, 0.0)
