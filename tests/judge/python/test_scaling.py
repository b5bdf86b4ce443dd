"""The large case: its values, its time, and answers that hide it."""

import json
from dataclasses import dataclass, field, replace

import pytest

from adapters.judge.python.grader import TOO_SLOW, grade
from adapters.judge.work import Job, Ran
from bot.domain.exercises import Outcome, Speed
from tests.judge.python.material import (
    EXERCISE,
    LOOP,
    REFERENCE,
    WORKERS,
    judged,
)

LARGE = replace(EXERCISE, speed=Speed(20_000, 8))


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
