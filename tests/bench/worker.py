"""One worker process of `workers`: opens the database, waits for the word, sends until nothing is
left, and prints what its messenger received and when it was done."""

import asyncio
import json
import random
import sys
import time

from bot.bootstrap import OTHERS_GRACE, build
from bot.clock import SetClock
from bot.curriculum.reading import Bookshelf
from bot.settings import ROOT
from bot.storage.store import SqlStore
from bot.telemetry import Telemetry, make_log
from tests.bench.ground import START, Room


def main() -> None:
    asyncio.run(_work(sys.argv[1]))


async def _work(url: str) -> None:
    keys: list[str] = []
    store = SqlStore(url)
    telemetry = Telemetry(make_log("error", "json"))
    room = Room(lambda _, key: keys.append(key))
    # Of no account here; what keeps time is how fast posts are recorded.
    room.per_second = 1_000_000.0
    shelf = Bookshelf(ROOT / "content")
    rng, clock = random.Random(), SetClock(START)
    core = build(store, shelf, clock, telemetry, [room], rng, grace=OTHERS_GRACE)
    await store.transact(lambda repos: repos.courier.next_due(room.platform), read_only=True)
    print("ready", flush=True)  # noqa: T201  the parent process waits for it
    sys.stdin.readline()
    await core.couriers[0].drain()
    print(json.dumps({"keys": keys, "ended": time.monotonic()}), flush=True)  # noqa: T201
    store.close()


if __name__ == "__main__":
    main()
