"""Looking things up, and the plans of a track."""

import pytest

from bot.curriculum.catalog import Curriculum, Track
from bot.curriculum.tracks import TrackFile
from bot.domain.errors import NotFound
from bot.domain.timeline import REST, SlotKind
from tests.curriculum.samples import a_track, parsed

TRACK = Track(TrackFile.model_validate(a_track()))
PILOT, DRAFT = parsed("mcq", "pilot", status="pilot"), parsed("mcq", "draft", status="draft")
FAMILIES = (
    parsed("mcq"), parsed("sql"), PILOT, DRAFT, parsed("mcq", "retired", status="retired"),
    parsed("mcq", "elsewhere", tracks=["other"]),
)  # fmt: skip
BANK = Curriculum({f.family: f for f in FAMILIES}, {"tiny": TRACK})


def test_a_full_plan_is_every_day() -> None:
    assert TRACK.plan(28) == tuple(range(1, 29))


def test_a_short_plan_leaves_out_review_days_in_turn() -> None:
    assert set(range(1, 29)) - set(TRACK.plan(26)) == {7, 14}


def test_a_long_plan_rests_after_review_days() -> None:
    plan = TRACK.plan(30)
    assert [plan[place - 1] for place, day in enumerate(plan) if day == REST] == [14, 21]


def test_a_sprint_is_the_tracks_second_half() -> None:
    assert TRACK.plan(14) == tuple(range(15, 29))


def test_reviews_are_the_days_marked_so() -> None:
    assert TRACK.reviews == {7, 14, 21, 28}


def test_every_slot_has_a_rule_in_hours() -> None:
    rule = TRACK.rules[SlotKind.DRILL]
    assert set(TRACK.rules) == set(SlotKind)
    assert (rule.late_after.total_seconds(), rule.when_late) == (3600, "post")


def test_a_day_is_found_by_its_number() -> None:
    assert TRACK.day(5).theme == "Theme 5"


def test_a_checklist_item_is_found_in_any_case() -> None:
    assert TRACK.check("ck0-3").title == "Item 3"


def test_an_unknown_item_is_answered_with_the_known_ones() -> None:
    with pytest.raises(NotFound, match="CK9") as caught:
        TRACK.check("CK9")
    assert "CK0-1, CK0-2" in caught.value.hint


def test_an_unknown_track_is_answered_with_the_known_ones() -> None:
    with pytest.raises(NotFound, match="scale") as caught:
        BANK.track("scale")
    assert caught.value.hint == "The tracks are: tiny."


def test_without_tracks_the_answer_says_none() -> None:
    with pytest.raises(NotFound) as caught:
        Curriculum().track("tiny")
    assert caught.value.hint == "The tracks are: none."


def test_a_track_is_found_with_its_title() -> None:
    assert (BANK.track("tiny").id, BANK.track("tiny").title) == ("tiny", "A tiny track")


def test_a_drill_that_is_gone_is_answered_kindly() -> None:
    with pytest.raises(NotFound, match="any more"):
        BANK.family("sql.window.gone")


def test_a_drill_is_found_by_its_id() -> None:
    assert BANK.family("sql.window.pilot") is PILOT


def test_only_live_and_pilot_families_are_served_and_none_that_must_be_run() -> None:
    served = [family.family.rpartition(".")[2] for family in BANK.playable]
    assert served == ["elsewhere", "pilot", "sound-mcq"]


def test_a_track_serves_its_own_families() -> None:
    assert {f.family for f in BANK.of_track("tiny")} == {"sql.window.pilot", "sql.window.sound-mcq"}


def test_an_unknown_track_serves_nothing() -> None:
    assert BANK.of_track("scale") == ()


def test_skills_are_those_with_something_to_practise() -> None:
    assert BANK.skills == ("sql.window",)
    assert Curriculum({DRAFT.family: DRAFT}).skills == ()


def test_a_skill_without_a_name_goes_by_its_id() -> None:
    assert BANK.skill_name("sql.window") == "sql.window"
