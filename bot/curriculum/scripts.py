"""Mock scripts, `content/scripts/<track>.yaml`: the rounds of a track and how each is played."""

import random
from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.curriculum.cases import FileId, ReasonCode
from bot.curriculum.families import SeedRef, Sentence, Strict

Minute = Annotated[int, Field(ge=0, le=120)]
INTERRUPTIONS, APART = 2, 5
"""How many fall into a round, and how many minutes lie between them at least."""


class Interruptions(Strict):
    lines: list[Sentence] = Field(min_length=INTERRUPTIONS)
    first: Minute
    last: Minute

    @model_validator(mode="after")
    def _there_is_room(self) -> Self:
        if self.last - self.first < APART:
            raise ValueError(f"first and last lie at least {APART} minutes apart")
        return self


class ConstraintCard(Strict):
    title: Sentence
    limit: Sentence


class RoleCard(Strict):
    """`hides` is told only when the candidate asks for it."""

    role: Sentence
    wants: Sentence
    hides: Sentence


class TimerLine(Strict):
    at: Minute
    say: Sentence


class HardGate(Strict):
    """A round without it fails, whatever the scores."""

    must: Sentence
    otherwise: ReasonCode


class Round(Strict):
    id: FileId
    title: Sentence
    minutes: int = Field(ge=10, le=90)
    most_minutes: int | None = None
    """For a round whose length differs from team to team."""
    assumed: bool = False
    """The length is ours; nobody has published one."""
    scored: bool = True
    """False: passed or failed, without a scale."""
    filter: Sentence
    candidate: Sentence
    """What the candidate reads when the clock starts."""
    deliver: list[Sentence] = []
    """What the candidate must have said or shown by the end."""
    sheet: list[Sentence] = Field(min_length=3)
    """For the interviewer's eyes alone."""
    cards: list[ConstraintCard] = []
    """One is drawn."""
    roles: list[RoleCard] = []
    interruptions: Interruptions | None = None
    ladder: Annotated[list[Sentence], Field(min_length=3, max_length=3)]
    """Three whys, each digging below the answer to the last."""
    pushback: Sentence
    timers: list[TimerLine] = Field(min_length=1)
    gates: list[HardGate] = []
    rubric: str
    reasons: list[ReasonCode] = Field(min_length=2)
    """What a vote against may name."""
    seed_ref: list[SeedRef] = []

    @model_validator(mode="after")
    def _fits_its_time(self) -> Self:
        late = [line.at for line in self.timers if line.at > self.longest]
        if late or (self.interruptions and self.interruptions.last >= self.longest):
            raise ValueError(f"something is said after minute {self.longest}, when it is over")
        if len(self.roles) == 1:
            raise ValueError("one role card alone has nobody to disagree with")
        return self

    @property
    def longest(self) -> int:
        return self.most_minutes or self.minutes


class ScriptFile(Strict):
    track: str
    title: Sentence
    feedback_hours: int = Field(default=24, ge=1, le=72)
    rounds: list[Round] = Field(min_length=3, max_length=6)
    seed_ref: list[SeedRef] = []

    @model_validator(mode="after")
    def _rounds_differ(self) -> Self:
        if len({entry.id for entry in self.rounds}) < len(self.rounds):
            raise ValueError("two rounds have one id")
        return self

    @property
    def minutes(self) -> tuple[int, int]:
        """Shortest and longest sum."""
        return sum(r.minutes for r in self.rounds), sum(r.longest for r in self.rounds)


def interruptions(script: Round, rng: random.Random) -> Sequence[tuple[int, str]]:
    """Two (minute, line) pairs, in order, at least APART minutes apart; none without lines."""
    if script.interruptions is None:
        return ()
    planned = script.interruptions
    first = rng.randint(planned.first, planned.last - APART)
    second = rng.randint(first + APART, planned.last)
    lines = rng.sample(planned.lines, INTERRUPTIONS)
    return tuple(zip((first, second), lines, strict=True))
