"""Which drill a day gets is chosen knowing what can be run, by whichever process is first."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from bot.domain.drills import Executed
from bot.serving import Application, Planning
from bot.usecases.serving import daily_key
from tests.builders import MONDAY, a_calendar, store_cohort
from tests.runtime.test_application import an_application

PARTS = pytest.mark.parametrize("parts", ["all", "worker"])
LONG_SECONDS = 300.0
QUERY_FIRST = a_calendar(plan=tuple(range(2, 29)))
"""The track's second day is one for a query."""


@asynccontextmanager
async def examined(application: Application) -> AsyncIterator[None]:
    """Served, and told by the judge what can be run however long that takes; stopped tidily."""
    application.judge_within = LONG_SECONDS
    serving = asyncio.get_running_loop().create_task(application.serve(lambda _: None))
    try:
        await asyncio.wait_for(application.examined.wait(), LONG_SECONDS)
        yield
    finally:
        assert application.supervisor is not None
        application.supervisor.stop()
        await serving


class Scheduler:
    name = "scheduler"

    def __init__(self) -> None:
        self.began = asyncio.Event()

    async def serve(self) -> None:
        self.began.set()


async def turns() -> None:
    """Everything that can go on without waiting for anybody has gone on."""
    for _ in range(20):
        await asyncio.sleep(0)


@PARTS
async def test_every_process_that_plans_learns_what_can_be_run(parts: str, tmp_path: Path) -> None:
    application = an_application(tmp_path, PREPCIRCLE_PARTS=parts)
    async with examined(application):
        assert application.core.curriculum().runs == {"sql", "python"}


@PARTS
async def test_a_circle_due_at_the_start_gets_its_query(parts: str, tmp_path: Path) -> None:
    application = an_application(tmp_path, PREPCIRCLE_PARTS=parts, PREPCIRCLE_DEMO="no")
    application.clock.move_to(MONDAY)
    store, tick = application.store, application.core.tick
    circle = await store.transact(
        lambda repos: store_cohort(repos, calendar=QUERY_FIRST, next_slot_at=MONDAY)
    )
    async with examined(application):
        # Either the process has planned already, or this does.
        await tick.run()
        serving = await store.transact(lambda repos: repos.practice.by_key(daily_key(circle, 1)))
    assert serving is not None
    assert isinstance(serving.drill.body, Executed)


async def test_where_no_answers_are_run_nothing_is_waited_for(tmp_path: Path) -> None:
    application = an_application(tmp_path, PREPCIRCLE_PARTS="worker", PREPCIRCLE_JUDGE="off")
    assert application.examined.is_set()
    application.close()


async def test_nothing_is_planned_before_it_is_known_what_can_be_run() -> None:
    scheduler, known = Scheduler(), asyncio.Event()
    planning = asyncio.get_running_loop().create_task(Planning(scheduler, known, 30).serve())
    await turns()
    early = scheduler.began.is_set()
    known.set()
    await planning
    assert (early, scheduler.began.is_set()) == (False, True)


async def test_planning_does_not_wait_for_ever() -> None:
    scheduler = Scheduler()
    await Planning(scheduler, asyncio.Event(), patience=0).serve()
    assert scheduler.began.is_set()
