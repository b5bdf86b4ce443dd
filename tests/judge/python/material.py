"""An exercise, and values and answers as they come from a child, for tests of the Python judge."""

import json

from adapters.judge.python.grader import grade
from adapters.judge.python.results import Answer, Value, answer
from adapters.judge.python.values import Encoder
from adapters.judge.work import Json, Ran
from bot.domain.exercises import Draw, Material, PythonExercise, Verdict
from tests.judge.inline import InlineWorkers

GIVEN: Json = {"cases": [{"value": 1}], "seconds": 0.1}


def value(returned: object) -> Value:
    """What the judge reads when a function returns this."""
    found = read(json.loads(json.dumps(Encoder().encode(returned)))).cases[0].value
    assert found is not None
    return found


def read(encoded: Json) -> Answer:
    """An answer of one case with that value."""
    return answer({**GIVEN, "cases": [{"value": encoded}]}, 1)


def ran(*values: Json) -> Ran:
    """A child that ended well and says this."""
    return Ran("done", {**GIVEN, "cases": [{"value": value} for value in values]})


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


async def judged(text: str, exercise: PythonExercise = EXERCISE) -> Verdict:
    return await grade(exercise, text, WORKERS)


def function(body: str) -> str:
    return f"def per_person(labels):\n    {body}\n"


def changed(old: str, new: str) -> str:
    assert old in REFERENCE
    return REFERENCE.replace(old, new)


def said(verdict: Verdict) -> str:
    reasons = " ".join(reason for bucket in verdict.buckets for reason in bucket.reasons)
    return f"{verdict.message} {verdict.shown} {reasons} {' '.join(verdict.notes)}"
