"""Answers that are run: what may be handed in, and what a verdict is worth.

Nothing is stored while an answer is being run, so whatever breaks then costs nobody a try.
"""

import re
from dataclasses import dataclass

from bot.curriculum.resolving import resolve
from bot.domain.drills import Drill, Executed
from bot.domain.errors import Closed, InvalidInput, NotFound
from bot.domain.exercises import LONGEST_SUBMISSION, Outcome, Stage, Verdict
from bot.domain.grading import Grade
from bot.domain.ids import MemberId, ServingId
from bot.domain.records import Serving
from bot.domain.scoring import Purpose
from bot.domain.timeline import REST
from bot.ports import Asker, Task
from bot.usecases.answering import Answered, attempted, check_open, settle
from bot.usecases.earning import short_key
from bot.usecases.scene import Enrolled

SINGLE_FROM = 16
"""The plan day from which a query is handed in once, as in the interview (content C12)."""
MOST_TRIES = 20
_FENCE = re.compile(r"```\w*\n(.*?)\n?```", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Judged:
    """`answered` is None when nothing was counted."""

    serving: Serving
    text: str
    verdict: Verdict
    answered: Answered | None
    tries_left: int
    first_clean: bool
    """The first answer ran as it was handed in."""


def hand_in(enrolled: Enrolled, serving: Serving, text: str) -> Task:
    """What the judge is asked. Raises Closed or InvalidInput when it may not be handed in."""
    body = executed(serving.drill)
    if not text.strip():
        raise InvalidInput("There is nothing to run yet.", "Write your answer into the form.")
    if len(text) > LONGEST_SUBMISSION:
        raise InvalidInput(
            f"That has {len(text):,} characters; {LONGEST_SUBMISSION:,} is the most.",
            "A good answer to this one is far shorter.",
        )
    earlier = enrolled.repos.practice.attempts(serving.id, enrolled.member.id)
    if any(made.share >= 1 for made in earlier) or len(earlier) >= tries(enrolled, serving.drill):
        raise Closed("You have answered that already.", "`/prep drill` gives you the next one.")
    if not earlier:
        check_open(enrolled, serving)
    asker = Asker(enrolled.member.person, enrolled.cohort.id, enrolled.scene.actor)
    return Task(body.exercise, unwrapped(text), asker)


def unwrapped(text: str) -> str:
    """Without what pasting adds: a byte order mark, the fence of a code block."""
    bare = text.removeprefix("\ufeff")
    fenced = _FENCE.fullmatch(bare.strip())
    return fenced[1] if fenced else bare


def executed(drill: Drill) -> Executed:
    if not isinstance(drill.body, Executed):
        raise NotFound("That drill is answered in another way.", "Open it with `/prep today`.")
    return drill.body


def tries(enrolled: Enrolled, drill: Drill) -> int:
    """Reruns are free in the first half; later a query must be right as it is handed in."""
    # A rest day belongs to the days before it.
    plan_day = max(enrolled.cohort.calendar.plan[: enrolled.day], default=REST)
    return 1 if drill.format == "sql" and plan_day >= SINGLE_FROM else MOST_TRIES


def take_verdict(enrolled: Enrolled, serving: Serving, text: str, verdict: Verdict) -> Judged:
    """Record what was found. What was not run to its end by no fault of its own is not counted."""
    practice, member = enrolled.repos.practice, enrolled.member
    earlier = practice.attempts(serving.id, member.id)
    most = tries(enrolled, serving.drill)
    if verdict.outcome in {Outcome.LOST, Outcome.REFUSED}:
        clean = bool(earlier) and earlier[0].stage == Stage.RESULT
        return Judged(serving, text, verdict, None, most - len(earlier), clean)
    graded = Grade(text.strip(), verdict.share)
    scores = tuple(bucket.score for bucket in verdict.buckets)
    made = attempted(enrolled, serving, graded, len(earlier) + 1, verdict.stage, scores)
    answered = settle(enrolled, serving, made, graded)
    first = earlier[0] if earlier else made
    left = 0 if graded.right else max(0, most - made.number)
    return Judged(serving, text, verdict, answered, left, first.stage == Stage.RESULT)


def short_version(enrolled: Enrolled, serving: Serving) -> Serving:
    """The same idea without running anything; it keeps the day as well.

    Raises Closed where the drill itself could not be answered any more.
    """
    curriculum = enrolled.scene.curriculum
    family = curriculum.family(executed(serving.drill).short)
    tried = enrolled.repos.practice.attempts(serving.id, enrolled.member.id)
    if not tried:
        check_open(enrolled, serving)
    new = Serving(
        id=ServingId(0),
        cohort=enrolled.cohort.id,
        member=MemberId(enrolled.member.id),
        day=serving.day,
        purpose=Purpose.EXTRA if tried else serving.purpose,
        drill=resolve(curriculum, family, enrolled.scene.random.getrandbits(31)),
        created_at=enrolled.now,
        key=short_key(enrolled, serving),
    )
    return enrolled.repos.practice.serve(new)
