"""The large case: its values, its time, and answers that hide it."""

import itertools
import json
from dataclasses import dataclass, field, replace

import pytest

from adapters.judge.python.grader import TOO_SLOW, grade
from adapters.judge.work import End, Job, Ran
from bot.domain.exercises import Outcome, PythonExercise, Speed
from tests.judge.python.material import (
    EXERCISE,
    LOOP,
    REFERENCE,
    WORKERS,
    changed,
    judged,
)

LARGE = replace(EXERCISE, speed=Speed(20_000, 8))
_ROWS = itertools.count(10_001)


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


@dataclass
class Counted:
    """What the kernel counts for an answer and for the reference, as it is told to."""

    answer: float
    reference: float
    says: float = 0.0
    """Seconds that the answer claims to have taken; the reference says a tenth of one."""
    jobs: list[Job] = field(default_factory=list)

    async def run(self, job: Job) -> Ran:
        self.jobs.append(job)
        ran = await WORKERS.run(job)
        right = job.text == REFERENCE
        value = {**ran.value, "seconds": 0.1 if right else self.says}
        return replace(ran, value=value, cpu=self.reference if right else self.answer)

    def times_run_alone(self, text: str) -> int:
        recipes = [json.loads(job.recipe) for job in self.jobs if job.text == text]
        return sum(bool(recipe["rows"] and not recipe["draws"]) for recipe in recipes)


def never_run() -> PythonExercise:
    """What its reference takes has been counted by nobody yet."""
    return replace(EXERCISE, speed=Speed(next(_ROWS), 8))


async def test_an_answer_that_hides_its_time_is_run_again_and_then_too_slow() -> None:
    workers = Counted(answer=3.9, reference=0.2)
    text = REFERENCE + "# hiding\n"
    found = await grade(never_run(), text, workers)
    assert found.message == TOO_SLOW
    assert workers.times_run_alone(text) == workers.times_run_alone(REFERENCE) == 2


async def test_a_busy_machine_is_no_fault_of_an_honest_answer() -> None:
    """The reference takes longer just now as well."""
    workers = Counted(answer=1.5, reference=1.2)
    found = await grade(never_run(), REFERENCE + "# honest\n", workers)
    assert found.outcome is Outcome.CORRECT


async def test_a_quick_answer_is_not_run_again() -> None:
    workers = Counted(answer=0.3, reference=0.2)
    text = REFERENCE + "# quick\n"
    assert (await grade(never_run(), text, workers)).share == 1.0
    assert workers.times_run_alone(text) == 0


async def test_an_answer_that_says_it_is_slow_is_not_run_again() -> None:
    workers = Counted(answer=3.9, reference=0.2, says=3.8)
    found = await grade(never_run(), LOOP, workers)
    assert found.message == TOO_SLOW
    assert workers.times_run_alone(LOOP) == 0


@dataclass
class Ending:
    """Ends every run of an answer that has the large case so, and counts them."""

    end: End
    runs: int = 0

    async def run(self, job: Job) -> Ran:
        if job.text == REFERENCE or not json.loads(job.recipe)["rows"]:
            return await WORKERS.run(job)
        self.runs += 1
        return Ran(self.end)


@pytest.mark.parametrize("end", ["timeout", "memory", "died"])
async def test_what_is_stopped_on_the_large_case_twice_is_too_slow(end: End) -> None:
    workers = Ending(end)
    found = await grade(never_run(), REFERENCE + "# stopped\n", workers)
    assert (found.message, workers.runs) == (TOO_SLOW, 2)
    assert [(bucket.name, bucket.score) for bucket in found.buckets][:2] == [
        ("works", 4),
        ("scales", 0),
    ]


async def test_a_miss_on_hidden_data_is_told_though_the_large_case_was_stopped() -> None:
    found = await grade(never_run(), changed('.drop_duplicates("label_id")', ""), Ending("timeout"))
    assert found.message.endswith("but not on data with this: labels sent again.")


async def test_a_judge_that_fails_on_the_large_case_counts_nothing() -> None:
    workers = Ending("lost")
    found = await grade(never_run(), REFERENCE + "# lost\n", workers)
    assert (found.outcome, workers.runs) == (Outcome.LOST, 1)


@dataclass
class Warming:
    """The first run of the reference takes ten times as long as later ones."""

    runs: int = 0

    async def run(self, job: Job) -> Ran:
        ran = await WORKERS.run(job)
        if job.text != REFERENCE:
            return replace(ran, cpu=1.1)
        self.runs += bool(json.loads(job.recipe)["rows"])
        took = 1.0 if self.runs == 1 else 0.1
        return replace(ran, value={**ran.value, "seconds": took}, cpu=took)


async def test_nobody_is_measured_against_a_reference_that_had_to_warm_up() -> None:
    found = await grade(never_run(), REFERENCE + "# eleven times as long\n", Warming())
    assert found.message == TOO_SLOW
