"""The live check asks what it should, and reports what it is told; here of a server of our own."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web

from bot.curriculum.catalog import Curriculum
from tests.gallery import gallery
from tests.slack.validate_live import check, golden


@dataclass
class Judge:
    """Refuses what has a table in it."""

    url: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        given = dict(request.query)
        self.asked.append(given)
        if '"type": "table"' in json.dumps(given).replace('\\"', '"'):
            return web.json_response({"ok": False, "error": "invalid", "errors": ["a table"]})
        return web.json_response({"ok": True})


@pytest.fixture
async def judge() -> AsyncIterator[Judge]:
    made = Judge()
    app = web.Application()
    app.router.add_route("*", "/api/blocks.validate", made.answer)
    runner = web.AppRunner(app, access_log=None, max_line_size=1 << 20, shutdown_timeout=0.1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    yield made
    await runner.cleanup()


def test_every_card_is_asked_about_on_every_surface(curriculum: Curriculum) -> None:
    names = [name for name, _ in golden(curriculum)]
    for surface in ("message", "modal", "home"):
        shown = {name.removeprefix(f"{surface}: ") for name in names if name.startswith(surface)}
        assert shown == set(gallery(curriculum))
    assert any(name.startswith("form: ") for name in names)


async def test_what_is_refused_is_named(judge: Judge) -> None:
    wrong = await check(judge.url, pace=0)
    assert judge.asked
    assert all("a table" in line for line in wrong)
