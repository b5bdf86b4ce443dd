"""Answers, hints and self-scores: what a member does with a serving."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from bot.domain.drills import Drill, Open
from bot.domain.errors import Closed, InvalidInput, NotFound, NotPermitted
from bot.domain.grading import Grade, grade
from bot.domain.ids import CohortId, ServingId
from bot.domain.memory import rate, review, reviewed_at
from bot.domain.records import Attempt, Serving
from bot.domain.scoring import Purpose, Streak, skill_bonus, streak
from bot.domain.timeline import REST, SlotKind, ordinal
from bot.usecases.earning import points_of
from bot.usecases.nudging import withdraw
from bot.usecases.scene import Enrolled, Scene

TRIES = 2
A_MOMENT = timedelta(seconds=5)
_SLOW = 2.0
"""Longer than this many times the expected time counts as hard for spaced review."""
_SCORED = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer was worth. `points` are effort, `bonus` the private skill number's growth."""

    serving: Serving
    attempt: Attempt
    grade: Grade
    points: int
    bonus: int
    streak: Streak
    may_try_again: bool
    may_be_sure: bool


def find(scene: Scene, serving_id: ServingId) -> tuple[Enrolled, Serving]:
    """The serving and its circle, for somebody entitled to it; tokens are never trusted."""
    serving = scene.repos.practice.serving(serving_id)
    if serving is None:
        raise NotFound("That drill is no more.", "`/prep drill` gives you a new one.")
    enrolled = _in_circle(scene, serving.cohort).enrolled()
    if serving.member not in (None, enrolled.member.id):
        raise NotPermitted("That drill was served to somebody else.", "`/prep drill` is yours.")
    return enrolled, serving


def _in_circle(scene: Scene, wanted: CohortId) -> Scene:
    """A button may be pressed where another circle meets."""
    if scene.cohort is not None and scene.cohort.id == wanted:
        return scene
    cohort = scene.repos.cohorts.get(wanted)
    member = scene.repos.members.find(wanted, scene.person.id)
    return replace(scene, cohort=cohort, member=member)


def check_open(enrolled: Enrolled, serving: Serving) -> None:
    """The day's drill closes with its reveal, and its short version with it."""
    is_days = serving.purpose is Purpose.DAILY
    if is_days and enrolled.cohort.settled >= _reveal_of(enrolled, serving.day):
        raise Closed(
            f"Day {serving.day}'s drill has been revealed.",
            "`/prep catchup` lets you practise it all the same.",
        )


def _reveal_of(enrolled: Enrolled, day: int) -> int:
    """The slot that gives the day's answer away: the next day's reveal, or the close."""
    if day == enrolled.cohort.calendar.days:
        return ordinal(day, SlotKind.CLOSE)
    return ordinal(day + 1, SlotKind.REVEAL)


def answer(enrolled: Enrolled, serving: Serving, text: str) -> Answered:
    """Grade and record. Only the first try scores; a second is for learning."""
    earlier = enrolled.repos.practice.attempts(serving.id, enrolled.member.id)
    if again := _double_click(enrolled, serving, earlier, text):
        return again
    _check_tries(serving.drill, len(earlier), any(made.share >= 1 for made in earlier))
    if not earlier:
        check_open(enrolled, serving)
    graded = grade(serving.drill, text)
    made = attempted(enrolled, serving, graded, len(earlier) + 1)
    return settle(enrolled, serving, made, graded)


def settle(enrolled: Enrolled, serving: Serving, made: Attempt, graded: Grade) -> Answered:
    """Record a graded attempt and what follows from it. Raises Closed when another was."""
    points = points_of(enrolled, serving, made) if made.number == 1 else 0
    if not enrolled.repos.practice.record(serving, made):
        return _overtaken(enrolled, serving, graded)
    if made.number == 1:
        _settle_first(enrolled, serving, made, points)
    return _result(enrolled, serving, made, graded, points)


def _overtaken(enrolled: Enrolled, serving: Serving, graded: Grade) -> Answered:
    """Somebody else's transaction was first with this try, most likely a click of the same two."""
    practice = enrolled.repos.practice
    recorded = practice.attempts(serving.id, enrolled.member.id)
    if again := _repeated(enrolled, serving, recorded[-1], graded):
        return again
    raise Closed("You have answered that already.", "`/prep me` shows your days.")


def _double_click(
    enrolled: Enrolled, serving: Serving, earlier: Sequence[Attempt], text: str
) -> Answered | None:
    last = earlier[-1] if earlier else None
    if last is None or enrolled.now - last.at > A_MOMENT:
        return None
    return _repeated(enrolled, serving, last, grade(serving.drill, text))


def _repeated(
    enrolled: Enrolled, serving: Serving, last: Attempt, graded: Grade
) -> Answered | None:
    """The same answer a moment later is the same try: its verdict once more, and no second one."""
    if graded.answer != last.answer:
        return None
    first = last.number == 1
    source = (enrolled.member.id, serving.purpose, str(serving.id))
    points = enrolled.repos.efforts.given(*source) if first else 0
    return _result(enrolled, serving, last, graded, points)


def _check_tries(drill: Drill, tries: int, was_right: bool) -> None:
    if tries >= TRIES or was_right or (tries and isinstance(drill.body, Open)):
        raise Closed("You have answered that already.", "`/prep drill` gives you the next one.")


def attempted(
    enrolled: Enrolled,
    serving: Serving,
    graded: Grade,
    number: int,
    stage: str = "",
    scores: tuple[int, ...] = (),
) -> Attempt:
    """A hint halves the credit; free text has none until its writer has scored it."""
    hints = enrolled.repos.practice.hints(serving.id, enrolled.member.id)
    share = graded.share / 2 if hints else graded.share
    if isinstance(serving.drill.body, Open):
        share = 0.0
    return Attempt(
        serving=serving.id,
        member=enrolled.member.id,
        number=number,
        answer=graded.answer,
        share=share,
        hints=hints,
        seconds=(enrolled.now - serving.created_at).total_seconds(),
        day=enrolled.day,
        at=enrolled.now,
        scores=scores,
        stage=stage,
    )


def _settle_first(enrolled: Enrolled, serving: Serving, made: Attempt, points: int) -> None:
    member = enrolled.member
    if points:
        enrolled.repos.efforts.add(member, made.day, points, serving.purpose, str(serving.id))
    if not isinstance(serving.drill.body, Open):
        _remember(enrolled, serving, made, right=made.share >= 0.5)
    if made.day in member.days_off:
        enrolled.repos.members.practised(member.id, made.day)
    withdraw(enrolled.repos, member, made.day, "answered before it was due")


def _remember(
    enrolled: Enrolled, serving: Serving, made: Attempt, *, right: bool, sure: bool = False
) -> None:
    memories, member = enrolled.repos.memories, enrolled.member
    known = memories.get(member.id, serving.drill.family)
    state = "" if known is None else known.before if sure else known.state
    slow = made.seconds > _SLOW * serving.drill.seconds and serving.member is not None
    rating = rate(right=right, hinted=made.hints > 0, slow=slow, sure=sure)
    days_left = enrolled.cohort.calendar.days - made.day
    memories.save(member.id, review(serving.drill.family, state, rating, made.at, days_left))


def _met_since(enrolled: Enrolled, serving: Serving, made: Attempt) -> bool:
    """Whether a later answer of the same family has already set when it comes again."""
    known = enrolled.repos.memories.get(enrolled.member.id, serving.drill.family)
    last = None if known is None else reviewed_at(known.state)
    return last is not None and last > made.at


def _result(
    enrolled: Enrolled, serving: Serving, made: Attempt, graded: Grade, points: int
) -> Answered:
    first = made.number == 1
    is_open = isinstance(serving.drill.body, Open)
    fast = made.seconds <= serving.drill.seconds
    return Answered(
        serving=serving,
        attempt=made,
        grade=graded,
        points=points,
        bonus=skill_bonus(serving.drill.level, right=made.share >= 1) if first else 0,
        streak=streak_of(enrolled),
        may_try_again=first and not graded.right and not is_open,
        may_be_sure=first and graded.right and not made.hints and fast and not is_open,
    )


def streak_of(enrolled: Enrolled) -> Streak:
    kept = enrolled.repos.practice.days_kept(enrolled.member.id)
    return streak(enrolled.member.joined_day, enrolled.last_day, kept, days_off(enrolled))


def days_off(enrolled: Enrolled) -> frozenset[int]:
    """Planned days off and the plan's rest days."""
    rests = {day for day, plan in enumerate(enrolled.cohort.calendar.plan, 1) if plan == REST}
    return enrolled.member.days_off | rests


def take_hint(enrolled: Enrolled, serving: Serving) -> tuple[int, str]:
    """The number of the hint and its text; the last one repeats."""
    check_open(enrolled, serving)
    if enrolled.repos.practice.attempts(serving.id, enrolled.member.id):
        raise Closed("You have answered that already.", "The explanation came with the verdict.")
    taken = enrolled.repos.practice.hint(serving.id, enrolled.member.id)
    number = min(taken, len(serving.drill.hints))
    return number, serving.drill.hints[number - 1]


def self_score(enrolled: Enrolled, serving: Serving, scores: tuple[int, ...]) -> Attempt:
    """Store the writer's own marks, once for each dimension of the rubric."""
    made = written(enrolled, serving, len(scores))
    if any(score not in _SCORED for score in scores):
        raise InvalidInput("Marks run from 0 to 4.", "For example: 3")
    share = sum(scores) / (4 * len(scores))
    enrolled.repos.practice.score(serving.id, enrolled.member.id, scores, share)
    if not made.scores and not _met_since(enrolled, serving, made):
        _remember(enrolled, serving, made, right=share >= 0.5)
    return _written(enrolled, serving)


def written(enrolled: Enrolled, serving: Serving, marks: int) -> Attempt:
    """The answer that `marks` marks are about to be given to."""
    body = serving.drill.body
    if not isinstance(body, Open) or marks != len(body.rubric):
        raise InvalidInput("Give every line of the rubric a mark from 0 to 4.")
    return _written(enrolled, serving)


def _written(enrolled: Enrolled, serving: Serving) -> Attempt:
    attempts = enrolled.repos.practice.attempts(serving.id, enrolled.member.id)
    if not attempts:
        raise Closed("There is no answer to score yet.", "Write one first.")
    return attempts[0]


def was_sure(enrolled: Enrolled, serving: Serving) -> None:
    """Right, fast and sure: the next review may wait longer."""
    made = _written(enrolled, serving)
    if made.share < 1 or made.hints or made.seconds > serving.drill.seconds:
        raise Closed("That can be said of a quick right answer.", "`/prep review` goes on.")
    if _met_since(enrolled, serving, made):
        raise Closed("You have met this one again since.", "`/prep review` goes on.")
    _remember(enrolled, serving, made, right=True, sure=True)
