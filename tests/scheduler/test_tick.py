"""Due slots become posts in the outbox: once, whoever looks and however often."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.curriculum.catalog import Curriculum
from bot.domain.cohorts import Cohort, CohortStatus
from bot.domain.ids import Platform
from bot.storage.store import SqlStore
from scheduler.tick import BATCH, FORGET_AFTER, PUT_OFF, Tick
from tests.builders import MONDAY, a_calendar, a_channel
from tests.fakes import RecordingWatch
from tests.scheduler.planning import DAY, HOUR, Planning

FIRST_DAY = ["c1/1/kickoff/p1", "c1/1/drill/p1"]


async def test_the_first_day_begins_with_the_kickoff_and_the_drill(planning: Planning) -> None:
    await planning.circle()
    await planning.tick.run()
    assert await planning.keys("ready") == FIRST_DAY


async def test_posts_are_due_when_their_slot_is(planning: Planning) -> None:
    await planning.circle()
    await planning.run_at(MONDAY + timedelta(minutes=3))
    assert {row.due_at for row in (await planning.posts()).values()} == {MONDAY}


async def test_looking_again_makes_nothing_twice(planning: Planning) -> None:
    await planning.circle()
    await planning.tick.run()
    before = await planning.posts()
    await planning.tick.run()
    assert await planning.posts() == before


async def test_a_circle_planned_anew_from_an_old_state_makes_nothing_twice(
    planning: Planning,
) -> None:
    circle = await planning.circle()
    await planning.tick.run()
    before = await planning.posts()
    await planning.ask(lambda repos: repos.cohorts.save(circle))
    await planning.tick.run()
    assert await planning.posts() == before


async def test_two_processes_at_once_make_each_post_once(
    any_store: SqlStore, database_url: str, curriculum: Curriculum
) -> None:
    first = Planning(any_store, curriculum)
    for number in range(BATCH * 2):
        await first.circle(f"room{number}")
    other = SqlStore(database_url)
    second = Planning(other, curriculum)
    await asyncio.gather(first.tick.run(), second.tick.run())
    other.close()
    assert len(await first.keys("ready")) == BATCH * 2 * 2
    assert first.watch.failed_plans + second.watch.failed_plans == []


async def test_more_circles_than_fit_one_transaction_are_all_planned(planning: Planning) -> None:
    for number in range(BATCH + 1):
        await planning.circle(f"room{number}")
    await planning.tick.run()
    assert len(planning.watch.plans) == BATCH + 1


async def test_the_next_due_slot_is_told(planning: Planning) -> None:
    await planning.circle()
    assert await planning.tick.run() == MONDAY + 9 * HOUR


async def test_the_earliest_slot_of_all_circles_is_told(planning: Planning) -> None:
    await planning.circle()
    await planning.circle("other", next_slot_at=MONDAY + HOUR)
    assert await planning.tick.run() == MONDAY + HOUR


async def test_without_circles_nothing_is_ever_due(planning: Planning) -> None:
    assert await planning.tick.run() is None


async def test_a_circle_whose_time_has_not_come_is_left_alone(planning: Planning) -> None:
    await planning.circle(next_slot_at=MONDAY + timedelta(microseconds=1))
    await planning.tick.run()
    assert (await planning.keys(), planning.watch.plans) == ([], [])


async def test_a_circle_in_two_rooms_posts_in_both(planning: Planning) -> None:
    circle = await planning.circle()
    await planning.ask(lambda repos: repos.cohorts.add_place(circle.id, a_channel("second")))
    await planning.tick.run()
    rows = await planning.posts()
    assert [rows[f"c1/1/drill/p{n}"].channel for n in (1, 2)] == ["room", "second"]


async def test_a_room_that_is_switched_off_gets_no_posts(planning: Planning) -> None:
    circle = await planning.circle()
    second = await planning.ask(
        lambda repos: repos.cohorts.add_place(circle.id, a_channel("second"))
    )
    await planning.ask(lambda repos: repos.cohorts.switch_off(second.id, "the room is no more"))
    await planning.tick.run()
    assert await planning.keys() == FIRST_DAY


async def test_the_answer_is_tied_to_yesterdays_drill(planning: Planning) -> None:
    await planning.circle()
    await planning.lives_to(MONDAY + DAY)
    assert (await planning.posts())["c1/2/reveal/p1"].parent_key == "c1/1/drill/p1"


async def test_after_the_last_day_the_circle_is_closed_and_never_due_again(
    planning: Planning,
) -> None:
    circle = await planning.circle(calendar=a_calendar(plan=(1, 2), reviews=frozenset()))
    await planning.lives_to(MONDAY + 2 * DAY)
    after = await planning.cohort(circle)
    assert (after.status, after.next_slot_at) == (CohortStatus.CLOSED, None)
    assert await planning.tick.run() is None


async def test_a_whole_circle_has_every_post_once(planning: Planning) -> None:
    circle = await planning.circle()
    await planning.lives_to(MONDAY + 29 * DAY)
    kinds = [key.split("/")[2] for key in await planning.keys()]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "kickoff": 1,
        "drill": 28,
        "reveal": 27,
        "recap": len(circle.calendar.reviews),
        "close": 1,
    }


async def test_the_watch_hears_what_each_circle_was_given(planning: Planning) -> None:
    await planning.circle()
    await planning.tick.run()
    assert planning.watch.plans == [(2, 0)]


async def test_old_invocations_are_forgotten_and_recent_ones_kept(planning: Planning) -> None:
    for name, age in (("old", FORGET_AFTER + HOUR), ("recent", FORGET_AFTER - HOUR)):
        await is_new(planning, name, MONDAY - age)
    await planning.tick.tidy()
    assert await is_new(planning, "old", MONDAY)
    assert not await is_new(planning, "recent", MONDAY)


async def is_new(planning: Planning, invocation: str, at: datetime) -> bool:
    platform = Platform("playground")
    new = await planning.ask(lambda repos: repos.inbox.remember(platform, invocation, at))
    return bool(new)


class TestABrokenCircle:
    """One whose track is not in the content any more."""

    async def test_is_put_off_and_reported(self, planning: Planning) -> None:
        broken = await planning.circle(track="gone")
        assert await planning.tick.run() == MONDAY + PUT_OFF
        ((cohort, error),) = planning.watch.failed_plans
        assert (cohort.id, "gone" in str(error)) == (broken.id, True)

    async def test_does_not_hold_up_the_others(
        self, any_store: SqlStore, curriculum: Curriculum
    ) -> None:
        planning = Planning(any_store, curriculum)
        await planning.circle("a")
        await planning.circle("b", track="gone", next_slot_at=MONDAY - HOUR)
        await planning.circle("c")
        await planning.tick.run()
        drills = [row.channel for row in (await planning.posts()).values() if "drill" in row.key]
        assert sorted(drills) == ["a", "c"]

    async def test_makes_nobodys_figures_count_twice(self, planning: Planning) -> None:
        await planning.circle("a")
        await planning.circle("b", track="gone")
        await planning.tick.run()
        assert planning.watch.plans == [(2, 0)]

    async def test_is_tried_again_later(self, planning: Planning) -> None:
        await planning.circle(track="gone")
        await planning.tick.run()
        await planning.run_at(MONDAY + PUT_OFF)
        assert len(planning.watch.failed_plans) == 2

    async def test_is_planned_when_its_track_is_back(
        self, planning: Planning, curriculum: Curriculum
    ) -> None:
        await planning.circle()
        planning.curriculum = Curriculum()
        await planning.tick.run()
        planning.curriculum = curriculum
        await planning.run_at(MONDAY + PUT_OFF)
        assert await planning.keys("ready") == FIRST_DAY

    @pytest.mark.parametrize("room", ["broken", "sound"])
    async def test_costs_no_host_what_was_changed_meanwhile(
        self, planning: Planning, curriculum: Curriculum, room: str
    ) -> None:
        circles = {
            "broken": await planning.circle("broken", track="gone", next_slot_at=MONDAY - HOUR),
            "sound": await planning.circle("sound"),
        }
        watch = HostArchives(str(planning.store.url), circles[room])
        await Tick(planning.store, lambda: curriculum, planning.clock, watch).run()
        assert (await planning.cohort(circles[room])).status is CohortStatus.ARCHIVED


class HostArchives(RecordingWatch):
    """A host archives a circle between the failure of one and what follows."""

    def __init__(self, url: str, theirs: Cohort) -> None:
        super().__init__()
        self._url, self._theirs = url, theirs

    def plan_failed(self, cohort: Cohort, error: Exception) -> None:
        super().plan_failed(cohort, error)
        archived = replace(self._theirs, status=CohortStatus.ARCHIVED)
        store = SqlStore(self._url)
        store.run(lambda repos: repos.cohorts.save(archived))
        store.close()
