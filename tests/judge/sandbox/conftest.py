"""Helpers of the tests' own small language, started and stopped around each test."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

import pytest

from adapters.judge.sandbox.limits import MEGABYTE
from adapters.judge.sandbox.link import Loaded
from adapters.judge.sandbox.workers import Helpers
from adapters.judge.work import Job

ECHO = Loaded("tests.judge.sandbox.echo", 256 * MEGABYTE)


@dataclass
class Started:
    helpers: Helpers
    problems: list[str] = field(default_factory=list)


Start = Callable[..., Started]


def job(text: str, *, recipe: str = '{"say": "hello"}', seconds: float = 4.0) -> Job:
    return Job("python", recipe, text, seconds)


async def until(true: Callable[[], object], patience: float = 10.0) -> None:
    """Turns the loop until it is so; `patience` in seconds."""
    async with asyncio.timeout(patience):
        while not true():  # noqa: ASYNC110  another process makes it so, and tells nobody
            await asyncio.sleep(0)


@pytest.fixture
def start() -> Iterator[Start]:
    """Makes Helpers for one language, by default `echo`, and closes them after the test."""
    with ExitStack() as stack:

        def made(loaded: Loaded = ECHO, idle_seconds: float = 600.0) -> Started:
            problems: list[str] = []
            helpers = Helpers({"python": loaded}, problems.append, idle_seconds)
            stack.callback(helpers.close)
            return Started(helpers, problems)

        yield made
