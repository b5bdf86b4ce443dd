import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from adapters.playground.controls import Controls, Move, Mover, Outcome
from adapters.tasks import OnError, TaskSet
from tests.adapters.playground.scripted import START_AT, ScriptedClock, ScriptedControls, raised
from tests.adapters.playground.site import ANA, a_site


@dataclass
class HeldControls(ScriptedControls):
    """Moves only when released, or told to stop."""

    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def advance(self, until: datetime, on_step: Callable[[datetime], None]) -> None:
        await self.gate.wait()
        await super().advance(until, on_step)

    async def play(self, on_step: Callable[[float], None]) -> None:
        on_step(0.25)
        await self.gate.wait()

    def stop(self) -> None:
        super().stop()
        self.gate.set()


@dataclass
class BrokenControls(ScriptedControls):
    async def advance(self, until: datetime, on_step: Callable[[datetime], None]) -> None:
        on_step(self.clock.at)
        raise RuntimeError(f"cannot reach {until}")

    async def play(self, on_step: Callable[[float], None]) -> None:
        on_step(0.5)
        raise RuntimeError("cannot play")


def a_mover(
    controls: ScriptedControls, on_error: OnError = raised
) -> tuple[Mover, list[float | None]]:
    shares: list[float | None] = []
    tasks = TaskSet(on_error)
    mover = Mover(controls, controls.clock, lambda: shares.append(mover.share), tasks)
    return mover, shares


@pytest.mark.parametrize(
    ("move", "away"),
    [
        (Move.HOUR, timedelta(hours=1)),
        (Move.DAY, timedelta(days=1)),
        (Move.NEXT, timedelta(minutes=90)),
    ],
)
async def test_a_move_takes_the_clock_there(move: Move, away: timedelta) -> None:
    controls = ScriptedControls(ScriptedClock(), due=START_AT + timedelta(minutes=90))
    mover, _ = a_mover(controls)
    assert await mover.move(move) is Outcome.MOVED
    assert controls.clock.at == START_AT + away
    assert not mover.is_moving()


async def test_there_may_be_nothing_to_move_to() -> None:
    mover, _ = a_mover(ScriptedControls(ScriptedClock()))
    assert await mover.move(Move.NEXT) is Outcome.NOTHING_DUE


@pytest.mark.parametrize("move", [Move.NEXT, Move.HOUR, Move.DAY, Move.PLAY])
async def test_a_clock_that_others_live_by_cannot_be_pushed(move: Move) -> None:
    controls = ScriptedControls(ScriptedClock(), due=START_AT + timedelta(hours=1), movable=False)
    mover, _ = a_mover(controls)
    assert await mover.move(move) is Outcome.REAL_TIME
    assert controls.clock.at == START_AT
    assert not mover.is_moving()


async def test_one_move_at_a_time() -> None:
    controls = HeldControls(ScriptedClock())
    mover, shares = a_mover(controls)
    assert await mover.move(Move.PLAY) is Outcome.STARTED
    assert await mover.move(Move.PLAY) is Outcome.BUSY
    assert await mover.move(Move.HOUR) is Outcome.BUSY
    assert mover.is_moving()
    assert await mover.move(Move.STOP) is Outcome.STOPPING
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not mover.is_moving()
    assert controls.stopped
    assert shares == [None, 0.0, 0.25, None]
    assert await mover.move(Move.HOUR) is Outcome.MOVED


@pytest.mark.parametrize("move", [Move.DAY, Move.PLAY])
async def test_why_a_move_failed_is_told_by_name(move: Move) -> None:
    told: list[tuple[str, BaseException]] = []
    mover, _ = a_mover(BrokenControls(ScriptedClock()), lambda *failure: told.append(failure))
    await mover.move(move)
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert [(name, type(error)) for name, error in told] == [("clock move", RuntimeError)]


async def test_a_failed_move_says_so_and_frees_the_clock() -> None:
    mover, _ = a_mover(BrokenControls(ScriptedClock()), lambda *_: None)
    assert await mover.move(Move.DAY) is Outcome.FAILED
    assert (mover.failed, mover.is_moving()) == (True, False)


async def test_the_next_move_is_not_taken_for_a_failed_one() -> None:
    controls = BrokenControls(ScriptedClock(), due=None)
    mover, _ = a_mover(controls, lambda *_: None)
    await mover.move(Move.DAY)
    await mover.move(Move.NEXT)
    assert not mover.failed


async def test_closing_ends_a_running_move() -> None:
    mover, _ = a_mover(HeldControls(ScriptedClock()))
    await mover.move(Move.PLAY)
    await mover.close()
    assert not mover.is_moving()


def test_the_scripted_controls_are_controls() -> None:
    controls: Controls = ScriptedControls(ScriptedClock())
    assert controls.day_line().startswith("Day 12 of 28")


async def test_the_page_moves_the_clock() -> None:
    async with a_site() as site:
        site.controls.due = START_AT + timedelta(hours=20)
        page = await site.page()
        assert "Next post: <time" in page
        assert "Tue 18 May, 09:30 UTC" in page
        page = await site.post("/clock", ANA, move="next")
        assert "Wed 19 May, 05:30 UTC" in page
        assert site.clock.at == START_AT + timedelta(hours=20)


async def test_the_page_says_when_nothing_is_scheduled() -> None:
    async with a_site() as site:
        assert "Nothing is scheduled. Start a circle first" in await site.post(
            "/clock", ANA, move="next"
        )
        assert (await site.script("/clock", ANA, move="next"))["notice"].startswith("Nothing")


async def test_a_moving_clock_can_only_be_stopped() -> None:
    async with a_site(controls=HeldControls) as site:
        page = await site.post("/clock", ANA, move="play")
        assert 'value="stop"' in page
        assert 'value="0.25"' in page
        assert 'http-equiv="refresh"' in page
        assert "The clock is already moving." in await site.post("/clock", ANA, move="day")
        await site.post("/clock", ANA, move="stop")
        assert 'value="play"' in await site.page()


async def test_the_page_says_that_a_long_move_broke_off() -> None:
    async with a_site(controls=BrokenControls, on_error=lambda *_: None) as site:
        assert "broke off" not in await site.page()
        await site.post("/clock", ANA, move="play")
        page = await site.page()
        assert "The last move broke off here" in page
        assert 'value="play"' in page


async def test_an_unknown_move_is_refused() -> None:
    async with a_site() as site:
        headers = {"Sec-Fetch-Site": "same-origin"}
        assert await site.status("POST", "/clock", {**ANA, "move": "back"}, headers) == 400
        assert await site.status("POST", "/clock", ANA, headers) == 400


async def test_classmates_are_switched_on_and_off() -> None:
    async with a_site() as site:
        assert 'aria-checked="true"' in await site.post("/classmates", ANA, on="1")
        assert site.controls.classmates
        assert 'aria-checked="false"' in await site.post("/classmates", ANA, on="0")
        assert not site.controls.classmates
