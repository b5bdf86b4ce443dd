"""Pushing the clock: every due instant in turn, as if the time had passed."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.clock import SetClock
from bot.curriculum.catalog import Curriculum
from bot.ports import Unavailable
from bot.storage.store import SqlStore
from scheduler.stepping import Stepper
from tests.builders import MONDAY, a_channel, an_outgoing
from tests.scheduler.planning import DAY, HOUR, Planning
from tests.scheduler.post_office import PostOffice

EVE = MONDAY - HOUR


@dataclass
class Friends:
    """Company whose turns are given; acting notes the time and may post something."""

    clock: SetClock
    office: PostOffice
    turns: list[datetime] = field(default_factory=list)
    acted: list[datetime] = field(default_factory=list)
    looks: int = 0
    posts: bool = False

    def next_at(self) -> datetime | None:
        return min(self.turns, default=None)

    async def look(self) -> None:
        self.looks += 1

    async def act(self) -> int:
        due = [turn for turn in self.turns if turn <= self.clock.now()]
        self.turns = [turn for turn in self.turns if turn not in due]
        self.acted += due
        if self.posts and due:
            await self.office.puts(an_outgoing(key=f"said {len(self.acted)}", due_at=due[0]))
        return len(due)


class Walk:
    """A circle, a courier and a clock an hour before the first post."""

    def __init__(self, store: SqlStore, curriculum: Curriculum) -> None:
        self.clock = SetClock(EVE)
        self.planning = Planning(store, curriculum, self.clock)
        self.office = PostOffice(store, self.clock)
        self.friends = Friends(self.clock, self.office)
        self.steps: list[datetime] = []
        self.stop_after = 10_000
        self.stepper = Stepper(store, self.planning.tick, [self.office.courier], self.clock)

    async def to(self, until: datetime) -> None:
        await self.stepper.advance(until, self.noted)

    async def noted(self, now: datetime) -> bool:
        self.steps.append(now)
        return len(self.steps) < self.stop_after

    @property
    def arrivals(self) -> list[datetime]:
        return [arrival.at for arrival in self.office.room.arrived]


@pytest.fixture
def walk(store: SqlStore, curriculum: Curriculum) -> Walk:
    return Walk(store, curriculum)


async def test_each_post_arrives_at_the_very_instant_it_is_due(walk: Walk) -> None:
    await walk.planning.circle()
    await walk.to(MONDAY + DAY)
    assert walk.arrivals == [MONDAY, MONDAY, MONDAY + DAY, MONDAY + DAY]


async def test_the_clock_ends_where_it_was_pushed_to(walk: Walk) -> None:
    await walk.planning.circle()
    await walk.to(MONDAY + 5 * HOUR)
    assert walk.clock.now() == MONDAY + 5 * HOUR


async def test_with_nothing_due_the_clock_just_moves(walk: Walk) -> None:
    await walk.to(MONDAY + DAY)
    assert (walk.clock.now(), walk.steps) == (MONDAY + DAY, [MONDAY + DAY])


async def test_the_clock_is_never_pushed_back(walk: Walk) -> None:
    await walk.to(EVE - DAY)
    assert walk.clock.now() == EVE


async def test_what_is_due_already_is_sent_without_moving(walk: Walk) -> None:
    await walk.office.puts(an_outgoing(due_at=EVE))
    await walk.to(EVE)
    assert walk.arrivals == [EVE]


async def test_every_step_is_told(walk: Walk) -> None:
    await walk.planning.circle()
    await walk.to(MONDAY + 10 * HOUR)
    assert walk.steps == [MONDAY, MONDAY + 9 * HOUR, MONDAY + 10 * HOUR]


async def test_a_walk_can_be_ended_after_any_step(walk: Walk) -> None:
    await walk.planning.circle()
    walk.stop_after = 1
    await walk.to(MONDAY + 3 * DAY)
    assert walk.clock.now() == MONDAY


async def test_a_post_that_must_be_tried_again_is_tried_at_its_own_time(walk: Walk) -> None:
    walk.office.room.troubles.append(Unavailable("503"))
    await walk.office.puts(an_outgoing())
    await walk.to(MONDAY + HOUR)
    assert walk.arrivals == [MONDAY + timedelta(seconds=5)]


async def test_a_post_of_another_platform_does_not_stop_the_clock(walk: Walk) -> None:
    await walk.office.puts(an_outgoing(target=a_channel(platform="elsewhere")))
    assert await walk.stepper.next_due() is None


async def test_what_cannot_be_settled_does_not_hold_the_clock_for_ever(
    store: SqlStore, curriculum: Curriculum
) -> None:
    walk = Walk(store, curriculum)
    walk.office = PostOffice(store, walk.clock, rules={"lanes": 0})
    walk.stepper = Stepper(store, walk.planning.tick, [walk.office.courier], walk.clock)
    await walk.office.puts(an_outgoing())
    await walk.to(MONDAY + HOUR)
    assert (walk.clock.now(), walk.arrivals) == (MONDAY + HOUR, [])


async def test_a_broken_circle_does_not_hold_the_clock(walk: Walk) -> None:
    await walk.planning.circle(track="gone")
    await walk.to(MONDAY + HOUR)
    assert walk.clock.now() == MONDAY + HOUR


async def test_friends_act_at_their_own_times(walk: Walk) -> None:
    walk.stepper.company = walk.friends
    turns = [MONDAY + HOUR, MONDAY + 2 * HOUR]
    walk.friends.turns = list(turns)
    await walk.to(MONDAY + DAY)
    assert (walk.friends.acted, walk.steps[:2]) == (turns, turns)


async def test_what_friends_cause_is_sent_at_once(walk: Walk) -> None:
    walk.stepper.company = walk.friends
    walk.friends.turns, walk.friends.posts = [MONDAY + HOUR], True
    await walk.to(MONDAY + DAY)
    assert walk.arrivals == [MONDAY + HOUR]


async def test_friends_notice_what_was_posted_before_they_act(walk: Walk) -> None:
    walk.stepper.company = walk.friends
    await walk.planning.circle()
    await walk.to(MONDAY)
    assert walk.friends.looks == 2


async def test_the_next_due_instant_is_the_earliest_of_all(walk: Walk) -> None:
    walk.stepper.company = walk.friends
    await walk.planning.circle(next_slot_at=MONDAY + 3 * HOUR)
    await walk.office.puts(an_outgoing(due_at=MONDAY + 2 * HOUR))
    walk.friends.turns = [MONDAY + HOUR]
    assert await walk.stepper.next_due() == MONDAY + HOUR
