"""Draws of 200 seeds, rows by column name, for those who look for what was planted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from typing import Any

import numpy as np

from bot.datasets.catalogue import CATALOGUE
from bot.datasets.drawing import START
from bot.datasets.model import Table

SEEDS = 200
Record = dict[str, Any]


@dataclass(frozen=True)
class Drawn:
    rows: dict[str, list[Record]]
    truth: Mapping[str, Any]


@cache
def drawn(name: str, size: int, shape: str = "plain", seeds: int = SEEDS) -> tuple[Drawn, ...]:
    sets = (CATALOGUE[name].make(seed, size, shape) for seed in range(seeds))
    return tuple(
        Drawn({table.name: _records(table) for table in data.tables}, data.truth) for data in sets
    )


def _records(table: Table) -> list[Record]:
    names = [column.name for column in table.columns]
    return [dict(zip(names, row, strict=True)) for row in table.rows]


def day(moment: datetime | date) -> int:
    return (date.fromisoformat(str(moment)[:10]) - START).days


def near(found: Iterable[float], planted: Iterable[float], tolerance: float) -> None:
    """The mean over all seeds of found - planted is within the tolerance."""
    errors = np.array(list(found)) - np.array(list(planted))
    assert len(errors) == SEEDS
    assert abs(errors.mean()) < tolerance, errors.mean()


def share(answers: Iterable[bool]) -> float:
    return float(np.mean(list(answers)))
