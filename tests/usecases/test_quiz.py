"""The quiz of a review day: the same questions for all, one after the other."""

from itertools import pairwise

from bot.curriculum.catalog import AnyFamily
from bot.curriculum.course import course
from bot.curriculum.resolving import resolve
from bot.domain.scoring import Purpose
from bot.domain.timeline import REST
from bot.usecases import serving
from bot.usecases.serving import QUIZ_LENGTH, Served
from tests.builders import a_calendar
from tests.usecases.room import Room, at, renamed, with_families


def next_question(room: Room, who: str = "ana") -> Served:
    served = serving.serve_quiz(room.enrolled(who))
    assert served is not None
    return served


def families(room: Room, day: int = 7) -> list[AnyFamily]:
    track = room.curriculum.track("sony-ds")
    return serving.quiz_families(room.curriculum, track, room.circle, day)


def week(room: Room) -> set[str]:
    """The skills the first seven days are about."""
    entries = room.curriculum.track("sony-ds").file.days[:7]
    return {skill for e in entries for skill in (e.drill.skill, e.side)}


def test_the_quiz_has_eight_quick_questions_from_the_weeks_skills(room: Room) -> None:
    found = families(room)
    assert len({family.family for family in found}) == QUIZ_LENGTH
    assert {family.skill for family in found} <= week(room)
    assert {family.format for family in found} <= {"mcq", "multi", "numeric", "order", "flaw"}


def test_skills_alternate(room: Room) -> None:
    skills = [family.skill for family in families(room)]
    assert all(first != second for first, second in pairwise(skills))


def test_a_new_week_asks_about_its_own_skills(room: Room) -> None:
    assert {f.skill for f in families(room, 14)} - week(room)


def test_each_circle_is_asked_its_own_questions(room: Room) -> None:
    first = families(room)
    room.starts(channel="room")
    assert families(room) != first


def test_rest_days_ask_nothing(room: Room) -> None:
    plan = (REST, 1, REST, 2, 7)
    room.saves(calendar=a_calendar(plan=plan))
    entries = room.curriculum.track("sony-ds").file.days
    allowed = {
        s for day in (1, 2, 7) for s in (entries[day - 1].drill.skill, entries[day - 1].side)
    }
    assert {family.skill for family in families(room, 5)} <= allowed


def test_a_small_bank_makes_a_short_quiz(room: Room) -> None:
    quick = next(f for f in room.curriculum.playable if f.format == "mcq")
    names = ("sql.window.one", "sql.window.two", "data.clean.three")
    room.curriculum = with_families(room.curriculum, *(renamed(quick, name) for name in names))
    assert sorted(family.family for family in families(room)) == sorted(names)


def test_an_empty_bank_makes_no_quiz(room: Room) -> None:
    room.curriculum = with_families(room.curriculum)
    room.now = at(7, 10)
    assert serving.serve_quiz(room.enrolled()) is None


def test_a_question_stays_until_it_is_answered(room: Room) -> None:
    room.now = at(7, 10)
    first = next_question(room)
    assert next_question(room) == first
    assert (first.number, first.total) == (1, QUIZ_LENGTH)
    assert (first.serving.day, first.serving.purpose) == (7, Purpose.QUIZ)


def test_answering_brings_the_next_question_until_all_are_done(room: Room) -> None:
    room.now = at(7, 10)
    numbers = []
    while (served := serving.serve_quiz(room.enrolled())) is not None:
        numbers.append(served.number)
        room.answers(served.serving, right=served.number % 2 == 0)
    assert numbers == list(range(1, QUIZ_LENGTH + 1))


def test_two_members_are_asked_the_same_families(room: Room) -> None:
    room.joins("ben")
    room.now = at(7, 10)
    ana, ben = next_question(room), next_question(room, "ben")
    assert ana.serving.drill.family == ben.serving.drill.family
    assert ana.serving.member != ben.serving.member


def test_what_the_circle_gets_within_a_week_of_it_is_asked_last(room: Room) -> None:
    track = room.curriculum.track("sony-ds")
    plan = room.circle.calendar.plan
    for day in (7, 14, 21):
        near = course(room.curriculum, track, plan)[max(0, day - 7) : day + 7]
        again = [f for f in families(room, day) if f.family in near and not f.params]
        assert again == []


def test_who_has_just_met_a_question_is_asked_another_of_its_skill(room: Room) -> None:
    fixed = [family for family in room.curriculum.playable if not family.params]
    room.curriculum = with_families(room.curriculum, *fixed)
    room.now = at(7, 9, 30)
    first = families(room)[0]
    met = resolve(room.curriculum, first, 1)
    serving.store(room.enrolled(), met, Purpose.EXTRA, 7, "extra/met")
    asked = next_question(room).serving.drill
    assert asked.family != first.family
    assert asked.skill == first.skill


def test_where_there_is_no_other_the_question_is_asked_all_the_same(room: Room) -> None:
    fixed = next(f for f in room.curriculum.playable if f.format == "mcq" and not f.params)
    room.curriculum = with_families(room.curriculum, renamed(fixed, "sql.window.one"))
    room.now = at(7, 9, 30)
    (only,) = families(room)
    met = resolve(room.curriculum, only, 1)
    serving.store(room.enrolled(), met, Purpose.EXTRA, 7, "extra/met")
    assert next_question(room).serving.drill.family == only.family
