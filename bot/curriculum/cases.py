"""Debrief cases, `content/cases/<id>.yaml`: a short story, a vote, and what follows from it."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from bot.curriculum.families import SeedRef, Sentence, Strict

ReasonCode = Literal[
    "model-first", "no-product-constraint", "no-so-what", "jargon", "provenance-not-asked",
    "over-engineered", "edge-cases-skipped", "unreadable", "no-decision-loop", "metric-dump",
    "base-only", "defensive", "incomplete", "no-narrative",
]  # fmt: skip
FileId = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]{2,47}$")]
Lines = Annotated[list[Sentence], Field(min_length=3, max_length=3)]


class CaseFile(Strict):
    """What a debrief shows, in this order: brief, vote, reason, reveal, lesson."""

    id: FileId
    title: Sentence
    tracks: list[str] = Field(min_length=1)
    brief: Lines
    """What the reviewers saw; it must not tell how the vote went."""
    vote: Literal["advance", "reject"]
    reason: ReasonCode
    """What decided it: on a rejection the failing shown, else the failing avoided."""
    reveal: Sentence
    lesson: Lines
    seed_ref: list[SeedRef] = []
    """Left out by cases that are your own."""
