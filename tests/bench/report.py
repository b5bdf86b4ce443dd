"""Figures with their targets, as a table on the terminal and in docs/benchmarks.md."""

import os
import platform
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from typing import Literal

import psutil  # type: ignore[import-untyped]
from rich.table import Table

LIBRARIES = (
    "aiohttp", "apscheduler", "pydantic", "sqlalchemy", "psycopg", "procrastinate",
)  # fmt: skip
COLUMNS = ("figure", "ours", "next to it", "result", "target", "met")


@dataclass(frozen=True)
class Figure:
    """`ours` and `peer` are for reading; `value` is what the target is about."""

    name: str
    ours: str
    peer: str
    value: float
    target: float
    bound: Literal["at most", "at least"] = "at most"
    unit: str = ""

    @property
    def met(self) -> bool:
        return self.value <= self.target if self.bound == "at most" else self.value >= self.target

    def cells(self) -> tuple[str, ...]:
        result, target = (f"{number:.4g}{self.unit}" for number in (self.value, self.target))
        met = "yes" if self.met else "NO"
        return self.name, self.ours, self.peer, result, f"{self.bound} {target}", met

    def line(self) -> str:
        """The figure as it is told the moment it is known."""
        name, *_, result, target, met = self.cells()
        return f"{name}: {result} ({target}; met: {met})"


def ms(seconds: float) -> str:
    return f"{seconds * 1000:.3g} ms"


def as_table(figures: Sequence[Figure]) -> Table:
    table = Table(*COLUMNS, title="Measured side by side")
    for figure in figures:
        table.add_row(*figure.cells(), style="" if figure.met else "bold red")
    return table


def as_markdown(figures: Sequence[Figure], postgres: str) -> str:
    rows = [COLUMNS, tuple("---" for _ in COLUMNS), *(figure.cells() for figure in figures)]
    lines = [f"| {' | '.join(cells)} |" for cells in rows]
    return "\n".join([*_header(postgres), *lines, ""])


def _header(postgres: str) -> list[str]:
    cores, memory = os.cpu_count(), psutil.virtual_memory().total / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return [
        "# Benchmarks",
        "",
        "Written by `make bench`. Both sides of a ratio are measured in turn in the same run, in",
        "a new random order each round; shown are medians, and ratios are taken within a round.",
        "Trust the ratios: the absolute figures belong to this one machine.",
        "",
        f"Machine: {cores} cores, {memory:.0f} GiB, {platform.system()}. "
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"PostgreSQL {postgres}, {libraries}.",
        "",
    ]
