"""Choosing and storing the drill somebody is shown."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.curriculum.catalog import AnyFamily, Curriculum, Track
from bot.curriculum.course import QUICK, course
from bot.curriculum.resolving import resolve
from bot.domain.cohorts import Cohort
from bot.domain.drills import Drill
from bot.domain.errors import Closed, InvalidInput, NotFound
from bot.domain.ids import MemberId, ServingId
from bot.domain.memory import LONGEST_GAP_DAYS, Memory
from bot.domain.picking import FRESH, Candidate, choose, family_of, last_seen
from bot.domain.records import Serving
from bot.domain.scoring import Purpose
from bot.domain.timeline import REST, instant
from bot.usecases.scene import Enrolled

QUIZ_LENGTH = 8
CATCH_UPS_A_DAY = 2
_TRIES = 25


@dataclass(frozen=True, slots=True)
class Served:
    """`number` of `total` in a quiz; 0 of 0 elsewhere. `once`: it may be handed in once."""

    serving: Serving
    number: int = 0
    total: int = 0
    once: bool = False


def serve_extra(enrolled: Enrolled, skill: str = "", level: int = 0) -> Served:
    """Practice on request; instead of a skill it may be one drill's name.

    Raises Closed when everything fitting was served within the week, or is still to be the day's.
    """
    pool = _pool(enrolled, skill, level)
    is_named = pool[0].family == skill
    drill = _fresh(enrolled, pool)
    if drill is None:
        raise _had(skill, is_named=is_named)
    if is_named and _comes_soon(pool[0], _soon(enrolled)):
        hint = "Until then `/prep drill` gives you another one."
        raise Closed("Your circle gets this one soon.", hint)
    key = f"extra/{enrolled.member.id}/{enrolled.scene.random.getrandbits(48):012x}"
    return Served(store(enrolled, drill, Purpose.EXTRA, enrolled.day, key))


def _had(skill: str, *, is_named: bool) -> Closed:
    if is_named:
        what = f"You have had {skill} within the last week."
        return Closed(what, "`/prep drill` gives you another one.")
    return Closed(
        f"You have had everything{f' in {skill}' if skill else ''} within the last week.",
        "Pick another skill, or see `/prep review` for what is due.",
    )


def _fresh(enrolled: Enrolled, pool: Sequence[Candidate]) -> Drill | None:
    """The best family that has a variant left which was not shown within the week."""
    member, week_ago = enrolled.member, enrolled.now - FRESH
    shown = enrolled.repos.practice.shown(member, min(member.joined_at, week_ago))
    recent = {item for item, at in shown.items() if at >= week_ago}
    blocked = frozenset(map(family_of, recent))
    seen, weights = last_seen(shown, member.joined_at), enrolled.track.file.weights
    for part in _soon_last(enrolled, pool):
        while (chosen := choose(part, seen, blocked, weights, enrolled.scene.random)) is not None:
            drill = _unseen(enrolled, chosen.family, recent)
            if drill is not None:
                return drill
            part.remove(chosen)
    return None


def _soon_last(enrolled: Enrolled, pool: Sequence[Candidate]) -> Iterator[list[Candidate]]:
    """Those that the whole circle gets within a week come when nothing else is left."""
    soon = _soon(enrolled)
    for wanted in (False, True):
        yield [c for c in pool if _comes_soon(c, soon) is wanted]


def _soon(enrolled: Enrolled) -> frozenset[str]:
    """The families of today and of the week that follows."""
    day, plan = enrolled.day, enrolled.cohort.calendar.plan
    families = course(enrolled.scene.curriculum, enrolled.track, plan)
    return frozenset(families[day - 1 : day + FRESH.days])


def _comes_soon(candidate: Candidate, soon: frozenset[str]) -> bool:
    """Generators can come any time: the circle's will have other numbers."""
    return candidate.family in soon and not candidate.varied


def _pool(enrolled: Enrolled, skill: str, level: int) -> Sequence[Candidate]:
    bank = enrolled.scene.curriculum.candidates(enrolled.track.id)
    named = [c for c in bank if skill in ("", c.skill, c.family)]
    if not named:
        known = ", ".join(sorted({candidate.skill for candidate in bank}))
        what = f"There is no skill or drill “{skill[:40]}” in this track."
        raise InvalidInput(what, f"Skills: {known}.")
    fitting = [c for c in named if level in (0, c.level)]
    if not fitting:
        raise NotFound(f"There is no drill of level {level} there.", "Leave the level out.")
    return fitting


def _unseen(enrolled: Enrolled, family_id: str, recent: set[str]) -> Drill | None:
    """A variant that is not among the recent items; None when every draw is."""
    curriculum = enrolled.scene.curriculum
    family = curriculum.family(family_id)
    for _ in range(_TRIES if family.params else 1):
        drill = resolve(curriculum, family, enrolled.scene.random.getrandbits(31))
        if drill.item not in recent:
            return drill
    return None


def serve_review(enrolled: Enrolled) -> Served | None:
    """The family that has been due for longest, as a sibling variant; None when nothing is due."""
    waiting = due_reviews(enrolled)
    if not waiting:
        return None
    memory, curriculum = waiting[0], enrolled.scene.curriculum
    key = f"review/{enrolled.member.id}/{memory.family}/{int(memory.due_at.timestamp())}"
    seed = enrolled.scene.random.getrandbits(31)
    drill = resolve(curriculum, curriculum.family(memory.family), seed)
    return Served(store(enrolled, drill, Purpose.REVIEW, enrolled.day, key))


def due_reviews(enrolled: Enrolled) -> list[Memory]:
    """What can be asked again by now; what has waited longest comes first."""
    return _reviews(enrolled, enrolled.now)


def next_review(enrolled: Enrolled) -> datetime | None:
    longest = timedelta(days=LONGEST_GAP_DAYS)
    return next((m.due_at for m in _reviews(enrolled, enrolled.now + longest)), None)


def _reviews(enrolled: Enrolled, until: datetime) -> list[Memory]:
    """Families that are gone, or that cannot be run here, never come up again."""
    curriculum = enrolled.scene.curriculum
    due = enrolled.repos.memories.due(enrolled.member.id, until)
    known = ((memory, curriculum.families.get(memory.family)) for memory in due)
    return [memory for memory, family in known if family and curriculum.can_ask(family)]


def serve_catch_up(enrolled: Enrolled) -> Served:
    """The earliest missed day's main drill with other numbers, two a day at most."""
    practice, today = enrolled.repos.practice, enrolled.day
    if not catch_ups_left(enrolled):
        raise Closed("That is two for today.", "The next missed days wait for tomorrow.")
    missed = practice.missed_days(enrolled.member, today)
    if not missed:
        raise Closed("You have missed nothing.", "`/prep drill` gives you something new.")
    day = missed[0]
    original = practice.by_key(daily_key(enrolled.cohort, day))
    assert original is not None
    family = enrolled.scene.curriculum.families.get(original.drill.family)
    seed = enrolled.scene.random.getrandbits(31)
    drill = resolve(enrolled.scene.curriculum, family, seed) if family else original.drill
    key = f"catch-up/{enrolled.member.id}/{day}"
    return Served(store(enrolled, drill, Purpose.CATCH_UP, day, key))


def catch_ups_left(enrolled: Enrolled) -> int:
    """By the date where the circle is: its day stands still in a pause and after the end."""
    zone = enrolled.cohort.calendar.zone
    midnight = instant(enrolled.now.astimezone(ZoneInfo(zone)).date(), time(0), zone)
    done = enrolled.repos.practice.caught_up(enrolled.member.id, midnight)
    return max(0, CATCH_UPS_A_DAY - done)


def serve_quiz(enrolled: Enrolled) -> Served | None:
    """The next unanswered question of today's quiz; None when all are done."""
    cohort, day = enrolled.cohort, enrolled.day
    families = quiz_families(enrolled.scene.curriculum, enrolled.track, cohort, day)
    practice = enrolled.repos.practice
    for number, family in enumerate(families, 1):
        key = f"quiz/{enrolled.member.id}/{day}/{number}"
        known = practice.by_key(key)
        if known is None:
            drill = _question(enrolled, family, families)
            known = store(enrolled, drill, Purpose.QUIZ, day, key)
        if not practice.attempts(known.id, enrolled.member.id):
            return Served(known, number, len(families))
    return None


def _question(enrolled: Enrolled, family: AnyFamily, quiz: Sequence[AnyFamily]) -> Drill:
    """Another of its skill for a member who has met this very one within the week."""
    recent = set(enrolled.repos.practice.shown(enrolled.member, enrolled.now - FRESH))
    bank = _quick_ones(enrolled.scene.curriculum, enrolled.track, family.skill)
    for one in (family, *(other for other in bank if other not in quiz)):
        drill = _unseen(enrolled, one.family, recent)
        if drill is not None:
            return drill
    return resolve(enrolled.scene.curriculum, family, enrolled.scene.random.getrandbits(31))


def quiz_families(
    curriculum: Curriculum, track: Track, cohort: Cohort, day: int
) -> list[AnyFamily]:
    """Up to eight families from the week's skills, the same for the whole circle, interleaved.

    What everybody gets as a day's drill within a week of it comes when nothing else is left.
    """
    plan = cohort.calendar.plan
    near = course(curriculum, track, plan)[max(0, day - FRESH.days) : day + FRESH.days]
    week = plan[max(0, day - 7) : day]
    entries = [track.day(plan_day) for plan_day in week if plan_day != REST]
    skills = list(dict.fromkeys(s for e in entries for s in (e.drill.skill, e.side)))
    rng = random.Random(f"quiz/{cohort.id}/{day}")

    def is_apart(family: AnyFamily) -> bool:
        return bool(family.params) or family.family not in near

    decks = {
        skill: sorted(rng.sample(bank, len(bank)), key=is_apart)
        for skill in skills
        if (bank := _quick_ones(curriculum, track, skill))
    }
    picked: list[AnyFamily] = []
    while decks and len(picked) < QUIZ_LENGTH:
        for skill in list(decks):
            picked.append(decks[skill].pop())
            if not decks[skill]:
                del decks[skill]
    return picked[:QUIZ_LENGTH]


def _quick_ones(curriculum: Curriculum, track: Track, skill: str) -> list[AnyFamily]:
    bank = (family for family in curriculum.of_track(track.id) if family.skill == skill)
    return [family for family in bank if family.format in QUICK]


def daily_key(cohort: Cohort, day: int) -> str:
    return f"daily/{cohort.id}/{day}"


def store(enrolled: Enrolled, drill: Drill, purpose: Purpose, day: int, key: str) -> Serving:
    entry = Serving(
        id=ServingId(0),
        cohort=enrolled.cohort.id,
        member=MemberId(enrolled.member.id),
        day=day,
        purpose=purpose,
        drill=drill,
        created_at=enrolled.now,
        key=key,
    )
    return enrolled.repos.practice.serve(entry)
