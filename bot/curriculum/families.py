"""The shape of a drill file: `content/drills/<skill>/<name>.yaml`, one family each.

These models are what authors write against; `prepcircle schema` prints them as JSON Schema.
"""

import re
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    model_validator,
)

from bot.domain.grading import order_is_possible


def flowing(text: str) -> str:
    """Lines broken to fit a file run on; empty lines and list items stay where they are."""
    return re.sub(r"(?<!\n)[ \t]*\n(?!\n|\s*[-*•]\s|\s*\d+[.)]\s)[ \t]*", " ", text)


Sentence = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1), AfterValidator(flowing)
]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
FamilyId = Annotated[str, StringConstraints(pattern=r"^[a-z]{1,16}\.[a-z]{1,16}\.[a-z0-9-]{3,48}$")]
SkillId = Annotated[str, StringConstraints(pattern=r"^[a-z]+\.[a-z]+$")]
SeedRef = Annotated[str, StringConstraints(pattern=r"^(S[0-2]-\d{1,3}|C\d{1,2})$")]
Formula = Annotated[str | float | int, Field(description="Arithmetic over the drawn values.")]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Range(Strict):
    """Evenly spaced numbers: from, from + step, … up to and including `to`."""

    start: float = Field(alias="from")
    to: float
    step: float = Field(gt=0)


class OneOf(Strict):
    """One entry of a list: numbers, texts, or records whose fields are read as name.field."""

    choice: list[float | int | str | dict[str, float | int | str]] = Field(min_length=2)


class OptionEntry(Strict):
    text: Sentence
    right: bool = False
    why: Sentence
    misconception: str = ""
    """The error this option stands for; required on wrong ones."""

    @model_validator(mode="after")
    def _wrong_ones_name_an_error(self) -> "OptionEntry":
        if not self.right and not self.misconception.strip():
            raise ValueError("a wrong option must name its misconception")
        return self


class StepEntry(Strict):
    id: Name
    text: Sentence
    after: list[Name] = []
    """Steps that must come before this one; leave out what may be in any order."""
    why: str = ""


class Tolerance(Strict):
    """Accepted distance: `rel` as a fraction of the answer, `abs` in the answer's unit."""

    rel: float = Field(default=0.0, ge=0, le=0.2)
    abs: float = Field(default=0.0, ge=0)


class Context(Strict):
    division: str
    product: str


class FamilyBase(Strict):
    family: FamilyId
    version: int = Field(default=1, ge=1)
    skill: SkillId
    also: list[SkillId] = []
    tracks: list[str] = Field(min_length=1)
    level: int = Field(ge=1, le=5)
    seconds: int = Field(ge=20, le=1800)
    seed_ref: list[SeedRef] = Field(min_length=1)
    context: Context
    stem: Sentence | Annotated[list[Sentence], Field(min_length=1, max_length=3)]
    """One wording, or up to three."""
    shown: str = ""
    """Printed in fixed width under the stem: a small table, a query, a plan."""
    params: dict[Name, Range | OneOf] = {}
    let: dict[Name, Formula] = {}
    """Named values worked out from the drawn ones, in order."""
    where: list[str] = []
    """Conditions a draw must meet; others are drawn again."""
    hints: list[Sentence] = Field(min_length=2, max_length=2)
    explanation: Sentence
    so_what: Sentence
    recall: bool = False
    """True for an item that asks for a remembered fact (at most one in ten)."""
    source: str = "own"
    licence: str = "MIT"
    author: str = "Prepcircle"
    reviewed_by: str = ""
    status: Literal["draft", "pilot", "live", "retired"] = "pilot"


class ChoiceFamily(FamilyBase):
    format: Literal["mcq", "multi"]
    options: list[OptionEntry] = Field(min_length=2, max_length=4)
    keep_order: bool = False
    """Options are shown as written (numbers in order); otherwise shuffled for each serving."""

    @model_validator(mode="after")
    def _right_options(self) -> "ChoiceFamily":
        right = sum(option.right for option in self.options)
        if self.format == "mcq" and right != 1:
            raise ValueError(f"an mcq has one right option, this one has {right}")
        if self.format == "multi" and not 1 <= right < len(self.options):
            raise ValueError("a multi has at least one right and one wrong option")
        return self


class NumericFamily(FamilyBase):
    format: Literal["numeric"]
    params: dict[Name, Range | OneOf] = Field(min_length=1)
    answer: Formula
    unit: str = ""
    """"%" means the answer is a fraction shown in per cent."""
    tolerance: Tolerance


class OrderFamily(FamilyBase):
    format: Literal["order"]
    steps: list[StepEntry] = Field(min_length=3, max_length=6)

    @model_validator(mode="after")
    def _some_order_holds(self) -> "OrderFamily":
        ids = [step.id for step in self.steps]
        if len(set(ids)) < len(ids):
            raise ValueError("steps use an id twice")
        if not order_is_possible(ids, self.before):
            raise ValueError("steps cannot all be kept, or name an unknown step")
        return self

    @property
    def before(self) -> tuple[tuple[str, str], ...]:
        """Which step must come before which."""
        return tuple((first, step.id) for step in self.steps for first in step.after)


class FlawFamily(FamilyBase):
    format: Literal["flaw"]
    lines: list[Sentence] = Field(min_length=3, max_length=8)
    flaw_line: int = Field(ge=1, le=8)
    options: list[OptionEntry] = Field(min_length=2, max_length=4)
    """Reasons to pick from; one is right."""

    @model_validator(mode="after")
    def _one_flaw(self) -> "FlawFamily":
        if self.flaw_line > len(self.lines):
            raise ValueError(f"flaw_line is {self.flaw_line}, there are {len(self.lines)} lines")
        if sum(option.right for option in self.options) != 1:
            raise ValueError("one reason is right")
        return self


class OpenFamily(FamilyBase):
    format: Literal["written", "explain", "scope"]
    rubric: str
    """File name in content/rubrics without its ending."""
    model_answer: Sentence
    samples: dict[Literal["1", "2", "4"], str] = {}
    """Short answers at three levels, for calibration."""
    min_words: int = Field(default=25, ge=5)
    max_words: int = Field(default=350, le=500)


class DrawEntry(Strict):
    seed: int = Field(ge=0)
    size: int = Field(default=8, ge=0, le=500)
    """How many people, tasks or devices are drawn."""
    shape: str = "plain"


class DataEntry(Strict):
    """Which tables an answer runs on. `hidden` is filled in by `prepcircle author check`."""

    set: str
    tables: list[Name] = Field(min_length=1)
    sample: DrawEntry
    hidden: list[DrawEntry] = []


class SqlWrong(Strict):
    """A plausible wrong answer; `why` names the error."""

    query: str
    why: Sentence


class PythonWrong(Strict):
    code: str
    why: Sentence
    bucket: Literal["works", "scales", "maintainable"] = "works"


NO_DRAWINGS = "data.hidden is empty"


class ExecutedBase(FamilyBase):
    """Answers are run. `short` is what a phone gets, or everybody when nothing can be run."""

    short: FamilyId
    data: DataEntry
    properties: dict[str, Sentence] = {}
    """What members are told of a shape. These are tried as hidden data, beside plain and empty."""
    reference: str
    readings: list[str] = []
    """Other readings of the question, with other results, that are right as well."""
    accepted: list[str] = []
    """The same in other words: each must be graded right."""
    equivalent: list[str] = []
    """Slips, as `prepcircle author check` names them, that make no difference."""

    @model_validator(mode="after")
    def _is_graded_on_something(self) -> Self:
        if self.status != "draft" and not self.data.hidden:
            run = f"run `prepcircle author check {self.family} --write`"
            raise ValueError(f"{NO_DRAWINGS}: {run}, or leave `status: draft`")
        return self


class SqlFamily(ExecutedBase):
    format: Literal["sql"]
    ordered_by: list[str] = []
    """Result columns the question asks to sort by; empty when the order does not count."""
    wrong: list[SqlWrong] = Field(min_length=2)


class SpeedEntry(Strict):
    rows: int = Field(default=100_000, ge=1_000, le=200_000)
    ratio: float = Field(default=10, ge=2, le=100)


class PythonFamily(ExecutedBase):
    format: Literal["python"]
    function: Name
    constants: dict[Name, int | float | str] = {}
    """Arguments after the tables, by name."""
    modules: list[str] = ["numpy", "pandas"]
    ordered: bool = False
    speed: SpeedEntry | None = None
    wrong: list[PythonWrong] = Field(min_length=2)


Family = Annotated[
    ChoiceFamily | NumericFamily | OrderFamily | FlawFamily | OpenFamily | SqlFamily | PythonFamily,
    Field(discriminator="format"),
]
