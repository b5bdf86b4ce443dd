"""Work that goes on after its request was answered: kept, told of, and brought to an end."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from adapters.tasks import TaskSet

Failures = list[tuple[str, str]]
Work = Callable[[], Coroutine[Any, Any, None]]


@pytest.fixture
def failures() -> Failures:
    return []


@pytest.fixture
def tasks(failures: Failures) -> TaskSet:
    return TaskSet(lambda name, error: failures.append((name, str(error))))


async def nothing() -> None:
    pass


async def fails() -> None:
    raise ValueError("no luck")


async def for_ever() -> None:
    await asyncio.Event().wait()


async def test_the_result_can_be_waited_for(tasks: TaskSet) -> None:
    async def seven() -> int:
        return 7

    assert await tasks.start(seven(), "seven") == 7


async def test_a_task_carries_its_name(tasks: TaskSet) -> None:
    assert tasks.start(nothing(), "slack home").get_name() == "slack home"
    await tasks.drain(1)


async def test_a_failure_is_told_with_its_name(tasks: TaskSet, failures: Failures) -> None:
    tasks.start(fails(), "slack home")
    await tasks.drain(1)
    assert failures == [("slack home", "no luck")]


async def test_success_is_not(tasks: TaskSet, failures: Failures) -> None:
    tasks.start(nothing(), "slack home")
    await tasks.drain(1)
    assert failures == []


async def test_nothing_to_drain_is_no_trouble(tasks: TaskSet) -> None:
    await tasks.drain(1)


async def test_drain_waits_for_what_is_running(tasks: TaskSet) -> None:
    done: list[str] = []

    async def soon() -> None:
        await asyncio.sleep(0)
        done.append("soon")

    tasks.start(soon(), "soon")
    await tasks.drain(5)
    assert done == ["soon"]


async def test_drain_waits_for_what_that_starts(tasks: TaskSet) -> None:
    done: list[str] = []

    async def step(left: int) -> None:
        await asyncio.sleep(0)
        done.append(str(left))
        if left:
            tasks.start(step(left - 1), "step")

    tasks.start(step(3), "step")
    await tasks.drain(5)
    assert done == ["3", "2", "1", "0"]


async def test_drain_cancels_what_takes_too_long(tasks: TaskSet) -> None:
    task = tasks.start(for_ever(), "endless")
    await tasks.drain(0)
    assert task.cancelled()


async def test_a_cancelled_task_is_no_failure(
    tasks: TaskSet, failures: Failures, caplog: pytest.LogCaptureFixture
) -> None:
    tasks.start(for_ever(), "endless")
    await tasks.drain(0)
    assert (failures, caplog.messages) == ([], [])


async def test_what_fails_while_it_is_cancelled_is_told(tasks: TaskSet, failures: Failures) -> None:
    began = asyncio.Event()

    async def clumsy() -> None:
        began.set()
        try:
            await for_ever()
        finally:
            raise ValueError("tripped")

    tasks.start(clumsy(), "clumsy")
    await began.wait()
    await tasks.drain(0)
    assert failures == [("clumsy", "tripped")]


@pytest.mark.parametrize("ends", [nothing, fails])
async def test_what_is_done_is_let_go(tasks: TaskSet, ends: Work) -> None:
    task = tasks.start(ends(), "short")
    await asyncio.wait({task})
    assert not tasks._running


async def test_after_a_drain_new_work_can_begin(tasks: TaskSet) -> None:
    tasks.start(for_ever(), "endless")
    await tasks.drain(0)
    task = tasks.start(nothing(), "next")
    await tasks.drain(1)
    assert task.done()
    assert not task.cancelled()
