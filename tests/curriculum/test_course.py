"""The families of a circle's days, worked out ahead."""

import pytest

from bot.curriculum.catalog import Curriculum
from bot.curriculum.course import course
from bot.domain.timeline import REST

TRACKS = ("sony-ds", "sony-aipm", "scale-ds")


def _course(curriculum: Curriculum, track: str, *plan: int) -> tuple[str, ...]:
    found = curriculum.track(track)
    return course(curriculum, found, plan or found.plan(28))


@pytest.mark.parametrize("track", TRACKS)
def test_every_day_but_quiz_days_has_a_family_of_its_skill(
    curriculum: Curriculum, track: str
) -> None:
    days = curriculum.track(track).file.days
    for day, family in zip(days, _course(curriculum, track), strict=True):
        if day.drill.form == "quiz":
            assert family == ""
        else:
            assert curriculum.families[family].skill == day.drill.skill


@pytest.mark.parametrize("track", TRACKS)
def test_no_family_comes_twice_in_four_weeks(curriculum: Curriculum, track: str) -> None:
    families = [family for family in _course(curriculum, track) if family]
    assert len(set(families)) == len(families)


def test_rest_days_have_none_and_shift_the_others(curriculum: Curriculum) -> None:
    first, second = _course(curriculum, "sony-ds")[:2]
    assert _course(curriculum, "sony-ds", 1, REST, 2) == (first, "", second)
