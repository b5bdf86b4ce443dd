"""What the clock causes: which posts of a circle are due, and what they must say."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import assert_never

from bot.curriculum.catalog import Curriculum, Track
from bot.curriculum.tracks import CheckEntry, DayEntry
from bot.domain.cohorts import Cohort, CohortStatus, Place
from bot.domain.drills import Open
from bot.domain.ids import ChannelRef
from bot.domain.records import Board, Serving, Tally
from bot.domain.scoring import WEEK
from bot.domain.timeline import REST, Slot, SlotKind, next_slot, slots_due
from bot.repositories.posts import Skipped
from bot.repositories.store import Repos
from bot.usecases.daily import daily_serving
from bot.usecases.nudging import Nudge, nudges
from bot.usecases.progress import goal_over
from bot.usecases.serving import daily_key

LATE = timedelta(minutes=15)
"""A post that goes out later than this says so."""
CATCH_UP_FOR = timedelta(hours=20)


@dataclass(frozen=True, slots=True)
class Kickoff:
    cohort: Cohort
    track: Track
    members: int


@dataclass(frozen=True, slots=True)
class DayPost:
    """`serving` is None on quiz days."""

    cohort: Cohort
    day: int
    entry: DayEntry
    check: CheckEntry
    serving: Serving | None
    late: bool


@dataclass(frozen=True, slots=True)
class Reveal:
    """Yesterday's drill with its answer and how the circle did, without names."""

    day: int
    theme: str
    serving: Serving | None
    tally: Tally


@dataclass(frozen=True, slots=True)
class Recap:
    cohort: Cohort
    day: int
    kept: int
    goal: int
    board: Board
    hardest: tuple[str, Tally] | None
    explanation: str
    next_themes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closing:
    cohort: Cohort
    day: int
    reveal: Reveal | None
    board: Board
    members: int


@dataclass(frozen=True, slots=True)
class CatchUp:
    """One card for everything that was missed while the bot was away."""

    cohort: Cohort
    slots: tuple[Slot, ...]
    themes: tuple[str, ...]


Content = Kickoff | DayPost | Reveal | Recap | Closing | CatchUp | Nudge


@dataclass(frozen=True, slots=True)
class Planned:
    """A post to be made. `parent_key` names the post whose thread it belongs to."""

    key: str
    target: ChannelRef
    content: Content
    due_at: datetime
    expires_at: datetime
    late: bool = False
    parent_key: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    cohort: Cohort
    posts: tuple[Planned, ...]
    skipped: tuple[tuple[Slot, Skipped], ...]


def post_key(cohort: Cohort, slot_day: int, kind: SlotKind, place: Place) -> str:
    return f"c{cohort.id}/{slot_day}/{kind}/p{place.id}"


def plan_due(repos: Repos, curriculum: Curriculum, cohort: Cohort, now: datetime) -> Plan:
    """Everything the circle is due at `now`, and the circle with those slots settled."""
    planner = _Planner(repos, curriculum, cohort, now)
    return planner.plan()


class _Planner:
    def __init__(self, repos: Repos, curriculum: Curriculum, cohort: Cohort, now: datetime) -> None:
        self.repos, self.curriculum, self.cohort, self.now = repos, curriculum, cohort, now
        self.track = curriculum.track(cohort.track)
        self.places = [p for p in repos.cohorts.places(cohort.id) if not p.off_reason]
        self.posts: list[Planned] = []
        self.skipped: list[tuple[Slot, Skipped]] = []

    def plan(self) -> Plan:
        slots = slots_due(self.cohort.calendar, self.track.rules, self.cohort.settled, self.now)
        for slot in slots:
            if slot.is_stale(self.now) and slot.rule.when_late != "post":
                self._skip(slot)
            else:
                self._post(slot)
        self._tell_what_was_missed()
        return Plan(self._settled(slots), tuple(self.posts), tuple(self.skipped))

    def _settled(self, slots: list[Slot]) -> Cohort:
        settled = slots[-1].ordinal if slots else self.cohort.settled
        upcoming = next_slot(self.cohort.calendar, self.track.rules, settled)
        over = bool(slots) and slots[-1].kind is SlotKind.CLOSE
        return replace(
            self.cohort,
            settled=settled,
            next_slot_at=upcoming.due_at if upcoming else None,
            status=CohortStatus.CLOSED if over else self.cohort.status,
        )

    def _skip(self, slot: Slot) -> None:
        """A missed drill is still made, so that it can be caught up."""
        if slot.kind is SlotKind.DRILL:
            self._serving(slot)
        if slot.kind is SlotKind.NUDGE:
            return
        for place in self.places:
            title = f"Day {slot.day} · {slot.kind}"
            reason = "we were away when it was due"
            key = post_key(self.cohort, slot.day, slot.kind, place)
            missed = Skipped(key, self.cohort.id, place.channel, title, slot.due_at, reason)
            self.skipped.append((slot, missed))

    def _post(self, slot: Slot) -> None:
        content = self._content(slot)
        if content is None:
            self._plan_nudges(slot)
            return
        for place in self.places:
            parent = self._parent(slot, place)
            if isinstance(content, Reveal) and not parent:
                continue
            self.posts.append(
                Planned(
                    key=post_key(self.cohort, slot.day, slot.kind, place),
                    target=place.channel,
                    content=content,
                    due_at=slot.due_at,
                    expires_at=max(slot.due_at + slot.rule.late_after, self.now + LATE),
                    late=self.now > slot.due_at + LATE,
                    parent_key=parent,
                )
            )

    def _parent(self, slot: Slot, place: Place) -> str:
        """A reveal answers under yesterday's drill; without one in this room it is left out."""
        if slot.kind is not SlotKind.REVEAL:
            return ""
        key = post_key(self.cohort, slot.day - 1, SlotKind.DRILL, place)
        planned = any(post.key == key for post in self.posts)
        return key if planned or self.repos.outbox.is_posted(key) else ""

    def _content(self, slot: Slot) -> Content | None:
        """What the rooms are told; None for nudges, which go to people."""
        match slot.kind:
            case SlotKind.KICKOFF:
                members = len(self.repos.members.of(self.cohort.id))
                return Kickoff(self.cohort, self.track, members)
            case SlotKind.DRILL:
                return self._day_post(slot)
            case SlotKind.REVEAL:
                return self._reveal(slot.day - 1)
            case SlotKind.RECAP:
                return self._recap(slot.day)
            case SlotKind.CLOSE:
                return self._closing(slot.day)
            case SlotKind.NUDGE:
                return None
            case unreachable:
                assert_never(unreachable)

    def _entry(self, day: int) -> DayEntry:
        return self.track.day(self.cohort.calendar.plan[day - 1])

    def _serving(self, slot: Slot) -> Serving | None:
        return daily_serving(self.repos, self.curriculum, self.cohort, slot.day, self.now)

    def _day_post(self, slot: Slot) -> DayPost:
        entry = self._entry(slot.day)
        check = self.track.check(entry.checklist)
        late = self.now > slot.due_at + LATE
        return DayPost(self.cohort, slot.day, entry, check, self._serving(slot), late)

    def _reveal(self, day: int) -> Reveal:
        entry = self._entry(day)
        practice = self.repos.practice
        serving = daily_serving(self.repos, self.curriculum, self.cohort, day, self.now)
        if serving is None:
            return Reveal(day, entry.theme, None, practice.quiz_tally(self.cohort.id, day))
        return Reveal(day, entry.theme, serving, practice.tally(serving.id))

    def _recap(self, day: int) -> Recap:
        # Not a week of the circle's days: rest days put in move the review days against those.
        week = range(max(1, day - WEEK + 1), day + 1)
        kept, wanted = goal_over(self.repos, self.cohort, week)
        hardest = self._hardest(week)
        family = self.curriculum.families.get(hardest[0]) if hardest else None
        coming = self.cohort.calendar.plan[day : day + 7]
        return Recap(
            cohort=self.cohort,
            day=day,
            kept=kept,
            goal=wanted,
            board=self.repos.efforts.board(self.cohort.id, week, None, 3),
            hardest=hardest,
            explanation=family.so_what if family else "",
            next_themes=tuple(self.track.day(p).theme for p in coming if p != REST),
        )

    def _hardest(self, week: range) -> tuple[str, Tally] | None:
        """The week's drill that fewest got right; free text is judged by its writer alone."""
        practice = self.repos.practice
        known = (practice.by_key(daily_key(self.cohort, day)) for day in week)
        drills = [s for s in known if s is not None and not isinstance(s.drill.body, Open)]
        tallied = [(s.drill.family, practice.tally(s.id)) for s in drills]
        answered = [(family, tally) for family, tally in tallied if tally.answered]
        return min(answered, key=lambda p: p[1].right / p[1].answered, default=None)

    def _closing(self, day: int) -> Closing:
        return Closing(
            cohort=self.cohort,
            day=day,
            reveal=None if self.cohort.calendar.plan[day - 1] == REST else self._reveal(day),
            board=self.repos.efforts.board(self.cohort.id, range(1, day + 1), None, 3),
            members=len(self.repos.members.of(self.cohort.id)),
        )

    def _plan_nudges(self, slot: Slot) -> None:
        for nudge in nudges(self.repos, self.track, self.cohort, self.places, slot):
            self.posts.append(
                Planned(nudge.key, nudge.target, nudge, nudge.due_at, nudge.expires_at)
            )

    def _tell_what_was_missed(self) -> None:
        """One card, however much was missed."""
        missed = [slot for slot, _ in self.skipped if slot.rule.when_late == "skip"]
        slots = tuple(dict.fromkeys(missed))
        if not slots:
            return
        themes = tuple(self._entry(s.day).theme for s in slots if s.kind is SlotKind.DRILL)
        content = CatchUp(self.cohort, slots, themes)
        for place in self.places:
            key = f"c{self.cohort.id}/{slots[-1].ordinal}/catch-up/p{place.id}"
            expires = self.now + CATCH_UP_FOR
            self.posts.append(Planned(key, place.channel, content, self.now, expires, late=True))
