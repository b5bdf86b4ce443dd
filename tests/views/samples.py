"""Results of use cases as views get them. Each takes what a test is about; the rest is ordinary."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.curriculum.catalog import Curriculum
from bot.curriculum.resolving import resolve
from bot.domain.drills import Drill
from bot.domain.grading import Grade
from bot.domain.ids import CohortId, MemberId, NoteId, PersonId, PostId, ServingId
from bot.domain.records import (
    Attempt,
    Board,
    Colleague,
    Post,
    PostState,
    PrivateNote,
    Serving,
    SkillCount,
    Standing,
    Tally,
)
from bot.domain.scoring import Purpose, Streak
from bot.domain.timeline import Slot, SlotKind
from bot.usecases.answering import Answered
from bot.usecases.broadcasts import DayPost, Recap, Reveal
from bot.usecases.home import Dashboard
from bot.usecases.hosting import Status
from bot.usecases.notes import PAGE, Page
from bot.usecases.nudging import Nudge
from bot.usecases.progress import CheckLine, Mine, Standings, Today
from bot.usecases.workspaces import PlaceOff
from tests.builders import (
    MONDAY,
    a_channel,
    a_cohort,
    a_drill,
    a_person,
    a_place,
    a_serving,
    a_tick,
    an_attempt,
)

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)
COHORT = a_cohort(id=CohortId(7))


def drill_of(curriculum: Curriculum, form: str) -> Drill:
    """The first shipped drill of a format."""
    family = next(f for f in curriculum.playable if f.format == form)
    return resolve(curriculum, family, 1)


def serving_of(drill: Drill, purpose: Purpose = Purpose.DAILY) -> Serving:
    return a_serving(id=ServingId(5), cohort=COHORT.id, drill=drill, purpose=purpose)


def an_answered(drill: Drill, share: float = 1.0, **changes: Any) -> Answered:  # noqa: ANN401  any field
    """A first answer worth ten points, on a streak of two days."""
    attempt = changes.pop("attempt", None)
    made = attempt if isinstance(attempt, Attempt) else an_attempt(share=share)
    wrong = share < 1
    return replace(
        Answered(
            serving=serving_of(drill),
            attempt=made,
            grade=Grade(made.answer, share, ("Look at the ties.",) if wrong else ()),
            points=10,
            bonus=1,
            streak=Streak(2, 2, ("kept", "kept")),
            may_try_again=wrong,
            may_be_sure=not wrong,
        ),
        **changes,
    )


def a_standing(rank: int = 1, name: str = "Ana", points: int = 40) -> Standing:
    return Standing(rank, MemberId(rank), name, points, points / 4)


def a_board(*rows: Standing, mine: Standing | None = None) -> Board:
    return Board(rows or (a_standing(), a_standing(2, "", 20)), mine, 12)


def a_check(curriculum: Curriculum, ticks: int = 1, place: int = 2) -> CheckLine:
    """The track's third item (three ticks, with notes) unless `place` says otherwise."""
    entry = curriculum.track("sony-ds").file.checklist[place]
    made = (a_tick(item=entry.id, position=n, evidence=f"story {n}") for n in range(1, ticks + 1))
    return CheckLine(entry, tuple(made))


def a_today(curriculum: Curriculum, **changes: Any) -> Today:  # noqa: ANN401  any field
    """Day 3, the drill posted and open, nothing else due."""
    today = Today(
        cohort=COHORT,
        day=3,
        entry=curriculum.track("sony-ds").day(3),
        paused=False,
        serving=serving_of(a_drill()),
        answered=False,
        revealed=False,
        quiz=None,
        due_reviews=0,
        missed_days=(),
        catch_ups_left=2,
        check=a_check(curriculum),
        streak=Streak(2, 2, ("kept", "kept", "open")),
        next_post=NOON,
    )
    return replace(today, **changes)


def a_mine(**changes: Any) -> Mine:  # noqa: ANN401  any field
    mine = Mine(
        cohort=COHORT,
        day=6,
        streak=Streak(3, 1, ("kept", "off", "rest", "frozen", "missed", "open")),
        days_kept=3,
        banked=2,
        points=41,
        skill_number=9,
        skills=(SkillCount("sql.window", 4, 0.75),),
        due_reviews=2,
        next_review=None,
        ticked=1,
        items=7,
    )
    return replace(mine, **changes)


def a_standings(board: Board | None = None, window: str = "week") -> Standings:
    return Standings(COHORT, 3, window, 12, 30, board or a_board(mine=a_standing(11, "Zoe", 3)))


def a_post(state: PostState = PostState.UNCLEAR) -> Post:
    reason = "the connection broke"
    return Post(
        PostId(9), "c7/1", COHORT.id, a_channel(), "Day 1 · Gaps", state, MONDAY, None, reason
    )


def a_slot(curriculum: Curriculum, day: int = 3) -> Slot:
    rule = curriculum.track("sony-ds").rules[SlotKind.DRILL]
    return Slot(day, day, SlotKind.DRILL, NOON, rule)


def a_status(curriculum: Curriculum, **changes: Any) -> Status:  # noqa: ANN401  any field
    """Day 5; one member is quiet, one new, one on time; every kind of trouble is there."""
    people = [(1, "Ana", 1, 4, 5), (2, "Ben", 1, 1, 2), (3, "Cy", 5, 0, 0)]
    troubles = (PostState.UNCLEAR, PostState.FAILED, PostState.SKIPPED)
    status = Status(
        cohort=COHORT,
        day=5,
        paused=False,
        next_post=a_slot(curriculum).due_at,
        places=(a_place(), a_place(off_reason="the room is gone")),
        colleagues=tuple(Colleague(MemberId(n), PersonId(n), *rest) for n, *rest in people),  # type: ignore[arg-type]  # a table of mixed columns
        kept=12,
        goal=30,
        troubled=tuple(a_post(state) for state in troubles),
    )
    return replace(status, **changes)


def a_place_off(**changes: Any) -> PlaceOff:  # noqa: ANN401  any field
    target, until = a_channel(direct=True), NOON + timedelta(days=3)
    off = PlaceOff("off/1", target, COHORT, a_place(), "no rights", "Invite me again.", NOON, until)
    return replace(off, **changes)


def a_nudge(curriculum: Curriculum, *, unanswered: bool = True, idle: bool = True) -> Nudge:
    entry = curriculum.track("sony-ds").file.checklist[0] if idle else None
    late = NOON + timedelta(hours=3)
    return Nudge("nudge/1/3", a_channel(direct=True), COHORT, 3, unanswered, entry, NOON, late)


def a_dashboard(curriculum: Curriculum, **changes: Any) -> Dashboard:  # noqa: ANN401  any field
    """Day 3; one item is done, one of three ticks of another is there."""
    done = (a_check(curriculum, 1, 0), a_check(curriculum, 1, 2))
    rest = (a_check(curriculum, 0, place) for place in (1, 3, 4, 5, 6))
    dashboard = Dashboard(
        a_person(), COHORT, a_today(curriculum), None, (*done, *rest), a_standings()
    )
    return replace(dashboard, **changes)


def a_note(**changes: Any) -> PrivateNote:  # noqa: ANN401  any field
    return replace(PrivateNote(NoteId(3), "Ties: use row_number().", NOON), **changes)


def a_page() -> Page:
    """As many long notes as a page takes, and older ones behind it."""
    notes = tuple(
        a_note(id=NoteId(n), text=f"{n} windows. " * 200) for n in range(40, 40 - PAGE, -1)
    )
    return Page(notes, notes[-1].id)


def a_recap(**changes: Any) -> Recap:  # noqa: ANN401  any field
    recap = Recap(COHORT, 7, 20, 30, a_board(), None, "", ("Gaps", "Ties"))
    return replace(recap, **changes)


def a_reveal(drill: Drill | None = None, tally: Tally | None = None) -> Reveal:
    shown = None if drill is None else serving_of(drill)
    return Reveal(2, "Gaps in time", shown, tally or Tally(6, 3, (("B", 3), ("A", 2))))


def a_day_post(curriculum: Curriculum, drill: Drill | None = None, **changes: Any) -> DayPost:  # noqa: ANN401  any field
    """Day 3; without a drill it is a quiz day."""
    track = curriculum.track("sony-ds")
    entry = track.day(3)
    serving = None if drill is None else serving_of(drill)
    post = DayPost(COHORT, 3, entry, track.check(entry.checklist), serving, late=False)
    return replace(post, **changes)
