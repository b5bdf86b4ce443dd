"""The shape of a track file, `content/tracks/<id>.yaml`, and of the files beside it."""

from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Literal

from pydantic import (
    Field,
    StringConstraints,
    ValidationInfo,
    field_validator,
    model_validator,
)

from bot.curriculum.families import FamilyId, SeedRef, Sentence, SkillId, Strict
from bot.domain.drills import Format
from bot.domain.timeline import SlotKind, SlotRule

CheckId = Annotated[str, StringConstraints(pattern=r"^CK\d+-\d+$")]
Hours = Annotated[float, Field(ge=0, le=96)]
SourceRef = SeedRef | Literal["own"]
"""own: not from the inventory of sources; a track for a company that it says nothing about."""
PlanDay = Annotated[int, Field(ge=1, le=28)]
_FEWEST = {"drop_first": 3, "rest_after": 2}
"""What the shortest circle, of 25 days, and the longest, of 30, need."""


class SlotEntry(Strict):
    """When a slot falls after the circle's hour, and what happens when the bot is late."""

    at: Hours
    """Hours after the circle's hour, on the same local day."""
    late_after: Hours
    when_late: Literal["post", "skip", "drop"]
    """post: still useful, send it; skip: leave out and say so; drop: leave out silently."""

    def rule(self) -> SlotRule:
        hours = timedelta(hours=1)
        return SlotRule(self.at * hours, self.late_after * hours, self.when_late)


class MainDrill(Strict):
    skill: SkillId | Literal["mixed"]
    form: Format | Literal["quiz"]
    family: FamilyId | None = None
    """The family to post; left out, one of the skill is chosen that the circle has not had."""
    short: FamilyId | None = None
    """For sql and python days: the short version, answerable on a phone."""


class DayEntry(Strict):
    day: int = Field(ge=1, le=28)
    theme: Sentence
    drill: MainDrill
    side: SkillId
    checklist: CheckId
    event: str = ""
    """What else the circle does today; one or two sentences."""
    review: bool = False
    """A review day closes with the weekly recap."""


class CheckEntry(Strict):
    id: CheckId
    title: Sentence
    detail: Sentence
    goal: int = Field(default=1, ge=1, le=20)
    """How many times it must be ticked."""
    evidence: Literal["none", "link", "note"] = "none"
    seed_ref: SourceRef


class Phase(Strict):
    first: int
    last: int
    title: Sentence


class Sprint(Strict):
    first: PlanDay
    last: PlanDay

    @model_validator(mode="after")
    def _is_two_weeks(self) -> "Sprint":
        if (days := self.last - self.first + 1) != 14:
            raise ValueError(f"must be 14 days from first to last, it has {days}")
        return self


class TrackFile(Strict):
    id: str
    title: Sentence
    role: Sentence
    disclaimer: Sentence
    borrows: list[str] = []
    """Tracks whose drills this one uses too, so that a new track need not touch every drill."""
    weights: dict[SkillId, int]
    phases: list[Phase]
    slots: dict[SlotKind, SlotEntry]
    drop_first: list[PlanDay]
    """Days left out, in this order, when a circle is shorter than 28 days."""
    rest_after: list[PlanDay]
    """Days after which a rest day goes, in this order, when it is longer."""
    sprint: Sprint
    """The 14-day version is these days alone."""
    checklist: list[CheckEntry] = Field(min_length=7, max_length=7)
    days: list[DayEntry] = Field(min_length=28, max_length=28)

    @model_validator(mode="after")
    def _days_are_complete(self) -> "TrackFile":
        if [entry.day for entry in self.days] != list(range(1, 29)):
            raise ValueError("days must be 1 to 28 in order")
        if set(self.slots) != set(SlotKind):
            raise ValueError(f"slots must be {', '.join(SlotKind)}")
        known = {entry.id for entry in self.checklist}
        unknown = {entry.checklist for entry in self.days} - known
        if unknown:
            raise ValueError(f"days name unknown checklist items: {', '.join(sorted(unknown))}")
        return self

    @field_validator("drop_first", "rest_after")
    @classmethod
    def _days_suffice(cls, days: list[int], info: ValidationInfo) -> list[int]:
        fewest = _FEWEST[info.field_name or ""]
        if len(days) < fewest or len(set(days)) < len(days):
            raise ValueError(f"must be at least {fewest} days, each named once")
        return days

    @field_validator("days")
    @classmethod
    def _skills_take_turns(cls, days: list[DayEntry]) -> list[DayEntry]:
        for before, entry in pairwise(days):
            skill = entry.drill.skill
            if before.drill.skill == skill:
                raise ValueError(f"days {before.day} and {entry.day} both have the skill {skill}")
        return days

    @field_validator("weights")
    @classmethod
    def _weights_sum(cls, weights: dict[str, int]) -> dict[str, int]:
        if sum(weights.values()) != 100:
            raise ValueError(f"weights must add up to 100, they give {sum(weights.values())}")
        return weights


class FactEntry(Strict):
    """A dated claim; shown with its source and never as fact."""

    id: str
    topic: Sentence
    claim: Sentence
    caveat: Sentence
    as_of: date
    expires: date
    source: Sentence
    seed_ref: list[SourceRef] = Field(min_length=1)

    @field_validator("expires")
    @classmethod
    def _holds_for_a_while(cls, expires: date, info: ValidationInfo) -> date:
        if "as_of" in info.data and expires <= info.data["as_of"]:
            raise ValueError(f"must lie after as_of, {info.data['as_of']}")
        return expires


class FactFile(Strict):
    track: str
    facts: list[FactEntry] = Field(min_length=1)


class DimensionEntry(Strict):
    name: Sentence
    anchors: dict[Literal["0", "2", "4"], Sentence]

    @field_validator("anchors")
    @classmethod
    def _all_three(cls, anchors: dict[str, str]) -> dict[str, str]:
        if set(anchors) != {"0", "2", "4"}:
            raise ValueError("anchors are 0, 2 and 4")
        return anchors


class RubricFile(Strict):
    id: str
    title: Sentence
    dimensions: list[DimensionEntry] = Field(min_length=2, max_length=4)
    seed_ref: list[SeedRef] = []
    parts: list[Sentence] = []
    """Fields of the answer form, for answers with several parts; empty means one text."""
