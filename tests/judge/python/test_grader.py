"""Verdicts on whole answers: the first message is the cheapest true one."""

import json
import warnings
from dataclasses import dataclass, field, replace

import pytest

from adapters.judge.python import feedback
from adapters.judge.python.grader import RIGHT, TOO_SLOW, grade
from adapters.judge.python.jobs import BrokenReference
from adapters.judge.work import Job, Json, Ran
from bot.datasets.catalogue import CATALOGUE
from bot.domain.exercises import Draw, Material, Outcome, PythonExercise, Speed, Stage, Verdict
from tests.judge.inline import FixedWorkers, InlineWorkers
from tests.judge.python.material import GIVEN, ran

MATERIAL = Material(
    data="label_ops",
    tables=("labels",),
    sample=Draw(1, 4),
    hidden=(Draw(2, 6), Draw(3, 8, "nulls"), Draw(4, 8, "duplicates"), Draw(0, 0, "empty")),
    properties=(("nulls", "skipped pictures."), ("duplicates", "labels sent again")),
)
REFERENCE = '''
import pandas as pd


def per_person(labels: pd.DataFrame) -> pd.DataFrame:
    """Labels of each person."""
    # Assumption: a skipped picture is missing a label; a label sent again counts once.
    known = labels.dropna(subset=["label"]).drop_duplicates("label_id")
    return known.groupby("annotator_id").size().reset_index(name="labels")
'''
EXERCISE = PythonExercise(MATERIAL, "per_person", REFERENCE)
LARGE = replace(EXERCISE, speed=Speed(20_000, 8))
LOOP = """
import pandas as pd

def per_person(labels):
    seen, counts = set(), {}
    for _, row in labels.iterrows():
        if row["label_id"] not in seen and isinstance(row["label"], str):
            seen.add(row["label_id"])
            counts[row["annotator_id"]] = counts.get(row["annotator_id"], 0) + 1
    return pd.DataFrame({"annotator_id": list(counts), "labels": list(counts.values())})
"""
WORKERS = InlineWorkers()


@pytest.fixture(autouse=True)
def _as_in_a_child() -> None:
    """Answers may warn; in a child nobody hears it."""
    warnings.simplefilter("ignore")


async def judged(text: str, exercise: PythonExercise = EXERCISE) -> Verdict:
    return await grade(exercise, text, WORKERS)


def function(body: str) -> str:
    return f"def per_person(labels):\n    {body}\n"


def changed(old: str, new: str) -> str:
    assert old in REFERENCE
    return REFERENCE.replace(old, new)


def hidden_cells() -> set[str]:
    """Every text and moment of the hidden draws that the sample does not have."""
    make = CATALOGUE[MATERIAL.data].make

    def cells(draw: Draw) -> set[str]:
        rows = make(draw.seed, draw.size, draw.shape).table("labels").rows
        return {str(cell) for row in rows for cell in row if len(str(cell)) > 4}

    return set().union(*map(cells, MATERIAL.hidden)) - cells(MATERIAL.sample)


def said(verdict: Verdict) -> str:
    reasons = " ".join(reason for bucket in verdict.buckets for reason in bucket.reasons)
    return f"{verdict.message} {verdict.shown} {reasons} {' '.join(verdict.notes)}"


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
        ("  \n", feedback.NOTHING),
        ("x" * 9_000, feedback.TOO_LONG),
        ("x = 1\x00", feedback.CONTROL),
        ("x = '\x1b[31m'", feedback.CONTROL),
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
        ("import numpy.f2py\n" + function("return 1"), "`numpy.f2py` is not there"),
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


@pytest.mark.parametrize(
    ("text", "message", "works"),
    [
        (
            changed('.drop_duplicates("label_id")', ""),
            "Right on the sample, but not on data with this: labels sent again.",
            3,
        ),
        (
            changed('.dropna(subset=["label"])', ""),
            "Right on the sample, but not on data with this: skipped pictures.",
            3,
        ),
        (
            changed("    known", '    labels["label"].iloc[0]\n    known'),
            "Right on the sample, but it ends with an error (IndexError) on empty tables.",
            3,
        ),
        (
            changed("    known", "    assert len(labels) == SIZE\n    known").replace(
                "SIZE", str(len(CATALOGUE["label_ops"].make(1, 4, "plain").table("labels").rows))
            ),
            "Right on the sample, but it ends with an error (AssertionError) "
            "on other data like it.",
            0,
        ),
    ],
)
async def test_a_miss_on_hidden_data_is_told_by_its_property(
    text: str, message: str, works: int
) -> None:
    found = await judged(text)
    assert (found.outcome, found.stage, found.message) == (Outcome.WRONG, Stage.RESULT, message)
    assert found.shown == ""
    assert [(bucket.name, bucket.score) for bucket in found.buckets] == [("works", works)]


@pytest.mark.parametrize(
    "body",
    [
        "raise ValueError(labels.to_csv())",
        "raise type(labels.to_csv()[:40], (Exception,), {'__module__': 'builtins'})",
        "return labels.to_csv()",
        "return [labels]",
        "return {str(row): 1 for row in labels.to_dict('records')}",
        "return labels.set_axis(labels.iloc[-1].astype(str).tolist(), axis=1)",
        "exec(labels.to_csv())",
    ],
)
async def test_no_hidden_value_comes_out_of_an_answer_that_is_right_on_the_sample(
    body: str,
) -> None:
    size = len(CATALOGUE["label_ops"].make(1, 4, "plain").table("labels").rows)
    text = REFERENCE.replace("    known =", f"    if len(labels) != {size}: {body}\n    known =")
    found = await judged(text)
    assert found.outcome is Outcome.WRONG
    assert not [cell for cell in hidden_cells() if cell in said(found)]


async def test_what_runs_while_the_text_is_loaded_tells_nothing_either() -> None:
    digging = (
        "import gc\nimport pandas as pd\n"
        "frames = [one for one in gc.get_objects() if type(one) is pd.DataFrame]\n"
        "raise ValueError(' '.join(frame.to_csv() for frame in frames))\n"
    ).replace("import gc\n", "gc = __import__('copy').sys.modules['gc']\n")
    found = await judged(digging + REFERENCE)
    assert found.outcome in {Outcome.ERROR, Outcome.WRONG}
    assert not [cell for cell in hidden_cells() if cell in said(found)]


async def test_sample_and_hidden_data_are_never_in_one_process() -> None:
    workers = InlineWorkers()
    await grade(EXERCISE, REFERENCE + "# another text\n", workers)
    drawn = [json.loads(job.recipe)["draws"] for job in workers.jobs]
    sample = {"seed": 1, "size": 4, "shape": "plain"}
    assert [sample] in drawn
    assert all(sample not in draws for draws in drawn if len(draws) > 1)


async def test_nothing_more_is_run_once_the_sample_is_wrong() -> None:
    workers = InlineWorkers()
    await grade(EXERCISE, function("return labels"), workers)
    assert {len(json.loads(job.recipe)["draws"]) for job in workers.jobs} == {1}


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


async def test_a_row_loop_is_too_slow_and_told_why() -> None:
    found = await judged(LOOP, LARGE)
    assert (found.outcome, found.message) == (Outcome.WRONG, TOO_SLOW)
    scales = next(bucket for bucket in found.buckets if bucket.name == "scales")
    assert scales.score <= 1
    assert "`iterrows` walks row by row (line 6)." in scales.reasons


async def test_a_loop_is_only_marked_where_no_large_case_is_run() -> None:
    assert (await judged(LOOP)).outcome is Outcome.CORRECT


async def test_a_vectorised_answer_written_otherwise_is_quick_enough() -> None:
    other = """
def per_person(labels):
    known = labels[labels["label"].notna()].drop_duplicates(subset=["label_id"])
    return known["annotator_id"].value_counts().rename("labels").reset_index()
"""
    assert (await judged(other, LARGE)).outcome is Outcome.CORRECT


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("return labels.iloc[:0]", "it gives other values on 20,000 rows"),
        ("raise ValueError", "it ends with an error on 20,000 rows"),
    ],
)
async def test_being_quick_with_other_values_is_no_speed(body: str, words: str) -> None:
    text = REFERENCE.replace("    known =", f"    if len(labels) > 9_000: {body}\n    known =")
    found = await judged(text, LARGE)
    assert found.outcome is Outcome.WRONG
    assert words in found.message


@pytest.mark.parametrize(
    ("end", "outcome", "message"),
    [
        ("timeout", Outcome.TIMEOUT, feedback.TIMEOUT),
        ("memory", Outcome.ERROR, feedback.MEMORY),
        ("output", Outcome.ERROR, feedback.OUTPUT),
        ("died", Outcome.ERROR, feedback.DIED),
        ("lost", Outcome.LOST, feedback.LOST),
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


async def test_a_forged_value_is_only_another_wrong_value() -> None:
    reference = Ran("done", {**GIVEN, "cases": [{"value": {"list": [1, 2]}}]})
    exercise = replace(EXERCISE, reference="forged", material=replace(MATERIAL, hidden=()))
    found = await grade(exercise, REFERENCE, FixedWorkers([ran("all right"), reference]))
    assert found.outcome is Outcome.WRONG


async def test_a_reference_that_cannot_be_run_just_now_counts_nothing() -> None:
    exercise = replace(EXERCISE, reference="late")
    found = await grade(exercise, REFERENCE, FixedWorkers([ran(1), Ran("timeout")]))
    assert found.outcome is Outcome.LOST


async def test_a_reference_that_fails_is_the_contents_fault() -> None:
    with pytest.raises(BrokenReference):
        await judged(REFERENCE, replace(EXERCISE, reference=function("return 1 / 0")))


@dataclass
class Outside:
    """Measures from outside what it is told to, for the answer and for the reference."""

    answer: float
    reference: float
    texts: list[str] = field(default_factory=list)
    """Of the large cases that were run."""

    async def run(self, job: Job) -> Ran:
        ran = await WORKERS.run(job)
        if not json.loads(job.recipe)["rows"]:
            return ran
        self.texts.append(job.text)
        return replace(ran, seconds=self.reference if job.text == REFERENCE else self.answer)


async def test_an_answer_that_hides_its_time_is_run_again_and_then_too_slow() -> None:
    workers = Outside(answer=3.9, reference=0.1)
    found = await grade(LARGE, REFERENCE + "# hiding\n", workers)
    assert found.message == TOO_SLOW
    assert workers.texts.count(REFERENCE + "# hiding\n") == 3


async def test_a_busy_machine_is_no_fault_of_an_honest_answer() -> None:
    """The reference is slow to start and end just now as well."""
    workers = Outside(answer=1.5, reference=1.2)
    found = await grade(LARGE, REFERENCE + "# honest\n", workers)
    assert found.outcome is Outcome.CORRECT


async def test_an_answer_that_says_it_is_slow_is_not_run_again() -> None:
    workers = Outside(answer=3.9, reference=0.1)
    found = await grade(LARGE, LOOP, workers)
    assert found.message == TOO_SLOW
    assert workers.texts.count(LOOP) == 1
