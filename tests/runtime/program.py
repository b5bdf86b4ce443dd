"""`prepcircle run` as its user has it: a process, a folder, an address."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from tests.conftest import ROOT

READY = "Prepcircle is ready: "
PATIENCE_SECONDS = 60.0


def environment(**settings: str) -> dict[str, str]:
    """This process's, without settings of whoever runs the tests."""
    ours = {k: v for k, v in os.environ.items() if not k.startswith("PREPCIRCLE_")}
    ours = {k: v for k, v in ours.items() if k not in {"PORT", "DATABASE_URL"}}
    return {**ours, "PYTHONPATH": str(ROOT), **settings}


class Program:
    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.address = ""

    async def ready(self) -> None:
        assert self.process.stdout is not None
        line = (await self.process.stdout.readline()).decode()
        assert line.startswith(READY), await self.errors()
        self.address = line.removeprefix(READY).strip()

    async def get(self, path: str) -> tuple[int, str]:
        async with (
            aiohttp.ClientSession() as session,
            session.get(self.address + path) as response,
        ):
            return response.status, await response.text()

    async def line(self) -> dict[str, Any]:
        """The next line of a log in JSON."""
        assert self.process.stderr is not None
        found: dict[str, Any] = json.loads(await self.process.stderr.readline())
        return found

    async def errors(self) -> str:
        assert self.process.stderr is not None
        return (await self.process.stderr.read()).decode()

    async def stopped_by(self, number: signal.Signals) -> int:
        """The exit code after a signal; TimeoutError after 20 s."""
        self.process.send_signal(number)
        return await asyncio.wait_for(self.process.wait(), 20)


@asynccontextmanager
async def started(folder: Path, *words: str, **settings: str) -> AsyncIterator[Program]:
    """The program in a folder of its own; killed at the end if it is still there."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot",
        "run",
        *words,
        cwd=folder,
        env=environment(**settings),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        yield Program(process)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


@asynccontextmanager
async def running(folder: Path, *words: str, **settings: str) -> AsyncIterator[Program]:
    """Ready to be asked, on a port nobody else uses."""
    async with started(folder, *words, **{"PREPCIRCLE_PORT": "0", **settings}) as program:
        async with asyncio.timeout(PATIENCE_SECONDS):
            await program.ready()
        yield program


@asynccontextmanager
async def taken_port() -> AsyncIterator[int]:
    """A port somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]
