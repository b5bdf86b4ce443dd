"""What a drawn data set consists of. The same seed gives the same bytes on every machine."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

ColumnType = Literal["integer", "double", "text", "boolean", "timestamp", "date"]
Cell = int | float | str | bool | datetime | date | None
"""Timestamps are naive; the column's meaning names their zone."""


@dataclass(frozen=True, slots=True)
class Column:
    """`meaning` is the data dictionary's line, units and zone included."""

    name: str
    type: ColumnType
    meaning: str


@dataclass(frozen=True, slots=True)
class Table:
    name: str
    meaning: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class DataSet:
    """`provenance` says where the data is from, with deliberate holes; `truth` what was planted.

    Nothing of `truth` ever reaches a submission.
    """

    tables: tuple[Table, ...]
    provenance: str
    truth: Mapping[str, object] = field(default_factory=dict)

    def table(self, name: str) -> Table:
        return next(table for table in self.tables if table.name == name)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one data set is drawn: make(seed, size, shape), size in `entities`.

    `shapes` says what each shape plants, "plain" and "empty" among them.
    """

    name: str
    about: str
    entities: str
    shapes: Mapping[str, str]
    make: Callable[[int, int, str], DataSet]
