"""The tables an exercise works on, as data frames: drawn once, unpacked for every submission."""

import io
import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from adapters.judge.work import Json
from bot.datasets.model import DataSet, Table

Frames = dict[str, pd.DataFrame]
Maker = Callable[[int, int, str], DataSet]
LARGEST_ESTIMATE = 200_000


@dataclass(frozen=True, slots=True)
class Bench:
    """What a submission is run with. `cases` hold one set of tables each."""

    function: str
    constants: Mapping[str, int | float | str]
    modules: tuple[str, ...]
    cases: tuple[Frames, ...]
    timed: bool


def drawn(recipe: Json) -> bytes:
    """`rows`, when it is not 0, asks for one large case instead of the draws."""
    # Imported here: a helper that runs submissions must not have met the generators.
    from bot.datasets.catalogue import CATALOGUE  # noqa: PLC0415

    make, tables = CATALOGUE[recipe["data"]].make, recipe["tables"]
    draws = recipe["draws"]
    if recipe["rows"]:
        draws = [_large(recipe, make)]
    cases = [
        {name: _frame(data.table(name)) for name in tables}
        for data in (make(draw["seed"], draw["size"], draw["shape"]) for draw in draws)
    ]
    known = {key: recipe[key] for key in ("function", "constants", "modules")}
    return pickle.dumps({**known, "cases": cases, "timed": bool(recipe["rows"])})


def unpacked(inputs: bytes) -> Bench:
    """From our own `drawn`, never from anybody else."""
    known = pickle.load(io.BytesIO(inputs))
    return Bench(
        known["function"],
        known["constants"],
        tuple(known["modules"]),
        tuple(known["cases"]),
        known["timed"],
    )


def _large(recipe: Json, make: Maker) -> Json:
    """A draw whose first table has about `rows` rows."""
    trial = 50
    rows = len(make(1, trial, "plain").table(recipe["tables"][0]).rows)
    size = min(LARGEST_ESTIMATE, max(trial, trial * recipe["rows"] // max(1, rows)))
    return {"seed": 1, "size": size, "shape": "plain"}


def _frame(table: Table) -> pd.DataFrame:
    turned = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    return pd.DataFrame(
        {c.name: _column(c.type, cells) for c, cells in zip(table.columns, turned, strict=True)}
    )


def _column(kind: str, cells: Sequence[object]) -> pd.Series:
    """As a careful reader of files would type it: a gap makes whole numbers floating ones."""
    gaps = any(cell is None for cell in cells)
    match kind:
        case "integer":
            return pd.Series(cells, dtype="float64" if gaps else "int64")
        case "double":
            return pd.Series(cells, dtype="float64")
        case "boolean":
            return pd.Series(cells, dtype="object" if gaps else "bool")
        case "timestamp" | "date":
            return pd.Series(pd.to_datetime(pd.Series(cells, dtype="object"))).astype(
                "datetime64[us]"
            )
        case _:
            return pd.Series(cells, dtype="str")
