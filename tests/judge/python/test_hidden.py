"""What a verdict says about hidden data: its property and nothing else."""

import json
from dataclasses import replace

import pytest

from adapters.judge.python.grader import grade
from adapters.judge.work import Ran
from bot.datasets.catalogue import CATALOGUE
from bot.domain.exercises import Draw, Outcome, Stage
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


def hidden_cells() -> set[str]:
    """Every text and moment of the hidden draws that the sample does not have."""
    make = CATALOGUE[MATERIAL.data].make

    def cells(draw: Draw) -> set[str]:
        rows = make(draw.seed, draw.size, draw.shape).table("labels").rows
        return {str(cell) for row in rows for cell in row if len(str(cell)) > 4}

    return set().union(*map(cells, MATERIAL.hidden)) - cells(MATERIAL.sample)


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
            "Right on the sample, but it ends with an error on other data like it.",
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


@pytest.mark.parametrize("name", ["OSError", "BufferError", "RecursionError", "UserWarning"])
async def test_which_of_many_errors_it_was_is_not_told(name: str) -> None:
    """Sixty names are six bits of hidden data for each try."""
    found = await judged(changed("    known", f"    if labels.empty: raise {name}\n    known"))
    assert found.message == "Right on the sample, but it ends with an error on empty tables."


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


async def test_a_forged_value_is_only_another_wrong_value() -> None:
    reference = Ran("done", {**GIVEN, "cases": [{"value": {"list": [1, 2]}}]})
    exercise = replace(EXERCISE, reference="forged", material=replace(MATERIAL, hidden=()))
    found = await grade(exercise, REFERENCE, FixedWorkers([ran("all right"), reference]))
    assert found.outcome is Outcome.WRONG
