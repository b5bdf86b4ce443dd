"""Each shipped track: four weeks that hold together."""

import re
from dataclasses import replace
from typing import get_args

import pytest

from bot.curriculum.catalog import Curriculum, Track
from bot.domain.exercises import Language
from bot.domain.timeline import REST

TRACKS = ("sony-ds", "sony-aipm", "scale-ds")
PHASES = {
    "sony-ds": [
        "Data and foundations", "Experiments and cause", "Systems, product and mocks", "Polish",
        "Five stages",
    ],
    "sony-aipm": ["Research", "Drafting", "Mocks", "Polish", "Five rounds"],
    "scale-ds": ["A useful thing in two weeks", "Four rounds in 14 days"],
}  # fmt: skip
ONE_SOURCE = "one interview-preparation publisher, not confirmed by the company"
LONGEST_TITLE = 140
CHECKLIST_ITEMS = 7


@pytest.fixture(scope="module", params=TRACKS)
def track(curriculum: Curriculum, request: pytest.FixtureRequest) -> Track:
    return curriculum.track(request.param)


def test_these_are_all(curriculum: Curriculum) -> None:
    assert sorted(curriculum.tracks) == sorted(TRACKS)


def test_weights_are_the_planned_ones(track: Track, inventory: str) -> None:
    column = 1 + TRACKS.index(track.id)
    rows = re.findall(r"^\| `([a-z.]+)` (?:\| [^|]+ ){2}" + r"\| (\d+) " * 5, inventory, re.M)
    assert {row[0]: int(row[column]) for row in rows} == track.file.weights


def test_days_are_the_planned_ones(track: Track, inventory: str) -> None:
    """Skill, form, side skill and checklist item; the design's themes and events are not ours."""
    row = r"^\| (\d+) \| [^|]+ \| `([a-z.]+)` \| (\w+) \| `([a-z.]+)` \| (CK\d-\d) \|"
    days = [
        (str(day.day), day.drill.skill, day.drill.form, day.side, day.checklist)
        for day in track.file.days
    ]
    assert days == re.findall(row, _timeline(track, inventory), re.M)


def test_phases_are_the_planned_ones(track: Track, inventory: str) -> None:
    (line,) = re.findall(r"^Phases.+", _timeline(track, inventory), re.M)
    phases = [(str(phase.first), str(phase.last)) for phase in track.file.phases]
    assert phases == re.findall(r"(\d+)–(\d+)", line)
    assert [phase.title for phase in track.file.phases] == PHASES[track.id]


def _timeline(track: Track, inventory: str) -> str:
    """What the design says under the track's heading."""
    return re.split(r"^#+ ", inventory.partition(f"#### `{track.id}`\n")[2], flags=re.M)[0]


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
    """Each day of every length has a drill of its skill and form, or a quiz."""
    whole = replace(curriculum, runs=frozenset(get_args(Language)))
    ready = {(family.skill, family.format) for family in whole.of_track(track.id)}
    for length in (14, *range(25, 31)):
        plan = track.plan(length)
        assert len(plan) == length
        drills = [track.day(day).drill for day in plan if day != REST]
        assert {(d.skill, d.form) for d in drills if d.form != "quiz"} <= ready


def test_every_checklist_item_comes_up_two_to_seven_times(track: Track) -> None:
    ticked = [day.checklist for day in track.file.days]
    items = [entry.id for entry in track.file.checklist]
    assert len(items) == CHECKLIST_ITEMS
    assert set(ticked) == set(items)
    assert all(2 <= ticked.count(item) <= 7 for item in items)


def test_what_weighs_three_or_more_has_a_day(track: Track) -> None:
    dated = {skill for day in track.file.days for skill in (day.drill.skill, day.side)}
    assert {skill for skill, weight in track.file.weights.items() if weight >= 3} <= dated


def test_every_claim_says_whose_it_is(track: Track) -> None:
    assert track.facts
    assert [fact.id for fact in track.facts if not fact.source.startswith(ONE_SOURCE)] == []


def test_the_disclaimer_says_who_speaks_and_who_does_not(track: Track) -> None:
    told = track.file.disclaimer
    assert "comes from one interview-preparation publisher" in told
    assert "The company has not confirmed it" in told
    assert "no tie to the company" in told


def test_titles_leave_room_for_what_stands_around_them(
    track: Track, curriculum: Curriculum
) -> None:
    longest = max(len(day.theme) for day in track.file.days)
    names = max(len(name) for name in curriculum.skill_names.values())
    assert max(longest, names) + 40 <= LONGEST_TITLE
