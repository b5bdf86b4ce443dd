"""The shipped drills whose answers are run: what their wrong answers are told."""

from dataclasses import replace

import pytest

from adapters.judge.feedback import OTHER
from adapters.judge.python.grader import grade as grade_python
from adapters.judge.sql.grader import grade as grade_sql
from bot.curriculum.catalog import Curriculum
from bot.curriculum.executing import exercise_of
from bot.curriculum.families import PythonFamily, SqlFamily
from bot.curriculum.reading import read
from bot.domain.exercises import Exercise, PythonExercise, SqlExercise
from tests.conftest import CONTENT
from tests.judge.inline import InlineWorkers

RUN = [
    family
    for _, family in sorted(read(CONTENT).curriculum.families.items())
    if isinstance(family, SqlFamily | PythonFamily)
]


@pytest.mark.parametrize("family", RUN, ids=[family.family for family in RUN])
async def test_each_wrong_answer_is_told_the_property_it_misses(
    family: SqlFamily | PythonFamily,
) -> None:
    exercise, workers = exercise_of(family), InlineWorkers()
    told = {text: await _told(exercise, text, workers) for text in _wrong(family)}
    assert [text for text, message in told.items() if message.endswith(f"{OTHER}.")] == []


def _wrong(family: SqlFamily | PythonFamily) -> list[str]:
    """Those that data can tell from a right one."""
    if isinstance(family, SqlFamily):
        return [entry.query for entry in family.wrong]
    return [entry.code for entry in family.wrong if entry.bucket == "works"]


async def _told(exercise: Exercise, text: str, workers: InlineWorkers) -> str:
    """No large case is run: its words name no property."""
    if isinstance(exercise, SqlExercise):
        return (await grade_sql(exercise, text, workers)).message
    assert isinstance(exercise, PythonExercise)
    return (await grade_python(replace(exercise, speed=None), text, workers)).message


def test_whole_columns_are_measured_on_a_large_table(curriculum: Curriculum) -> None:
    columns = [
        family
        for family in curriculum.families.values()
        if isinstance(family, PythonFamily) and family.skill == "py.vector"
    ]
    assert columns
    assert [family.family for family in columns if family.speed is None] == []
