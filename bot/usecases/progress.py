"""The read side: today, the board, one's own figures, the checklist."""

from dataclasses import dataclass
from datetime import datetime

from bot.curriculum.catalog import Track
from bot.curriculum.tracks import CheckEntry, DayEntry
from bot.domain.cohorts import Cohort
from bot.domain.errors import Closed, InvalidInput
from bot.domain.records import Board, Serving, SkillCount, Tick
from bot.domain.scoring import CHECK, Purpose, Streak, active_days, goal, week_of
from bot.domain.timeline import REST, SlotKind, is_paused, ordinal, slots_from
from bot.repositories.store import Repos
from bot.usecases.answering import streak_of
from bot.usecases.scene import Enrolled, Scene
from bot.usecases.serving import (
    catch_ups_left,
    daily_key,
    due_reviews,
    next_review,
    quiz_families,
)

TOP = 10


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One checklist item with what has been done for it."""

    entry: CheckEntry
    ticks: tuple[Tick, ...]

    @property
    def done(self) -> bool:
        return len(self.ticks) >= self.entry.goal


@dataclass(frozen=True, slots=True)
class Today:
    """Everything for “what now?”. `entry` is None on rest days and when the circle is over."""

    cohort: Cohort
    day: int
    entry: DayEntry | None
    paused: bool
    serving: Serving | None
    answered: bool
    revealed: bool
    quiz: tuple[int, int] | None
    due_reviews: int
    missed_days: tuple[int, ...]
    catch_ups_left: int
    check: CheckLine | None
    streak: Streak
    next_post: datetime | None


def today(enrolled: Enrolled) -> Today:
    cohort, member, repos = enrolled.cohort, enrolled.member, enrolled.repos
    day = enrolled.day
    entry = _entry(enrolled, day)
    serving = _serving_today(enrolled, entry, day)
    return Today(
        cohort=cohort,
        day=day,
        entry=entry,
        paused=is_paused(cohort.calendar),
        serving=serving,
        revealed=cohort.settled >= ordinal(cohort.calendar.days, SlotKind.CLOSE),
        answered=bool(serving and repos.practice.attempts(serving.id, member.id)),
        quiz=_quiz(enrolled, entry, day),
        due_reviews=len(due_reviews(enrolled)),
        missed_days=tuple(repos.practice.missed_days(member, day)),
        catch_ups_left=catch_ups_left(enrolled),
        check=_check_today(enrolled, entry),
        streak=streak_of(enrolled),
        next_post=next_post(cohort, enrolled.track),
    )


def next_post(cohort: Cohort, track: Track) -> datetime | None:
    """When the rooms hear from the bot next; nudges are no posts."""
    slots = slots_from(cohort.calendar, track.rules, cohort.settled)
    return next((slot.due_at for slot in slots if slot.kind is not SlotKind.NUDGE), None)


def _entry(enrolled: Enrolled, day: int) -> DayEntry | None:
    plan = enrolled.cohort.calendar.plan
    if day > len(plan) or plan[day - 1] == REST:
        return None
    return enrolled.track.day(plan[day - 1])


def _serving_today(enrolled: Enrolled, entry: DayEntry | None, day: int) -> Serving | None:
    """It is made when its post is planned, so nobody gets a head start."""
    if entry is None:
        return None
    return enrolled.repos.practice.by_key(daily_key(enrolled.cohort, day))


def _quiz(enrolled: Enrolled, entry: DayEntry | None, day: int) -> tuple[int, int] | None:
    if entry is None or entry.drill.form != "quiz":
        return None
    track, curriculum = enrolled.track, enrolled.scene.curriculum
    total = len(quiz_families(curriculum, track, enrolled.cohort, day))
    counts = enrolled.repos.practice.day_counts(enrolled.member.id, day)
    return counts.get(Purpose.QUIZ, 0), total


def _check_today(enrolled: Enrolled, entry: DayEntry | None) -> CheckLine | None:
    if entry is None:
        return None
    return next(line for line in checklist(enrolled) if line.entry.id == entry.checklist)


def checklist(enrolled: Enrolled) -> list[CheckLine]:
    ticks = enrolled.repos.checklists.ticks(enrolled.member.id)
    return [
        CheckLine(entry, tuple(t for t in ticks if t.item == entry.id))
        for entry in enrolled.track.file.checklist
    ]


def tick(enrolled: Enrolled, item: str, evidence: str) -> CheckLine:
    """One step towards an item's goal; finishing it earns effort once."""
    line = _line(enrolled, item)
    entry = line.entry
    if line.done:
        raise Closed(f"{entry.id} is done.", f"`/prep checklist {entry.id} undo` takes one back.")
    if entry.evidence == "link" and not evidence.startswith(("https://", "http://")):
        example = f"`/prep checklist {entry.id} https://…`"
        raise InvalidInput(f"{entry.id} wants a link as evidence.", example)
    new = Tick(entry.id, len(line.ticks) + 1, evidence, enrolled.now)
    enrolled.repos.checklists.add(enrolled.member.id, new)
    after = CheckLine(entry, (*line.ticks, new))
    if after.done:
        day = max(1, enrolled.cohort.day(enrolled.now))
        enrolled.repos.efforts.add(enrolled.member, day, CHECK, "check", entry.id)
    return after


def untick(enrolled: Enrolled, item: str) -> CheckLine:
    line = _line(enrolled, item)
    if not enrolled.repos.checklists.remove_last(enrolled.member.id, line.entry.id):
        raise Closed(f"{line.entry.id} has no tick to take back.", "`/prep checklist` shows all.")
    return CheckLine(line.entry, line.ticks[:-1])


def _line(enrolled: Enrolled, item: str) -> CheckLine:
    entry = enrolled.track.check(item)
    return next(line for line in checklist(enrolled) if line.entry.id == entry.id)


@dataclass(frozen=True, slots=True)
class Mine:
    """One's own figures; nobody else is shown them."""

    cohort: Cohort
    day: int
    streak: Streak
    days_kept: int
    banked: int
    points: int
    skill_number: int
    skills: tuple[SkillCount, ...]
    due_reviews: int
    next_review: datetime | None
    ticked: int
    items: int


def mine(enrolled: Enrolled) -> Mine:
    repos, member = enrolled.repos, enrolled.member
    lines = checklist(enrolled)
    return Mine(
        cohort=enrolled.cohort,
        day=enrolled.last_day,
        streak=streak_of(enrolled),
        days_kept=sum(day <= enrolled.last_day for day in repos.practice.days_kept(member.id)),
        banked=repos.practice.banked(member.id),
        points=repos.efforts.total(member.id),
        skill_number=repos.practice.skill_number(member.id),
        skills=tuple(repos.practice.skills(member.id)),
        due_reviews=len(due_reviews(enrolled)),
        next_review=next_review(enrolled),
        ticked=sum(line.done for line in lines),
        items=len(lines),
    )


@dataclass(frozen=True, slots=True)
class Standings:
    """The circle's goal for the week and the effort board of a window."""

    cohort: Cohort
    day: int
    window: str
    kept: int
    goal: int
    board: Board


def standings(scene: Scene, window: str) -> Standings:
    cohort = scene.circle()
    day = min(max(1, cohort.day(scene.now)), cohort.calendar.days)
    days = week_of(day) if window == "week" else range(1, day + 1)
    days = range(days.start, min(days.stop, day + 1))
    me = scene.member.id if scene.member and not scene.member.left else None
    kept, wanted = circle_goal(scene.repos, cohort, day)
    board = scene.repos.efforts.board(cohort.id, days, me, TOP)
    return Standings(cohort, day, window, kept, wanted, board)


def circle_goal(repos: Repos, cohort: Cohort, day: int) -> tuple[int, int]:
    """Days kept by all this week, and how many the circle sets out to keep."""
    return goal_over(repos, cohort, week_of(day))


def goal_over(repos: Repos, cohort: Cohort, week: range) -> tuple[int, int]:
    """The same for any days of the circle; those after its last ask for nothing."""
    last = min(week.stop - 1, cohort.calendar.days)
    rests = {number for number, plan in enumerate(cohort.calendar.plan, 1) if plan == REST}
    members = [m for m in repos.members.of(cohort.id) if m.joined_day <= last]
    active = [active_days(m.joined_day, week.start, last, m.days_off | rests) for m in members]
    kept = repos.practice.days_kept_by_all(cohort.id, week)
    return sum(kept.get(m.id, 0) for m in members), goal(active)
