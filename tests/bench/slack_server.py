"""A process that answers Slack's signed requests: the product, or bolt with an empty handler.

    python -m tests.bench.slack_server ours|bolt|bolt-default API_URL DATABASE_URL

Prints its port; then for each line it is given the CPU seconds it has used; ends with its input.
"""

import asyncio
import logging
import random
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.typedefs import Handler
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult

from adapters.slack.app import Slack, SlackConfig
from adapters.slack.manifest import EVENTS_PATH
from bot.bootstrap import build
from bot.clock import SetClock, WallClock
from bot.curriculum.reading import Bookshelf
from bot.interpreter import favour_the_loop
from bot.settings import ROOT
from bot.storage.store import SqlStore
from bot.telemetry import make_log
from tests.bench.ground import SEED, START, Intolerant
from tests.slack.workspace import SIGNING_SECRET, TOKENS


@asynccontextmanager
async def ours(api_url: str, database: str) -> AsyncIterator[Handler]:
    log, store = make_log("error", "json"), SqlStore(database)
    config = SlackConfig(signing_secret=SIGNING_SECRET, bot_token=TOKENS["T1"], api_url=api_url)
    slack = Slack(config, store, WallClock(), log)
    shelf, rng = Bookshelf(ROOT / "content"), random.Random(SEED)
    core = build(store, shelf, SetClock(START), Intolerant(log), [slack.messenger], rng)
    slack.connect(core.desk, core.caretaker)
    yield slack.routes()["POST", EVENTS_PATH]
    await slack.close()
    store.close()


@asynccontextmanager
async def bolt(*, at_once: bool) -> AsyncIterator[Handler]:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token=TOKENS["T1"])

    async def empty(ack: AsyncAck) -> None:
        await ack()

    app = AsyncApp(
        signing_secret=SIGNING_SECRET, authorize=authorize, process_before_response=at_once
    )
    app.command("/prep")(empty)

    async def handle(request: web.Request) -> web.StreamResponse:
        return await to_aiohttp_response(await app.async_dispatch(await to_bolt_request(request)))

    yield handle


async def _serve(kind: str, api_url: str, database: str) -> None:
    logging.disable(logging.CRITICAL)
    contestant = ours(api_url, database) if kind == "ours" else bolt(at_once=kind == "bolt")
    async with contestant as handle:
        app = web.Application()
        app.router.add_post(EVENTS_PATH, handle)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        favour_the_loop()
        print(runner.addresses[0][1], flush=True)  # noqa: T201  the parent process waits for it
        while await asyncio.to_thread(sys.stdin.readline):
            print(time.process_time(), flush=True)  # noqa: T201  the same
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(_serve(*sys.argv[1:]))
