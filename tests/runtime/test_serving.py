"""`prepcircle run`, the whole program in a process of its own."""

import asyncio
import json
import signal
from pathlib import Path

import pytest

from tests.runtime.exposition import parse
from tests.runtime.program import PATIENCE_SECONDS, running, started, taken_port


async def circles(folder: Path, **settings: str) -> str:
    """What the page shows after a start in this folder; the program is stopped again."""
    async with running(folder, **settings) as program:
        _, page = await program.get("/")
        assert await program.stopped_by(signal.SIGINT) == 0
    return page


async def test_it_says_where_it_is_and_answers_there(tmp_path: Path) -> None:
    async with running(tmp_path) as program:
        assert program.address.startswith("http://127.0.0.1:")
        status, page = await program.get("/")
    assert (status, "interview-prep" in page) == (200, True)


async def test_it_is_alive_ready_and_measured(tmp_path: Path) -> None:
    async with running(tmp_path) as program:
        assert await program.get("/livez") == (200, "alive\n")
        status, ready = await program.get("/readyz")
        parts = json.loads(ready)["parts"]
        assert (status, set(parts.values()) - {"done"}) == (200, {"running"})
        assert {"scheduler", "courier-playground", "content"} <= set(parts)
        _, metrics = await program.get("/metrics")
        found = parse(metrics)
        # The demo circle's six members.
        join = {"command": "join", "outcome": "ok"}
        assert found.value("prepcircle_interactions_total", **join) == 6


async def test_readiness_says_behind_which_walls_answers_are_run(tmp_path: Path) -> None:
    logged = {"PREPCIRCLE_LOG_LEVEL": "info", "PREPCIRCLE_LOG_FORMAT": "json"}
    async with running(tmp_path, **logged) as program:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while (await program.line())["event"] != "judge":
                pass
        _, ready = await program.get("/readyz")
    assert json.loads(ready)["judge"] == "native"


async def test_answers_are_not_run_where_that_is_switched_off(tmp_path: Path) -> None:
    async with running(tmp_path, PREPCIRCLE_JUDGE="off") as program:
        told = json.loads((await program.get("/readyz"))[1])
    assert told["judge"] == "none"
    assert "judge" not in told["parts"]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
async def test_a_signal_ends_it_tidily(tmp_path: Path, number: signal.Signals) -> None:
    async with running(tmp_path) as program:
        assert await program.stopped_by(number) == 0
        assert await program.errors() == ""


async def test_a_second_start_still_has_everything(tmp_path: Path) -> None:
    first = await circles(tmp_path)
    second = await circles(tmp_path, PREPCIRCLE_DEMO="no")
    for name in ("interview-prep", "Ana", "Hana"):
        assert name in first
        assert name in second


async def test_a_chosen_port_that_is_taken_is_told_in_one_line(tmp_path: Path) -> None:
    async with (
        taken_port() as port,
        started(tmp_path, PREPCIRCLE_PORT=str(port)) as program,
    ):
        code = await asyncio.wait_for(program.process.wait(), PATIENCE_SECONDS)
        (line,) = (await program.errors()).splitlines()
    assert code == 1
    assert line.startswith(f"Prepcircle cannot start: Cannot listen on 127.0.0.1, port {port}")


async def test_a_worker_serves_no_page(tmp_path: Path) -> None:
    async with started(tmp_path, "--only", "worker", PREPCIRCLE_LOG_LEVEL="debug") as program:
        assert program.process.stderr is not None
        async with asyncio.timeout(PATIENCE_SECONDS):
            while b"part started" not in await program.process.stderr.readline():
                pass
        assert await program.stopped_by(signal.SIGTERM) == 0
        assert program.process.stdout is not None
        assert await program.process.stdout.read() == b""
