"""Parts under one roof. The loop skips all waiting, so minutes of backoff take no time."""

import asyncio
import os
import signal
from collections.abc import Awaitable, Callable, Coroutine
from itertools import pairwise
from typing import Any

import pytest

from bot.ports import GiveUp
from bot.runtime import (
    FIRST_BACKOFF,
    LONGEST_BACKOFF,
    STEADY_SECONDS,
    Supervisor,
    stop_on_signals,
)
from tests.fakes import RecordingWatch, SkippingLoop, run_on


class Part:
    """A service that does what it is told, noting when it starts and in which order parts end."""

    def __init__(
        self, name: str, work: Callable[[int], Awaitable[None]], diary: list[str] | None = None
    ) -> None:
        self.name, self._work = name, work
        self.starts: list[float] = []
        self.diary = [] if diary is None else diary

    async def serve(self) -> None:
        self.starts.append(asyncio.get_running_loop().time())
        try:
            await self._work(len(self.starts))
        finally:
            self.diary.append(self.name)

    @property
    def waits(self) -> list[float]:
        return [round(later - earlier) for earlier, later in pairwise(self.starts)]


async def forever(_: int) -> None:
    await asyncio.Event().wait()


async def nothing(_: int) -> None:
    return


async def crash(number: int) -> None:
    raise ValueError(f"crash {number}")


def crashing_until(last: int) -> Callable[[int], Awaitable[None]]:
    async def work(number: int) -> None:
        if number < last:
            raise ValueError(f"crash {number}")

    return work


def live(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    run_on(SkippingLoop(), story())


async def run_for(supervisor: Supervisor, seconds: float) -> None:
    """A stop that takes longer than a minute fails."""
    asyncio.get_running_loop().call_later(seconds, supervisor.stop)
    async with asyncio.timeout(seconds + 60):
        await supervisor.run()


def supervised(
    *parts: Part, seconds: float = 10_000, watch: RecordingWatch | None = None
) -> Supervisor:
    """Let the parts run for so many seconds of loop time."""
    supervisor = Supervisor(parts, watch or RecordingWatch())
    live(lambda: run_for(supervisor, seconds))
    return supervisor


def test_a_crashed_part_is_started_again() -> None:
    part = Part("p", crashing_until(2))
    supervised(part)
    assert len(part.starts) == 2


def test_each_crash_doubles_the_wait_up_to_the_longest() -> None:
    part = Part("p", crashing_until(13))
    supervised(part)
    doubled = [min(LONGEST_BACKOFF, FIRST_BACKOFF * 2**n) for n in range(12)]
    assert part.waits == doubled


def test_the_watch_hears_each_crash_and_when_it_goes_on() -> None:
    watch = RecordingWatch()
    supervised(Part("p", crashing_until(3)), watch=watch)
    assert [entry for entry in watch.parts if entry[1].startswith("crashed")] == [
        ("p", "crashed: crash 1", 1.0),
        ("p", "crashed: crash 2", 2.0),
    ]


def test_a_part_that_ran_well_for_a_while_starts_again_soon() -> None:
    async def work(number: int) -> None:
        if number == 5:
            await asyncio.sleep(STEADY_SECONDS + 1)
        raise ValueError(f"crash {number}")

    part = Part("p", work)
    supervised(part, seconds=STEADY_SECONDS + 20)
    assert part.waits[:5] == [1, 2, 4, 8, STEADY_SECONDS + 1 + FIRST_BACKOFF]


def test_a_part_that_is_done_is_not_started_again() -> None:
    part = Part("p", nothing)
    supervisor = supervised(part)
    assert (len(part.starts), supervisor.states) == (1, {"p": "done"})


def test_a_part_that_gives_up_is_not_tried_again() -> None:
    async def work(_: int) -> None:
        raise GiveUp("the token is wrong")

    part = Part("p", work)
    supervisor = supervised(part)
    assert (len(part.starts), supervisor.states["p"]) == (1, "given up: the token is wrong")


def test_a_part_that_gives_up_takes_no_other_down() -> None:
    async def work(_: int) -> None:
        raise GiveUp("the token is wrong")

    other = Part("other", crashing_until(4))
    supervised(Part("p", work), other)
    assert len(other.starts) == 4


def test_giving_up_is_reported_as_that_and_as_no_crash() -> None:
    async def work(_: int) -> None:
        raise GiveUp("the token is wrong")

    watch = RecordingWatch()
    supervised(Part("p", work), watch=watch)
    assert watch.parts == [("p", "started", 0), ("p", "given up: the token is wrong", 0)]


def test_a_crash_takes_no_other_part_down() -> None:
    steady = Part("steady", forever)
    supervised(Part("p", crash), steady)
    assert len(steady.starts) == 1


def test_parts_are_stopped_in_reverse_order() -> None:
    diary: list[str] = []
    supervised(*(Part(name, forever, diary) for name in ("a", "b", "c")))
    assert diary == ["c", "b", "a"]


def test_a_part_is_stopped_only_when_the_later_one_has_ended() -> None:
    diary: list[str] = []

    async def slow(_: int) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await asyncio.sleep(5)

    supervised(Part("first", forever, diary), Part("slow", slow, diary))
    assert diary == ["slow", "first"]


def test_stopped_parts_say_so() -> None:
    watch = RecordingWatch()
    supervisor = supervised(Part("p", forever), watch=watch)
    assert supervisor.states == {"p": "stopped"}
    assert watch.parts == [("p", "started", 0), ("p", "stopped", 0)]


def test_a_part_waiting_to_be_tried_again_can_be_stopped() -> None:
    part = Part("p", crash)
    supervised(part, seconds=0.5)
    assert len(part.starts) == 1


def test_a_part_that_fails_while_it_is_stopped_does_not_hold_the_end_up() -> None:
    async def work(_: int) -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise ValueError("the socket would not close")

    diary: list[str] = []
    part = Part("p", work, diary)
    supervised(Part("first", forever, diary), part, seconds=1)
    assert (diary, len(part.starts)) == (["p", "first"], 1)


def test_a_stop_before_the_start_is_not_forgotten() -> None:
    supervisor = Supervisor([Part("p", forever)], RecordingWatch())
    supervisor.stop()
    live(supervisor.run)
    assert supervisor.states["p"] != "running"


def test_states_tell_who_runs_and_who_does_not() -> None:
    supervisor = Supervisor([Part("good", forever), Part("bad", crash)], RecordingWatch())
    assert supervisor.states == {"good": "waiting", "bad": "waiting"}

    async def story() -> None:
        running = asyncio.get_running_loop().create_task(run_for(supervisor, 0.5))
        await asyncio.sleep(0.1)
        assert supervisor.states == {"good": "running", "bad": "crashed: ValueError"}
        await running

    live(story)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_asks_for_the_end(number: signal.Signals) -> None:
    asked = asyncio.Event()
    stop_on_signals(asked.set)
    try:
        os.kill(os.getpid(), number)
        await asyncio.wait_for(asked.wait(), 5)
    finally:
        for each in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().remove_signal_handler(each)
