"""Bad track, rubric and fact files, and what their author is told."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from bot.curriculum.reading import read
from tests.curriculum.samples import FACTS, RUBRIC, a_track, write


def test_a_day_that_names_a_missing_drill_is_told(folder: Path) -> None:
    track = a_track()
    track["days"][4]["drill"]["family"] = "sql.window.gone"
    write(folder / "tracks" / "tiny.yaml", track)
    found = read(folder).problems
    assert [(p.file, p.field, p.message) for p in found] == [
        ("content/tracks/tiny.yaml", "day 5", "no drill sql.window.gone")
    ]


def test_a_day_that_names_a_drill_that_is_there_is_fine(folder: Path) -> None:
    track = a_track()
    track["days"][4]["drill"] |= {"family": "sql.window.sound-sql", "short": "sql.window.sound-mcq"}
    write(folder / "tracks" / "tiny.yaml", track)
    assert read(folder).problems == ()


def _without_a_day(track: dict[str, Any]) -> None:
    track["days"][3]["day"] = 5


def _without_a_slot(track: dict[str, Any]) -> None:
    del track["slots"]["close"]


def _with_an_unknown_item(track: dict[str, Any]) -> None:
    track["days"][3]["checklist"] = "CK0-9"


def _with_light_weights(track: dict[str, Any]) -> None:
    track["weights"] = {"sql.window": 99}


def _with_a_skill_twice_running(track: dict[str, Any]) -> None:
    track["days"][3]["drill"]["skill"] = track["days"][4]["drill"]["skill"]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_with_a_skill_twice_running, "days 3 and 4 both have the skill sql.window"),
        (_without_a_day, "days must be 1 to 28 in order"),
        (_without_a_slot, "slots must be kickoff"),
        (_with_an_unknown_item, "days name unknown checklist items: CK0-9"),
        (_with_light_weights, "weights must add up to 100, they give 99"),
    ],
)
def test_a_track_that_cannot_run_is_refused(
    spoil: Callable[[dict[str, Any]], None], message: str, folder: Path
) -> None:
    track = a_track()
    spoil(track)
    write(folder / "tracks" / "tiny.yaml", track)
    assert message in read(folder).problems[0].message
    assert not read(folder).curriculum.tracks


@pytest.mark.parametrize(
    ("field", "value", "place", "message"),
    [
        ("sprint", {"first": 16, "last": 28}, "sprint", "14 days from first to last, it has 13"),
        ("sprint", {"first": 16, "last": 29}, "sprint.last", "less than or equal to 28"),
        ("sprint", {"first": 0, "last": 13}, "sprint.first", "greater than or equal to 1"),
        ("drop_first", [7, 14], "drop_first", "at least 3 days, each named once"),
        ("drop_first", [7, 14, 7], "drop_first", "at least 3 days, each named once"),
        ("drop_first", [7, 14, 0], "drop_first.2", "greater than or equal to 1"),
        ("rest_after", [14], "rest_after", "at least 2 days, each named once"),
        ("rest_after", [14, 14], "rest_after", "at least 2 days, each named once"),
        ("rest_after", [30, 14], "rest_after.0", "less than or equal to 28"),
    ],
)
def test_days_that_give_no_whole_circle_are_told_where_they_stand(
    field: str, value: object, place: str, message: str, folder: Path
) -> None:
    write(folder / "tracks" / "tiny.yaml", a_track(**{field: value}))
    (found,) = read(folder).problems
    assert found.field == place
    assert message in found.message


@pytest.mark.parametrize("length", [14, *range(25, 31)])
@pytest.mark.parametrize(
    "days",
    [
        {"drop_first": [1, 2, 28], "rest_after": [1, 2], "sprint": {"first": 1, "last": 14}},
        {"drop_first": [28, 9, 1, 5], "rest_after": [28, 27, 1]},
    ],
)
def test_days_that_pass_give_a_circle_of_each_length(
    days: dict[str, Any], length: int, folder: Path
) -> None:
    write(folder / "tracks" / "tiny.yaml", a_track(**days))
    assert len(read(folder).curriculum.track("tiny").plan(length)) == length


def test_a_rubric_needs_all_three_anchors(folder: Path) -> None:
    bad = {**RUBRIC, "id": "tale", "dimensions": [{"name": "A", "anchors": {"0": "No."}}] * 2}
    write(folder / "rubrics" / "tale.yaml", bad)
    assert {p.message for p in read(folder).problems} == {"anchors are 0, 2 and 4"}


def test_a_date_that_is_none_is_told_where_it_stands(folder: Path) -> None:
    bad = {**FACTS, "facts": [{**FACTS["facts"][0], "expires": "2027-02-30"}]}
    path = write(folder / "facts" / "tiny.yaml", bad)
    text = path.read_text().replace("'2027-02-30'", "2027-02-30")
    write(path, text)
    found = read(folder).problems[0]
    line = next(n for n, line in enumerate(text.splitlines(), 1) if "expires" in line)
    assert (found.line, found.field) == (line, "facts.0.expires")


@pytest.mark.parametrize("expires", ["2026-11-20", "2026-11-21"])
def test_a_claim_must_hold_for_a_day_at_least(expires: str, folder: Path) -> None:
    bad = {**FACTS, "facts": [{**FACTS["facts"][0], "expires": expires}]}
    write(folder / "facts" / "tiny.yaml", bad)
    assert [(p.field, p.message) for p in read(folder).problems] == [
        ("facts.0.expires", "must lie after as_of, 2026-11-21")
    ]
