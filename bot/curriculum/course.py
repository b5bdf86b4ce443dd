"""Which family is each day's shared drill, and so which ones a circle has still before it."""

from collections.abc import Set

from bot.curriculum.catalog import AnyFamily, Curriculum, Track
from bot.curriculum.families import ExecutedBase
from bot.curriculum.tracks import DayEntry
from bot.domain.timeline import REST

QUICK = ("mcq", "flaw", "numeric", "order", "multi")


def family_of_day(
    curriculum: Curriculum, track: Track, plan_day: int, used: Set[str]
) -> AnyFamily | None:
    """The named family, else one of the day's skill and form, `used` ones last.

    None on rest days, on quiz days and when the bank has nothing.
    """
    entry = None if plan_day == REST else track.day(plan_day)
    if entry is None or entry.drill.form == "quiz":
        return None
    return _named(curriculum, entry) or _next(curriculum, track, entry, used)


def course(curriculum: Curriculum, track: Track, plan: tuple[int, ...]) -> tuple[str, ...]:
    """The family of each circle day, "" for none, as it comes out while the content stays."""
    key = (track.id, plan)
    if key not in curriculum.courses:
        families: list[str] = []
        for plan_day in plan:
            family = family_of_day(curriculum, track, plan_day, set(families))
            families.append(family.family if family else "")
        curriculum.courses[key] = tuple(families)
    return curriculum.courses[key]


def _named(curriculum: Curriculum, entry: DayEntry) -> AnyFamily | None:
    for name in (entry.drill.family, entry.drill.short):
        named = curriculum.families.get(name or "")
        if isinstance(named, ExecutedBase) and not curriculum.can_ask(named):
            named = curriculum.families.get(named.short)
        if named is not None and curriculum.can_ask(named):
            return named
    return None


def _next(
    curriculum: Curriculum, track: Track, entry: DayEntry, used: Set[str]
) -> AnyFamily | None:
    bank = (f for f in curriculum.of_track(track.id) if f.skill == entry.drill.skill)
    return min(bank, key=lambda f: (f.family in used, _distance(f, entry), f.family), default=None)


def _distance(family: AnyFamily, entry: DayEntry) -> int:
    """The form asked for first; for an executed day the quickest other one."""
    if family.format == entry.drill.form:
        return 0
    return 1 + QUICK.index(family.format) if family.format in QUICK else 9
