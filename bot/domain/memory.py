"""When a family is due again: FSRS with its clock, identity and randomness passed in or off.

Retention 0.85, no minute-long learning steps, gaps of at most a week and never past the last day
(design: content C.2). Cards are per family, so a review is a sibling variant.
"""

from dataclasses import dataclass
from datetime import datetime

from fsrs import Card, Rating, Scheduler

RETENTION = 0.85
LONGEST_GAP_DAYS = 7


@dataclass(frozen=True, slots=True)
class Memory:
    """`state` is the card as FSRS prints it; `before` the one the last review started from."""

    family: str
    state: str
    due_at: datetime
    before: str = ""


def rate(*, right: bool, hinted: bool, slow: bool, sure: bool = False) -> Rating:
    if not right:
        return Rating.Again
    if hinted or slow:
        return Rating.Hard
    return Rating.Easy if sure else Rating.Good


def review(family: str, state: str, rating: Rating, now: datetime, days_left: int) -> Memory:
    """The card after a review at `now` (aware UTC), due again inside the days that are left."""
    card = Card.from_json(state) if state else Card(card_id=1, due=now)
    longest = max(1, min(LONGEST_GAP_DAYS, days_left - 1))
    scheduler = Scheduler(
        desired_retention=RETENTION,
        learning_steps=(),
        relearning_steps=(),
        maximum_interval=longest,
        enable_fuzzing=False,
    )
    after, _ = scheduler.review_card(card, rating, review_datetime=now)
    return Memory(family, after.to_json(), after.due, state)


def reviewed_at(state: str) -> datetime | None:
    return Card.from_json(state).last_review
