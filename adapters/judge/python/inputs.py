"""The tables an exercise works on, as data frames: drawn once, unpacked for every submission."""

import pickle
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from adapters.judge.work import Json
from bot.datasets.model import Cell, Column, DataSet, Table

Frames = dict[str, pd.DataFrame]
Maker = Callable[[int, int, str], DataSet]
Packed = tuple[np.ndarray, list[str | None] | None]
"""A column; or, for text, numbers and the different texts that they stand for."""
Columns = dict[str, Packed]
BLOCK, OWN = 100, 1_000_000
"""Entities of the draw that a large case repeats, and how far the numbers of copies are apart."""
MOST_COPIES = 5_000


@dataclass(frozen=True, slots=True)
class Bench:
    """What a submission is run with. `cases` hold one set of tables each, `large` at most one.

    `reads`: the text is to be read for style as well.
    """

    function: str
    constants: Mapping[str, int | float | str]
    modules: tuple[str, ...]
    cases: tuple[Frames, ...]
    large: tuple[Frames, ...]
    reads: bool


def drawn(recipe: Json) -> bytes:
    """`rows`, when it is not 0, asks for a large case besides the draws."""
    # Imported here: a helper that runs submissions must not have met the generators.
    from bot.datasets.catalogue import CATALOGUE  # noqa: PLC0415

    make, tables = CATALOGUE[recipe["data"]].make, recipe["tables"]
    large = [_large(make, tables, recipe["rows"])] if recipe["rows"] else []
    known = {key: recipe[key] for key in ("function", "constants", "modules", "reads")}
    return pickle.dumps({**known, "cases": _small(make, recipe), "large": large}, protocol=5)


def unpacked(inputs: bytes) -> Bench:
    """From our own `drawn`, never from anybody else."""
    known = pickle.loads(inputs)
    return Bench(
        known["function"],
        known["constants"],
        tuple(known["modules"]),
        _all_frames(known["cases"]),
        _all_frames(known["large"]),
        known["reads"],
    )


def _all_frames(cases: Sequence[Mapping[str, Columns]]) -> tuple[Frames, ...]:
    return tuple({name: _frame(columns) for name, columns in case.items()} for case in cases)


def _small(make: Maker, recipe: Json) -> list[dict[str, Columns]]:
    sets = (make(draw["seed"], draw["size"], draw["shape"]) for draw in recipe["draws"])
    return [{name: _packed(one.table(name)) for name in recipe["tables"]} for one in sets]


def _large(make: Maker, tables: Sequence[str], rows: int) -> dict[str, Columns]:
    """Copies of a block, each with people and things of its own; `rows` in the first table.

    Drawing as many rows afresh would take half a minute.
    """
    block = make(1, BLOCK, "plain")
    copies = min(MOST_COPIES, -(-rows // max(1, len(block.table(tables[0]).rows))))
    large = {name: _repeated(_packed(block.table(name)), copies) for name in tables}
    first = {column: (array[:rows], texts) for column, (array, texts) in large[tables[0]].items()}
    return large | {tables[0]: first}


def _repeated(columns: Columns, copies: int) -> Columns:
    """A table without ids, such as a list of prices, holds for all copies."""
    own = {name for name in columns if name.endswith("_id")}
    if not own:
        return columns
    return {name: _copied(packed, copies, own=name in own) for name, packed in columns.items()}


def _copied(packed: Packed, copies: int, *, own: bool) -> Packed:
    """Again and again; with values of its `own` each copy has its number in them."""
    array, texts = packed
    if not own or array.dtype.kind not in "if":
        return np.tile(array, copies), texts
    step = OWN if texts is None else len(texts)
    shifted = np.tile(array, copies) + np.repeat(np.arange(copies) * step, len(array))
    if texts is None:
        return shifted, None
    return shifted, [text and f"{text}-{copy}" for copy in range(copies) for text in texts]


def _packed(table: Table) -> Columns:
    turned = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    pairs = zip(table.columns, turned, strict=True)
    return {column.name: _column(column, cells) for column, cells in pairs}


def _column(column: Column, cells: Sequence[Cell]) -> Packed:
    """As a careful reader of files would type it: a gap makes whole numbers floating ones."""
    gaps = any(cell is None for cell in cells)
    match column.type:
        case "integer":
            return np.array(cells, dtype="float64" if gaps else "int64"), None
        case "double":
            return np.array(cells, dtype="float64"), None
        case "boolean":
            return np.array(cells, dtype="object" if gaps else "bool"), None
        case "timestamp" | "date":
            return np.array(cells, dtype="datetime64[us]"), None
        case _:
            return _coded(cells)


def _coded(cells: Sequence[Cell]) -> Packed:
    texts = list(dict.fromkeys(cells))
    numbers = {text: number for number, text in enumerate(texts)}
    codes = np.array([numbers[cell] for cell in cells], dtype="int32")
    return codes, [None if text is None else str(text) for text in texts]


def _frame(columns: Mapping[str, Packed]) -> pd.DataFrame:
    """Its columns are the arrays given, which nobody else has."""
    arrays = {
        name: array if texts is None else pd.array(texts, dtype="str").take(array)
        for name, (array, texts) in columns.items()
    }
    return pd.DataFrame(arrays, copy=False)
