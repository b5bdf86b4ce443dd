"""What an executed drill asks for, and what running an answer showed."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

Language = Literal["sql", "python"]
LONGEST_SUBMISSION = 8_000
"""Characters of a submission."""


@dataclass(frozen=True, slots=True)
class Draw:
    """One drawing of a data set. `shape` names the property it is rich in, `size` its entities."""

    seed: int
    size: int
    shape: str = "plain"


@dataclass(frozen=True, slots=True)
class Material:
    """The tables an exercise works on. Members see the sample, never the hidden drawings."""

    data: str
    tables: tuple[str, ...]
    sample: Draw
    hidden: tuple[Draw, ...]
    properties: tuple[tuple[str, str], ...] = ()
    """What each shape is called in front of members: ("ties", "players who share a place")."""


@dataclass(frozen=True, slots=True)
class SqlExercise:
    """`readings` are further queries whose different results are right as well.

    `ordered_by` names the result columns that the question asks to sort by; rows that tie in them
    may come in any order. Empty: the order of rows does not count.
    """

    material: Material
    reference: str
    readings: tuple[str, ...] = ()
    ordered_by: tuple[str, ...] = ()
    kind: Literal["sql"] = "sql"


@dataclass(frozen=True, slots=True)
class Speed:
    """The case that loops fail: `rows` in the first table, at most `ratio` times the reference."""

    rows: int = 100_000
    ratio: float = 10.0


@dataclass(frozen=True, slots=True)
class PythonExercise:
    """A function is asked for; it gets the tables as data frames, then `constants` by name."""

    material: Material
    function: str
    reference: str
    readings: tuple[str, ...] = ()
    constants: tuple[tuple[str, int | float | str], ...] = ()
    modules: tuple[str, ...] = ("numpy", "pandas")
    """What a submission may import."""
    ordered: bool = False
    """Whether the order of rows or entries counts."""
    speed: Speed | None = None
    kind: Literal["python"] = "python"


Exercise = SqlExercise | PythonExercise


class Outcome(StrEnum):
    CORRECT = "correct"
    WRONG = "wrong"
    REFUSED = "refused"
    ERROR = "error"
    TIMEOUT = "timeout"
    LOST = "lost"
    """The worker died or could not start: nothing is counted, the member may try again."""


class Stage(StrEnum):
    """Where the first thing went wrong; a first answer that reaches RESULT ran clean."""

    LENGTH = "length"
    SYNTAX = "syntax"
    NAME = "name"
    RUNTIME = "runtime"
    RESULT = "result"


@dataclass(frozen=True, slots=True)
class Bucket:
    """One of the three things code is read for, 0 to 4, with the reasons."""

    name: Literal["works", "scales", "maintainable"]
    score: int
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """`message` is the first thing the member reads, `shown` goes under it in fixed width.

    Both may quote what the member wrote; whoever shows them makes markup harmless.
    """

    outcome: Outcome
    stage: Stage
    message: str
    shown: str = ""
    share: float = 0.0
    """Credit from 0 to 1. For Python a quarter of the least bucket's score."""
    buckets: tuple[Bucket, ...] = ()
    notes: tuple[str, ...] = ()
    """Advice that changes no score, such as a join without a condition."""
