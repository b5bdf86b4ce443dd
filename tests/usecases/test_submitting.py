"""Answers that are run: what may be handed in, and what a verdict is worth."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.curriculum.resolving import resolve
from bot.domain.errors import Closed, InvalidInput, NotFound
from bot.domain.exercises import LONGEST_SUBMISSION, Bucket, Language, Outcome, Stage, Verdict
from bot.domain.records import Serving
from bot.domain.scoring import DAILY, EXTRA, Purpose
from bot.domain.timeline import REST, SlotKind, ordinal
from bot.usecases.answering import find
from bot.usecases.daily import daily_serving
from bot.usecases.scene import Enrolled
from bot.usecases.submitting import MOST_TRIES, SINGLE_FROM, hand_in, short_version, take_verdict
from tests.builders import a_calendar, store_serving
from tests.usecases.room import Room, at, executed

RIGHT = Verdict(Outcome.CORRECT, Stage.RESULT, "Right.", share=1)
WRONG = Verdict(Outcome.WRONG, Stage.RESULT, "A row is missing.")
BROKEN = Verdict(Outcome.ERROR, Stage.SYNTAX, "A comma is missing.")
LOST = Verdict(Outcome.LOST, Stage.RUNTIME, "The worker died.")
REFUSED = Verdict(Outcome.REFUSED, Stage.SYNTAX, "One statement, please.")
QUERY = "SELECT 1"


def asked(room: Room, day: int = 1, name: str = "sql.window.runs") -> Serving:
    """The day's drill, a query, posted a minute ago."""
    kept = next(f.family for f in room.curriculum.of_track("sony-ds") if f.skill == "sql.window")
    family = executed(room.curriculum, name, kept)
    families = {**room.curriculum.families, name: family}
    runs: frozenset[Language] = frozenset({"sql"})
    room.curriculum = replace(room.curriculum, families=families, runs=runs)
    room.now = at(day, 9, 1)
    drill = resolve(room.curriculum, family, 1)
    return store_serving(
        room.repos, room.circle, created_at=at(day), drill=drill, day=day, member=None
    )


def at_work(room: Room, day: int = 1) -> tuple[Enrolled, Serving]:
    daily = asked(room, day)
    return find(room.scene(), daily.id)


def test_the_judge_is_told_whose_turn_it_is(room: Room) -> None:
    ana, daily = at_work(room)
    task = hand_in(ana, daily, QUERY)
    assert (task.text, task.exercise.kind) == (QUERY, "sql")
    assert (task.asker.person, task.asker.circle) == (ana.member.person, room.circle.id)


@pytest.mark.parametrize("text", ["", " \n\t ", "x" * (LONGEST_SUBMISSION + 1)])
def test_nothing_and_too_much_are_not_run(room: Room, text: str) -> None:
    ana, daily = at_work(room)
    with pytest.raises(InvalidInput):
        hand_in(ana, daily, text)


def test_a_drill_that_is_not_run_cannot_be_handed_in(room: Room, posted: Serving) -> None:
    with pytest.raises(NotFound):
        hand_in(*find(room.scene(), posted.id), QUERY)


def test_handing_in_alone_stores_nothing(room: Room) -> None:
    ana, daily = at_work(room)
    hand_in(ana, daily, QUERY)
    assert not room.repos.practice.attempts(daily.id, ana.member.id)


def test_a_right_answer_keeps_the_day_and_ends_it(room: Room) -> None:
    ana, daily = at_work(room)
    judged = take_verdict(ana, daily, QUERY, RIGHT)
    assert judged.answered is not None
    assert (judged.answered.points, judged.tries_left, judged.first_clean) == (10, 0, True)
    with pytest.raises(Closed):
        hand_in(ana, daily, QUERY)


@pytest.mark.parametrize("verdict", [LOST, REFUSED])
def test_what_was_not_run_counts_nothing(room: Room, verdict: Verdict) -> None:
    ana, daily = at_work(room)
    judged = take_verdict(ana, daily, QUERY, verdict)
    assert judged.answered is None
    assert not room.repos.practice.attempts(daily.id, ana.member.id)
    assert hand_in(ana, daily, QUERY)


def test_the_first_try_scores_and_later_ones_are_for_learning(room: Room) -> None:
    ana, daily = at_work(room)
    take_verdict(ana, daily, QUERY, WRONG)
    judged = take_verdict(ana, daily, QUERY, RIGHT)
    assert judged.answered is not None
    assert judged.answered.points == 0
    first, second = room.repos.practice.attempts(daily.id, ana.member.id)
    assert (first.share, second.share) == (0, 1)


def test_whether_the_first_answer_ran_is_kept(room: Room) -> None:
    ana, daily = at_work(room)
    assert not take_verdict(ana, daily, QUERY, BROKEN).first_clean
    assert not take_verdict(ana, daily, QUERY, RIGHT).first_clean
    assert [a.stage for a in room.repos.practice.attempts(daily.id, ana.member.id)] == [
        Stage.SYNTAX,
        Stage.RESULT,
    ]


def test_the_buckets_of_code_are_kept(room: Room) -> None:
    ana, daily = at_work(room)
    buckets = (Bucket("works", 4), Bucket("scales", 1), Bucket("maintainable", 3))
    take_verdict(ana, daily, QUERY, replace(RIGHT, buckets=buckets, share=0.25))
    assert room.repos.practice.attempts(daily.id, ana.member.id)[0].scores == (4, 1, 3)


def test_reruns_end_some_time(room: Room) -> None:
    ana, daily = at_work(room)
    for left in reversed(range(MOST_TRIES)):
        assert take_verdict(ana, daily, QUERY, WRONG).tries_left == left
    with pytest.raises(Closed):
        hand_in(ana, daily, QUERY)


def test_in_the_second_half_a_query_is_handed_in_once(room: Room) -> None:
    ana, daily = at_work(room, SINGLE_FROM)
    assert take_verdict(ana, daily, QUERY, BROKEN).tries_left == 0
    with pytest.raises(Closed):
        hand_in(ana, daily, QUERY)


def test_a_rest_day_in_the_second_half_is_no_way_around_it(room: Room) -> None:
    room.saves(calendar=a_calendar(plan=(*range(1, SINGLE_FROM + 1), REST)))
    ana, daily = at_work(room, SINGLE_FROM + 1)
    assert take_verdict(ana, daily, QUERY, BROKEN).tries_left == 0


def test_the_short_version_keeps_the_day(room: Room) -> None:
    ana, daily = at_work(room)
    short = short_version(ana, daily)
    assert (short.purpose, short.day, short.member) == (Purpose.DAILY, 1, ana.member.id)
    assert short.drill.format != "sql"
    assert short_version(ana, daily).id == short.id


def test_after_an_answer_the_short_version_is_extra_practice(room: Room) -> None:
    ana, daily = at_work(room)
    take_verdict(ana, daily, QUERY, WRONG)
    assert short_version(ana, daily).purpose is Purpose.EXTRA


def test_after_the_reveal_there_is_no_short_version(room: Room) -> None:
    _, daily = at_work(room)
    room.saves(settled=ordinal(2, SlotKind.REVEAL))
    with pytest.raises(Closed, match="revealed"):
        short_version(*find(room.scene(), daily.id))


def test_a_short_version_opened_in_time_closes_with_the_reveal_too(room: Room) -> None:
    short = short_version(*at_work(room))
    room.saves(settled=ordinal(2, SlotKind.REVEAL))
    with pytest.raises(Closed, match="revealed"):
        room.answers(short)


def test_whoever_has_answered_may_practise_the_short_version_any_time(room: Room) -> None:
    ana, daily = at_work(room)
    take_verdict(ana, daily, QUERY, WRONG)
    room.saves(settled=ordinal(2, SlotKind.REVEAL))
    short = short_version(*find(room.scene(), daily.id))
    room.now += timedelta(minutes=1)
    assert room.answers(short).points == EXTRA


def test_the_short_version_has_the_days_points(room: Room) -> None:
    short = short_version(*at_work(room))
    room.now += timedelta(minutes=1)
    assert room.answers(short).points == DAILY


def test_after_the_short_version_the_drill_itself_is_extra_practice(room: Room) -> None:
    ana, daily = at_work(room)
    short = short_version(ana, daily)
    room.now += timedelta(minutes=1)
    room.answers(short)
    judged = take_verdict(*find(room.scene(), daily.id), QUERY, RIGHT)
    assert judged.answered is not None
    assert judged.answered.points == EXTRA


def test_a_short_version_opened_before_the_answer_is_extra_practice_after_it(room: Room) -> None:
    ana, daily = at_work(room)
    short = short_version(ana, daily)
    room.now += timedelta(minutes=1)
    take_verdict(*find(room.scene(), daily.id), QUERY, RIGHT)
    assert room.answers(short).points == EXTRA


def test_a_drill_that_is_run_is_asked_only_where_it_can_be(room: Room) -> None:
    asked(room)
    served = {f.family for f in room.curriculum.of_track("sony-ds")}
    assert "sql.window.runs" in served
    unable = replace(room.curriculum, runs=frozenset())
    assert "sql.window.runs" not in {f.family for f in unable.of_track("sony-ds")}


def test_the_day_asks_for_the_query_where_it_can_be_run(room: Room) -> None:
    asked(room)
    track = room.curriculum.tracks["sony-ds"]
    named = track.file.days[1].model_copy(
        update={"drill": track.file.days[1].drill.model_copy(update={"family": "sql.window.runs"})}
    )
    days = [track.file.days[0], named, *track.file.days[2:]]
    file = track.file.model_copy(update={"days": days})
    able = replace(room.curriculum, tracks={"sony-ds": replace(track, file=file)})
    made = daily_serving(room.repos, able, room.circle, 2, room.now)
    assert made is not None
    assert made.drill.family == "sql.window.runs"


def test_after_a_wrong_answer_another_may_be_handed_in(room: Room) -> None:
    ana, daily = at_work(room)
    take_verdict(ana, daily, QUERY, WRONG)
    assert hand_in(ana, daily, QUERY).text == QUERY


@pytest.mark.parametrize("pasted", ["\ufeffSELECT 1", "```sql\nSELECT 1\n```", "```\nSELECT 1```"])
def test_what_pasting_adds_is_not_handed_in(room: Room, pasted: str) -> None:
    ana, daily = at_work(room)
    assert hand_in(ana, daily, pasted).text == QUERY
