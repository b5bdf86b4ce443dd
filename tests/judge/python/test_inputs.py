"""The tables of an exercise as data frames."""

import pandas as pd
import pytest

from adapters.judge.python.inputs import Bench, drawn, unpacked
from adapters.judge.work import Json
from bot.datasets.catalogue import CATALOGUE


def bench(data: str, *tables: str, shape: str = "plain", rows: int = 0) -> Bench:
    recipe: Json = {
        "data": data,
        "tables": list(tables),
        "draws": [{"seed": 1, "size": 5, "shape": shape}],
        "rows": rows,
        "function": "f",
        "constants": {"limit": 3},
        "modules": ["pandas"],
        "reads": False,
    }
    return unpacked(drawn(recipe))


@pytest.mark.parametrize("name", CATALOGUE)
@pytest.mark.parametrize("shape", ["plain", "empty", "nulls", "single"])
def test_every_table_keeps_its_rows_and_gaps(name: str, shape: str) -> None:
    wanted = CATALOGUE[name].make(1, 5, shape)
    frames = bench(name, *(table.name for table in wanted.tables), shape=shape).cases[0]
    for table in wanted.tables:
        frame = frames[table.name]
        assert list(frame.columns) == [column.name for column in table.columns]
        gaps = [[cell is None for cell in row] for row in table.rows]
        assert frame.isna().to_numpy().tolist() == gaps


def test_columns_have_the_types_a_careful_reader_would_give_them() -> None:
    frame = bench("label_ops", "labels").cases[0]["labels"]
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == {
        "label_id": "int64",
        "task_id": "int64",
        "annotator_id": "str",
        "started_at": "datetime64[us]",
        "submitted_at": "datetime64[us]",
        "label": "str",
        "seconds": "int64",
    }


def test_a_gap_makes_whole_numbers_floating_ones() -> None:
    frame = bench("label_ops", "labels", shape="nulls").cases[0]["labels"]
    assert str(frame["seconds"].dtype) == "float64"


def test_values_are_those_that_were_drawn() -> None:
    table = CATALOGUE["label_ops"].make(1, 5, "plain").table("labels")
    frame = bench("label_ops", "labels").cases[0]["labels"]
    assert [tuple(row) for row in frame.itertuples(index=False)] == [
        tuple(pd.Timestamp(cell) if hasattr(cell, "hour") else cell for cell in row)
        for row in table.rows
    ]


def test_a_large_case_has_exactly_the_rows_that_are_asked_for() -> None:
    frames = bench("label_ops", "labels", "annotators", rows=20_000).large[0]
    assert len(frames["labels"]) == 20_000


def test_copies_in_a_large_case_have_people_and_things_of_their_own() -> None:
    frames = bench("label_ops", "labels", "annotators", rows=20_000).large[0]
    assert frames["labels"]["label_id"].is_unique
    assert frames["annotators"]["annotator_id"].is_unique
    assert set(frames["labels"]["annotator_id"]) <= set(frames["annotators"]["annotator_id"])


def test_a_list_of_prices_is_not_repeated() -> None:
    frames = bench("match_catalog", "claims", "costs", rows=20_000).large[0]
    assert len(frames["costs"]) == 2


def test_a_large_case_comes_besides_the_draws() -> None:
    both = bench("label_ops", "labels", rows=1_000)
    assert (len(both.cases), len(both.large)) == (1, 1)
    assert bench("label_ops", "labels").large == ()
