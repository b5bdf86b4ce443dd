"""What `run` holds, served inside the test's own loop."""

import asyncio
import gc
import json
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import aiohttp
import pytest

from bot.bootstrap import OTHERS_GRACE
from bot.interpreter import SWITCH_SECONDS
from bot.serving import Application
from bot.settings import load
from bot.storage.alone import InUse
from tests.postgres import Postgres
from tests.runtime.exposition import parse
from tests.runtime.program import taken_port

Served = tuple[Application, str]


def an_application(folder: Path, **settings: str) -> Application:
    given = {
        "DATABASE_URL": f"sqlite:///{folder / 'data' / 'circle.db'}",
        "PREPCIRCLE_PLAYGROUND_PATH": str(folder / "data" / "room.db"),
        "PREPCIRCLE_PORT": "0",
        "PREPCIRCLE_LOG_LEVEL": "error",
    }
    return Application(load({**given, **settings}))


@asynccontextmanager
async def served(folder: Path, **settings: str) -> AsyncIterator[Served]:
    """The application and its address; stopped tidily at the end."""
    application = an_application(folder, **settings)
    announced: asyncio.Future[str] = asyncio.get_running_loop().create_future()
    serving = asyncio.get_running_loop().create_task(application.serve(announced.set_result))
    try:
        yield application, await asyncio.wait_for(announced, 30)
    finally:
        assert application.supervisor is not None
        application.supervisor.stop()
        await serving


async def get(address: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(address) as response:
        return response.status, await response.text()


async def test_every_part_runs_when_it_is_ready(tmp_path: Path) -> None:
    async with served(tmp_path) as (_, address):
        status, text = await get(f"{address}/readyz")
    states = json.loads(text)["parts"]
    assert list(states) == ["content", "scheduler", "courier-playground", "judge", "classmates"]
    # Once it has tried the walls it has nothing more to look after.
    assert states.pop("judge") in {"running", "done"}
    assert (status, set(states.values())) == (200, {"running"})


async def test_what_lives_as_long_as_the_process_is_no_matter_for_the_collector(
    tmp_path: Path,
) -> None:
    async with served(tmp_path):
        assert gc.get_freeze_count() > len(gc.get_objects())
        assert sys.getswitchinterval() == pytest.approx(SWITCH_SECONDS)


async def test_readiness_says_how_much_content_there_is(tmp_path: Path) -> None:
    async with served(tmp_path) as (application, address):
        content = json.loads((await get(f"{address}/readyz"))[1])["content"]
        families = application.core.curriculum().families
    assert content == {"families": len(families), "problems": 0}


async def test_without_its_database_it_lives_but_is_not_ready(tmp_path: Path) -> None:
    async with served(tmp_path) as (_, address):
        database = sqlite3.connect(tmp_path / "data" / "circle.db")
        database.execute("ALTER TABLE cohort RENAME TO gone")
        database.close()
        status, text = await get(f"{address}/readyz")
        assert (status, json.loads(text)["parts"]["database"]) == (503, "OperationalError")
        assert await get(f"{address}/livez") == (200, "alive\n")


async def test_a_part_that_is_down_makes_it_unready(tmp_path: Path) -> None:
    async with served(tmp_path) as (application, address):
        assert application.supervisor is not None
        application.supervisor.states["scheduler"] = "crashed: ValueError"
        assert (await get(f"{address}/readyz"))[0] == 503


async def test_figures_show_what_waits_in_the_outbox(tmp_path: Path) -> None:
    async with served(tmp_path, PREPCIRCLE_PARTS="web") as (_, address):
        found = parse((await get(f"{address}/metrics"))[1])
    assert found.kinds["prepcircle_outbox_posts"] == "gauge"
    assert found.value("prepcircle_outbox_posts", state="failed") == 0


async def test_without_the_demo_the_playground_starts_empty(tmp_path: Path) -> None:
    async with served(tmp_path, PREPCIRCLE_DEMO="no") as (application, _):
        assert application.room is not None
        assert application.room.people() == []


async def test_the_demo_is_laid_out_once(tmp_path: Path) -> None:
    for _ in range(2):
        async with served(tmp_path) as (application, _address):
            assert application.room is not None
            assert len(application.room.people()) == 7


async def test_the_pushed_clock_keeps_its_place_over_a_restart(tmp_path: Path) -> None:
    async with served(tmp_path) as (application, _):
        offset = application.clock.offset
    async with served(tmp_path) as (application, _):
        assert abs(application.clock.offset - offset) < timedelta(milliseconds=1)
        assert offset != timedelta()


async def test_the_web_part_alone_looks_after_no_posts(tmp_path: Path) -> None:
    async with served(tmp_path, PREPCIRCLE_PARTS="web") as (application, _):
        assert application.supervisor is not None
        assert not {"scheduler", "courier-playground"} & set(application.supervisor.states)


async def test_without_the_playground_there_is_no_page_but_health(tmp_path: Path) -> None:
    async with served(tmp_path, PREPCIRCLE_PLAYGROUND="no") as (_, address):
        assert (await get(f"{address}/"))[0] == 404
        assert (await get(f"{address}/livez"))[0] == 200


async def test_on_postgresql_it_listens_for_other_processes(
    tmp_path: Path, postgres: Postgres
) -> None:
    async with served(tmp_path, DATABASE_URL=postgres.new_database()) as (application, address):
        status, text = await get(f"{address}/readyz")
        assert (status, json.loads(text)["parts"]["listener"]) == (200, "running")
        assert (await get(f"{address}/"))[0] == 200
        assert {courier.parts.grace for courier in application.core.couriers} == {OTHERS_GRACE}


async def test_two_programs_never_share_an_sqlite_file(tmp_path: Path) -> None:
    async with served(tmp_path):
        with pytest.raises(InUse, match=r"circle\.db is in use by another Prepcircle"):
            an_application(tmp_path)


def test_without_content_it_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no track; set PREPCIRCLE_CONTENT"):
        an_application(tmp_path, PREPCIRCLE_CONTENT=str(tmp_path))


async def test_a_port_that_is_taken_leaves_nothing_open(tmp_path: Path) -> None:
    async with taken_port() as port:
        application = an_application(tmp_path, PREPCIRCLE_PORT=str(port))
        with pytest.raises(OSError, match=f"port {port}"):
            await application.serve(lambda _: None)
    # A second program can have the folder at once.
    async with served(tmp_path) as (_, address):
        assert (await get(f"{address}/livez"))[0] == 200
