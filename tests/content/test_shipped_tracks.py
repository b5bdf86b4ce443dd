"""Each shipped track: four weeks that hold together."""

from itertools import pairwise

import pytest

from bot.curriculum.catalog import Curriculum, Track
from bot.domain.timeline import REST

TRACKS = ("sony-ds", "sony-aipm", "scale-ds")
LONGEST_TITLE = 140
CHECKLIST_ITEMS = 7


@pytest.fixture(scope="module", params=TRACKS)
def track(curriculum: Curriculum, request: pytest.FixtureRequest) -> Track:
    return curriculum.track(request.param)


def test_these_are_all(curriculum: Curriculum) -> None:
    assert sorted(curriculum.tracks) == sorted(TRACKS)


def test_weights_are_shares_of_a_hundred(track: Track) -> None:
    assert sum(track.file.weights.values()) == 100


def test_every_weighted_skill_has_something_to_practise(
    track: Track, curriculum: Curriculum
) -> None:
    bank = {family.skill for family in curriculum.of_track(track.id)}
    assert {skill for skill, weight in track.file.weights.items() if weight} <= bank


def test_every_skill_has_a_name_to_show(track: Track, curriculum: Curriculum) -> None:
    days = track.file.days
    used = {*track.file.weights, *(d.side for d in days), *(d.drill.skill for d in days)}
    assert used <= set(curriculum.skill_names)


def test_every_day_has_something_to_post(track: Track, curriculum: Curriculum) -> None:
    """On each day of every length a drill of the day's skill is there, or a quiz is due."""
    skills = {family.skill for family in curriculum.of_track(track.id)}
    for length in (14, *range(25, 31)):
        plan = track.plan(length)
        assert len(plan) == length
        for plan_day in plan:
            drill = None if plan_day == REST else track.day(plan_day).drill
            assert drill is None or drill.form == "quiz" or drill.skill in skills


def test_every_checklist_item_comes_up_two_to_seven_times(track: Track) -> None:
    ticked = [day.checklist for day in track.file.days]
    items = [entry.id for entry in track.file.checklist]
    assert len(items) == CHECKLIST_ITEMS
    assert set(ticked) == set(items)
    assert all(2 <= ticked.count(item) <= 7 for item in items)


def test_no_skill_is_the_main_one_on_two_days_running(track: Track) -> None:
    assert all(a.drill.skill != b.drill.skill for a, b in pairwise(track.file.days))


def test_what_weighs_three_or_more_has_a_day(track: Track) -> None:
    dated = {skill for day in track.file.days for skill in (day.drill.skill, day.side)}
    assert {skill for skill, weight in track.file.weights.items() if weight >= 3} <= dated


def test_every_claim_has_a_date_and_an_end(track: Track) -> None:
    assert track.facts
    assert all(fact.as_of < fact.expires for fact in track.facts)


def test_titles_leave_room_for_what_stands_around_them(
    track: Track, curriculum: Curriculum
) -> None:
    longest = max(len(day.theme) for day in track.file.days)
    names = max(len(name) for name in curriculum.skill_names.values())
    assert max(longest, names) + 40 <= LONGEST_TITLE
