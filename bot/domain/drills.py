"""A drill as one member meets it: every number drawn, every option in place.

Families live in the content files; resolving one with a seed gives a `Drill`. A drill is what a
serving stores, so an old button still grades right after the content has changed.
"""

from dataclasses import dataclass, field
from typing import Literal

from bot.domain.exercises import Exercise

Format = Literal[
    "mcq", "multi", "numeric", "order", "flaw", "written", "explain", "scope", "sql", "python"
]
LETTERS = "ABCDEFGHIJ"


@dataclass(frozen=True, slots=True)
class Option:
    """`why` explains it after the attempt; `misconception` names the error it stands for."""

    key: str
    text: str
    right: bool
    why: str
    misconception: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One right option (`mcq`)."""

    options: tuple[Option, ...]
    kind: Literal["mcq"] = "mcq"


@dataclass(frozen=True, slots=True)
class Multi:
    """All right options, no others (`multi`)."""

    options: tuple[Option, ...]
    kind: Literal["multi"] = "multi"


@dataclass(frozen=True, slots=True)
class Numeric:
    """A number in `unit`. Accepted within the larger of both tolerances.

    `rel` is a fraction of the answer, `abs_` is in the answer's unit. For the unit "%", `answer`
    is the fraction (0.05, shown as 5%).
    """

    answer: float
    unit: str
    shown: str
    rel: float = 0.0
    abs_: float = 0.0
    kind: Literal["numeric"] = "numeric"


@dataclass(frozen=True, slots=True)
class Step:
    key: str
    text: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Order:
    """Steps as shown (shuffled), and which key must come before which."""

    steps: tuple[Step, ...]
    before: tuple[tuple[str, str], ...]
    kind: Literal["order"] = "order"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Numbered lines, one of them wrong, and the reasons to choose from."""

    lines: tuple[str, ...]
    line: int
    """Number of the flawed line, from 1."""
    reasons: tuple[Option, ...]
    kind: Literal["flaw"] = "flaw"


@dataclass(frozen=True, slots=True)
class Dimension:
    """One line of a rubric with its anchors at 0, 2 and 4."""

    name: str
    low: str
    middle: str
    high: str


@dataclass(frozen=True, slots=True)
class Open:
    """Free text in one or more parts, scored by its writer against a rubric."""

    parts: tuple[str, ...]
    model_answer: str
    rubric: tuple[Dimension, ...]
    min_words: int
    max_words: int
    kind: Literal["open"] = "open"


@dataclass(frozen=True, slots=True)
class Described:
    """A table in words: (column, type, meaning) for each column."""

    name: str
    meaning: str
    columns: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Executed:
    """Text that is run. `short` is the family for a phone, `starter` how an answer may begin."""

    exercise: Exercise
    tables: tuple[Described, ...]
    short: str
    starter: str = ""
    kind: Literal["executed"] = "executed"


Body = Choice | Multi | Numeric | Order | Flaw | Open | Executed


@dataclass(frozen=True, slots=True)
class Drill:
    """`item` names this very variant: family and draw; `seconds` is the expected time."""

    family: str
    item: str
    checksum: str
    skill: str
    format: Format
    level: int
    seconds: int
    stem: str
    body: Body
    hints: tuple[str, ...]
    explanation: str
    so_what: str
    seed_ref: tuple[str, ...] = ()
    shown_code: str = field(default="")
    """Text or table printed in fixed width under the stem."""
