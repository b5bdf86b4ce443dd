"""The bot as a process of its own, and a real Chromium to look at it."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from tests.browser import FLAGS, MISSING, chromium
from tests.conftest import CONTENT, in_ci

expect.set_options(timeout=30_000)
PORTS_FROM, PORTS_EACH = 8050, 20


def _free_port() -> int:
    """One that the bots of other test processes leave alone, also while this one is down."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    first = PORTS_FROM + PORTS_EACH * worker
    for port in range(first, first + PORTS_EACH):
        with contextlib.suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError(f"no port from {first} on is free")


class Bot:
    """`prepcircle run` in an empty folder; started again, it finds what it left there."""

    def __init__(self, folder: Path, **settings: str) -> None:
        """`settings` as after PREPCIRCLE_. Nothing is run, unless they say so: each day's drill is
        then the same on every machine.
        """
        self._folder = folder
        shared = {"CONTENT": str(CONTENT), "LOG_LEVEL": "error", "JUDGE": "off"}
        given = {**shared, "PORT": str(_free_port()), **settings}
        self._settings = {f"PREPCIRCLE_{name}": value for name, value in given.items()}
        self._process: asyncio.subprocess.Process | None = None
        self.address = ""

    async def start(self) -> None:
        """Always on the same port, so that open pages find it again."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "bot", "run",
            cwd=self._folder, env={**os.environ, **self._settings}, stdout=asyncio.subprocess.PIPE,
        )  # fmt: skip
        assert self._process.stdout is not None
        line = (await self._process.stdout.readline()).decode()
        assert line.startswith("Prepcircle is ready: "), line
        self.address = line.split()[-1]

    async def stop(self) -> int:
        """As Ctrl-C does; returns the exit code."""
        assert self._process is not None
        self._process.send_signal(signal.SIGINT)
        return await self._process.wait()

    async def end(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Bot]:
    made = Bot(tmp_path)
    await made.start()
    yield made
    await made.end()


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    path = chromium()
    if path is None:
        (pytest.fail if in_ci() else pytest.skip)(MISSING)
    async with async_playwright() as play:
        launched = await play.chromium.launch(executable_path=path, args=list(FLAGS))
        yield launched
        await launched.close()


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """A page on which any script error fails the test."""
    errors: list[str] = []
    made = await browser.new_page(viewport={"width": 1280, "height": 900})
    made.on("pageerror", lambda error: errors.append(str(error)))
    yield made
    await made.close()
    assert errors == []
