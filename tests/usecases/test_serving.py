"""Practice on request and review: which drill somebody is shown."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.curriculum.catalog import AnyFamily
from bot.curriculum.families import OneOf
from bot.domain.errors import Closed, InvalidInput, NotFound
from bot.domain.records import Serving
from bot.domain.scoring import Purpose
from bot.usecases import serving
from tests.builders import a_memory
from tests.usecases.room import Room, at, executed, renamed, with_families

FIXED = "judge.simple"
"""A skill with fixed families among others."""


def extra(room: Room, skill: str = "", level: int = 0, who: str = "ana") -> Serving:
    return serving.serve_extra(room.enrolled(who), skill, level).serving


def two_families(room: Room) -> None:
    """A bank of two fixed families."""
    fixed = [f for f in room.curriculum.playable if not f.params and isinstance(f.stem, str)]
    names = ("sql.plan.first", "sql.plan.second")
    pair = [renamed(f, name) for f, name in zip(fixed, names, strict=False)]
    room.curriculum = with_families(room.curriculum, *pair)


def two_numbers(room: Room) -> AnyFamily:
    """A bank of one generator with two variants."""
    found = next(f for f in room.curriculum.playable if f.format == "mcq" and f.params)
    lone = renamed(found, "sql.plan.twice", stem="How many? {n}", let={}, where=[],
                   params={"n": OneOf(choice=[1, 2])}, options=_plain(found),
                   hints=["one", "two"], explanation="e", so_what="s", shown="")  # fmt: skip
    room.curriculum = with_families(room.curriculum, lone)
    return lone


def _plain(family: AnyFamily) -> list[object]:
    texts = {"text": "one", "why": "because"}
    return [option.model_copy(update=texts) for option in family.options]  # type: ignore[union-attr]


def test_an_extra_drill_is_the_members_own(room: Room) -> None:
    room.now = at(3)
    found = extra(room)
    member = room.enrolled().member
    assert (found.member, found.day, found.purpose) == (member.id, 3, Purpose.EXTRA)
    assert room.repos.practice.serving(found.id) == found


def test_a_skill_and_a_level_can_be_asked_for(room: Room) -> None:
    found = [extra(room, "sql.window", 4).drill for _ in range(2)]
    assert {(drill.skill, drill.level) for drill in found} == {("sql.window", 4)}


def test_a_level_alone_can_be_asked_for(room: Room) -> None:
    assert {extra(room, level=5).drill.level for _ in range(4)} == {5}


def test_a_drill_of_another_track_is_refused(room: Room) -> None:
    theirs = next(f for f in room.curriculum.playable if "sony-ds" not in f.tracks)
    with pytest.raises(InvalidInput, match="no skill or drill"):
        extra(room, theirs.family)


@pytest.mark.parametrize("skill", ["sql", "🎲", "x" * 3000, "SQL.WINDOW"])
def test_an_unknown_skill_is_refused_naming_the_known(room: Room, skill: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        extra(room, skill)
    assert "sql.window" in caught.value.hint
    assert len(caught.value.message) < 100


def test_a_level_that_is_not_there_is_refused(room: Room) -> None:
    with pytest.raises(NotFound, match="level 1"):
        extra(room, "sql.window", 1)


def test_extras_begin_with_families_not_met_yet(room: Room) -> None:
    bank = [f.family for f in room.curriculum.of_track("sony-ds") if f.skill == FIXED]
    served = [extra(room, FIXED).drill.family for _ in bank]
    assert sorted(served) == sorted(bank)


def test_each_extra_is_a_serving_of_its_own(room: Room) -> None:
    assert extra(room).id != extra(room).id


def test_the_same_item_does_not_come_twice_within_a_week(room: Room) -> None:
    two_families(room)
    assert extra(room).drill.item != extra(room).drill.item
    room.now += timedelta(days=7)
    with pytest.raises(Closed, match="everything within the last week"):
        extra(room)


def test_after_a_week_the_one_not_seen_for_longest_comes_again(room: Room) -> None:
    two_families(room)
    first = extra(room).drill.item
    room.now += timedelta(hours=1)
    extra(room)
    room.now += timedelta(days=7, hours=1)
    assert extra(room).drill.item == first


def test_what_the_circle_has_had_counts_as_seen(room: Room) -> None:
    two_families(room)
    mine, other = extra(room), extra(room)
    room.joins("ben")
    room.repos.practice.serve(replace(mine, member=None, key="shared"))
    assert extra(room, who="ben").drill.item == other.drill.item


def test_a_generator_gives_other_numbers_within_the_week_until_they_run_out(room: Room) -> None:
    two_numbers(room)
    assert extra(room).drill.item != extra(room).drill.item
    with pytest.raises(Closed, match=r"everything in sql\.plan"):
        extra(room, "sql.plan")


def test_nothing_is_due_before_anything_was_answered(room: Room) -> None:
    assert serving.serve_review(room.enrolled()) is None


def remember(room: Room, family: str, days_ago: int) -> None:
    due = room.now - timedelta(days=days_ago)
    memory = a_memory(family=family, due_at=due)
    room.repos.memories.save(room.enrolled().member.id, memory)


def review(room: Room) -> Serving:
    served = serving.serve_review(room.enrolled())
    assert served is not None
    return served.serving


def a_family(room: Room, *, varied: bool, place: int = 0) -> str:
    return [f.family for f in room.curriculum.playable if bool(f.params) == varied][place]


def test_the_family_due_for_longest_comes_first(room: Room) -> None:
    longest = a_family(room, varied=False)
    remember(room, a_family(room, varied=True), 1)
    remember(room, longest, 2)
    found = review(room)
    assert (found.drill.family, found.purpose) == (longest, Purpose.REVIEW)


def test_what_is_due_later_waits(room: Room) -> None:
    remember(room, a_family(room, varied=True), -1)
    assert serving.serve_review(room.enrolled()) is None


def test_a_review_asked_for_twice_is_the_same(room: Room) -> None:
    remember(room, a_family(room, varied=True), 1)
    assert review(room) == review(room)


def test_families_that_are_gone_or_executed_are_passed_over(room: Room) -> None:
    kept = a_family(room, varied=True)
    runs = executed(room.curriculum, "sql.window.runs", kept)
    room.curriculum = with_families(room.curriculum, room.curriculum.families[kept], runs)
    for days_ago, family in ((3, "sql.window.gone"), (2, runs.family), (1, kept)):
        remember(room, family, days_ago)
    assert review(room).drill.family == kept


def test_what_hung_in_the_channel_before_somebody_joined_does_not_end_the_choice(
    room: Room,
) -> None:
    two_families(room)
    posted = extra(room)
    room.repos.practice.serve(replace(posted, member=None, key="shared"))
    room.now += timedelta(days=1)
    for who in ("ben", "cleo", "dan"):
        room.joins(who, joined_day=2)
        assert extra(room, who=who).drill.item != posted.drill.item


def the_days_skill_alone(room: Room, plan_day: int) -> list[AnyFamily]:
    """A bank of two fixed families of that day's skill and form; the first is the circle's."""
    entry = room.curriculum.track("sony-ds").day(plan_day)
    found = next(
        f
        for f in room.curriculum.of_track("sony-ds")
        if (f.skill, f.format) == (entry.drill.skill, entry.drill.form) and not f.params
    )
    pair = [renamed(found, f"{entry.drill.skill}.{name}") for name in ("first", "second")]
    room.curriculum = with_families(room.curriculum, *pair)
    return pair


def test_what_the_circle_gets_within_a_week_comes_last(room: Room) -> None:
    circles, other = the_days_skill_alone(room, 12)
    room.now = at(5)
    assert [extra(room).drill.family for _ in range(2)] == [other.family, circles.family]


def test_what_the_circle_gets_later_comes_any_time(room: Room) -> None:
    circles, other = the_days_skill_alone(room, 12)
    room.now = at(4)
    names = [f"m{number}" for number in range(12)]
    for name in names:
        room.joins(name)
    first = {extra(room, who=name).drill.family for name in names}
    assert first == {circles.family, other.family}
