"""An exercise in Python is proven like one in SQL."""

from adapters.judge.authoring import Claims, Report, Wrong, check_exercise
from bot.domain.exercises import Draw, Material, PythonExercise
from tests.judge.inline import InlineWorkers

REFERENCE = '''
def known(labels):
    """Labels of each person."""
    # Skipped pictures are missing.
    return labels.dropna(subset=["label"]).groupby("annotator_id").size()
'''
LOOP = """
def known(labels):
    found = {}
    for row in labels.itertuples():
        if isinstance(row.label, str):
            found[row.annotator_id] = found.get(row.annotator_id, 0) + 1
    import pandas as pd
    return pd.Series(found, dtype="int64")
"""
COUNTS_ALL = REFERENCE.replace('.dropna(subset=["label"])', "")
MATERIAL = Material("label_ops", ("labels",), Draw(1, 3), (), (("nulls", "skipped pictures"),))
EXERCISE = PythonExercise(MATERIAL, "known", REFERENCE)


async def checked(accepted: str, *wrong: Wrong) -> Report:
    claims = Claims((accepted,), wrong)
    return await check_exercise(EXERCISE, claims, InlineWorkers(), candidates=6)


async def test_a_fair_exercise_is_good_and_has_its_hidden_draws() -> None:
    report = await checked(LOOP, Wrong(COUNTS_ALL, "skipped ones count"))
    assert report.good
    assert {draw.shape for draw in report.hidden} == {"plain", "nulls", "empty"}
    assert "skipped pictures" in report.messages["skipped ones count"]


async def test_an_accepted_answer_that_is_wrong_is_complained_about() -> None:
    report = await checked(COUNTS_ALL, Wrong(COUNTS_ALL, "skipped ones count"))
    assert [text.partition(" (")[0] for text in report.complaints] == ["accepted 1"]


async def test_a_wrong_answer_may_lose_in_a_bucket_of_its_own() -> None:
    assert (await checked(REFERENCE, Wrong(LOOP, "a loop", "scales"))).good


async def test_a_wrong_answer_that_loses_elsewhere_is_complained_about() -> None:
    report = await checked(REFERENCE, Wrong(LOOP, "a loop", "works"))
    assert [text.partition(" (")[0] for text in report.complaints] == ["wrong 1"]


async def test_a_wrong_answer_is_counted_among_all_that_are_listed() -> None:
    """Also where those before it lose in another bucket and are not tried on data."""
    slow, right = Wrong(LOOP, "a loop", "scales"), Wrong(REFERENCE, "it is right")
    report = await checked(REFERENCE, slow, right)
    assert report.survivors == ("wrong 2",)
    assert report.complaints == ("wrong 2 (it is right) is graded correct",)
