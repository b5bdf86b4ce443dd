"""What is remembered of practice, effort and posts: facts, appended once, never counters."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.drills import Drill
from bot.domain.ids import (
    ChannelRef,
    CohortId,
    MemberId,
    NoteId,
    PersonId,
    PostId,
    ServingId,
)
from bot.domain.scoring import Purpose


@dataclass(frozen=True, slots=True)
class Serving:
    """A drill as it was shown. Without a member it is the day's drill, shared by the circle.

    `key` is unique: it names a serving that must exist once, such as the third of a quiz.
    """

    id: ServingId
    cohort: CohortId
    member: MemberId | None
    day: int
    purpose: Purpose
    drill: Drill
    created_at: datetime
    key: str


@dataclass(frozen=True, slots=True)
class Attempt:
    """One graded answer; `number` 1 scores, 2 does not. `share` is the credit from 0 to 1.

    `scores` are a writer's own marks per rubric dimension, or what code got in each bucket; empty
    for other formats.
    """

    serving: ServingId
    member: MemberId
    number: int
    answer: str
    share: float
    hints: int
    seconds: float
    day: int
    at: datetime
    scores: tuple[int, ...] = ()
    stage: str = ""
    """Of an answer that was run: where the first thing went wrong, see exercises.Stage."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How the circle did on one serving, without names."""

    answered: int
    right: int
    answers: tuple[tuple[str, int], ...] = ()
    """Normalised answers with how many gave them, most frequent first."""


@dataclass(frozen=True, slots=True)
class Standing:
    """`rate` is points per active day; equal rates share a rank. `name` is empty when hidden."""

    rank: int
    member: MemberId
    name: str
    points: int
    rate: float


@dataclass(frozen=True, slots=True)
class Board:
    """The first places and, when it is not among them, the asker's own."""

    rows: tuple[Standing, ...]
    mine: Standing | None
    members: int


@dataclass(frozen=True, slots=True)
class SkillCount:
    skill: str
    answered: int
    share: float
    """Mean credit over first attempts, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Tick:
    """One tick of a checklist item, with the evidence given for it."""

    item: str
    position: int
    evidence: str
    at: datetime


@dataclass(frozen=True, slots=True)
class PrivateNote:
    """Something a person wrote down for themselves; it belongs to no circle."""

    id: NoteId
    text: str
    at: datetime


class PostState(StrEnum):
    """READY → SENDING → SENT; a crash between sending and recording leaves UNCLEAR."""

    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    UNCLEAR = "unclear"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Post:
    """A row of the outbox as a host sees it."""

    id: PostId
    key: str
    cohort: CohortId | None
    target: ChannelRef
    title: str
    state: PostState
    due_at: datetime
    sent_at: datetime | None
    reason: str


@dataclass(frozen=True, slots=True)
class Colleague:
    """A member as the host sees one: who is falling behind, without accuracy."""

    member: MemberId
    person: PersonId
    name: str
    joined_day: int
    days_kept: int
    last_day: int
