"""Real processes, killed with SIGKILL at random while posts go out.

The proof is the room's own history against the timeline; the bot's books are not asked.
"""

import asyncio
import contextlib
import random
import re
import shutil
import sys
import time
from collections.abc import AsyncIterator, Sequence, Set
from datetime import time as clock_time
from pathlib import Path

from bot.bootstrap import build
from bot.curriculum.catalog import Curriculum
from bot.curriculum.reading import Bookshelf
from bot.domain.ids import ActorRef
from bot.domain.records import Post, PostState
from bot.domain.timeline import Calendar, SlotKind, slots_from
from bot.ports import Invocation, Pressed
from bot.repositories.store import Repos
from bot.storage.migrations import upgrade
from bot.storage.store import SqlStore
from bot.telemetry import Telemetry, make_log
from bot.tokens import token
from bot.views.broadcasts import slot_title
from tests.conftest import CONTENT, ROOT
from tests.scenarios.platforms import Rooms
from tests.scenarios.room_server import RoomServer
from tests.scenarios.worker import START, FastClock

HOURS_A_SECOND = 4
SPEED = HOURS_A_SECOND * 3600.0
CIRCLES = 6
DAYS = 14
DRILLS_OF_A_SKILL = 3
FOREVER = 10.0 * 365 * 86400
GRACE_SECONDS = 5 * SPEED
LOOKS, LOOK_SECONDS = 30, 2
ZONES = ("Europe/Berlin", "Asia/Tokyo", "America/New_York", "Asia/Kolkata", "Africa/Cairo", "UTC")


class Farm:
    """Starts worker processes and kills them at random until told to stop."""

    def __init__(
        self, command: list[str], size: int, rng: random.Random, longest_life: float
    ) -> None:
        self._command, self._size, self._random = command, size, rng
        self._longest = longest_life
        self._running: list[asyncio.subprocess.Process] = []
        self.kills = 0

    async def _start(self) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            *self._command, cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        assert process.stdout is not None
        assert await process.stdout.readline() == b"working\n"
        return process

    async def run_until(self, end: float, least: int) -> None:
        """And longer where starting takes so long that fewer than `least` are killed by then."""
        self._running = [await self._start() for _ in range(self._size)]
        while time.time() < end or self.kills < least:
            await asyncio.sleep(self._random.uniform(0.1, self._longest))
            victim = self._running.pop(self._random.randrange(self._size))
            victim.kill()
            await victim.wait()
            self.kills += 1
            self._running.append(await self._start())

    async def stop(self) -> None:
        for process in self._running:
            process.kill()
            await process.wait()


@contextlib.asynccontextmanager
async def open_room(rng: random.Random, *, recognises_keys: bool) -> AsyncIterator[RoomServer]:
    room = RoomServer(rng, recognises_keys=recognises_keys)
    await room.start()
    try:
        yield room
    finally:
        await room.stop()


def patient_content(folder: Path) -> Path:
    """The shipped content with slots that are never too late, as starting Python takes "hours".

    Few drills, as every process reads all there are.
    """
    copy = folder / "content"
    shutil.copytree(CONTENT, copy)
    track = copy / "tracks" / "sony-ds.yaml"
    text = track.read_text(encoding="utf-8")
    track.write_text(re.sub(r"late_after: \d+", "late_after: 96", text), encoding="utf-8")
    for skill in (copy / "drills").iterdir():
        few = [drill for drill in sorted(skill.iterdir()) if is_asked(drill)][:DRILLS_OF_A_SKILL]
        for drill in set(skill.iterdir()) - set(few):
            drill.unlink()
    return copy


def is_asked(drill: Path) -> bool:
    """Of the track, and without a judge."""
    text = drill.read_text(encoding="utf-8")
    return "sony-ds" in text and not re.search(r"^format: (sql|python)$", text, re.MULTILINE)


class Story:
    """Six circles in six zones, lived through by processes that keep dying."""

    def __init__(
        self, url: str, room: Rooms, content: Path, *, remembers: float, workers: int,
        longest_life: float = 0.9,
    ) -> None:  # fmt: skip
        self.longest_life = longest_life
        self.url, self.room, self.content = url, room, content
        self.remembers, self.workers = remembers, workers
        self.random = random.Random(28)
        self.epoch = time.time()
        self.clock = FastClock(self.epoch, SPEED)
        self.store = SqlStore(url)
        self.desk = build(
            self.store,
            Bookshelf(content),
            self.clock,
            Telemetry(make_log("error", "json")),
            [],
            self.random,
        ).desk

    async def live(self, wanted: Set[tuple[str, str]], kills: int) -> Farm:
        self.store.migrate(upgrade)
        for number, zone in enumerate(ZONES):
            begin = token("start go", "sony-ds", START.date(), zone, "17:00", DAYS)
            await self.press(number, begin)
        grace = 0.0 if self.workers == 1 else GRACE_SECONDS
        numbers = [str(n) for n in (self.epoch, SPEED, self.remembers, grace)]
        given = [self.room.kind, self.url, self.room.url, str(self.content), *numbers]
        command = [sys.executable, "-m", "tests.scenarios.worker", *given]
        farm = Farm(command, self.workers, self.random, self.longest_life)
        try:
            await farm.run_until(time.time() + (DAYS + 1.5) * 86400 / SPEED, kills)
            await self._all_there(wanted)
        finally:
            await farm.stop()
        return farm

    async def _all_there(self, wanted: Set[tuple[str, str]]) -> None:
        """What is not there after this long is lost; what comes twice comes meanwhile."""
        for _ in range(LOOKS):
            await self.host_looks()
            await asyncio.sleep(LOOK_SECONDS)
            if wanted <= set(self.room.shown()):
                break

    async def press(self, circle: int, action: str) -> None:
        channel = self.room.channel(circle)
        host = ActorRef(channel.platform, channel.workspace, f"host-{circle}")
        number = self.random.getrandbits(64)
        await self.desk.dispatch(Invocation(f"{number:x}", channel, host, "Host", Pressed(action)))

    async def host_looks(self) -> None:
        """Each host compares what is unclear with the room, and says so."""
        shown = self.room.shown()
        for number in range(CIRCLES):
            for post in await self.unclear(number):
                there = shown[self.room.channel(number).channel, post.title] > 0
                answer = "circle seen" if there else "circle again"
                await self.press(number, token(answer, post.id))

    async def unclear(self, number: int) -> Sequence[Post]:
        channel = self.room.channel(number)

        def look(repos: Repos) -> Sequence[Post]:
            circle = repos.cohorts.latest_at(channel)
            found = [] if circle is None else repos.outbox.troubled(circle.id)
            return [post for post in found if post.state is PostState.UNCLEAR]

        return await self.store.transact(look, read_only=True)

    def expected(self, curriculum: Curriculum) -> set[tuple[str, str]]:
        track = curriculum.track("sony-ds")
        titles = set()
        for number, zone in enumerate(ZONES):
            calendar = Calendar(START.date(), zone, clock_time(17), track.plan(DAYS), track.reviews)
            for slot in slots_from(calendar, track.rules, 0):
                theme = track.day(slot.plan_day).theme if slot.plan_day else ""
                if slot.kind is not SlotKind.NUDGE:
                    room = self.room.channel(number).channel
                    titles.add((room, slot_title(slot.kind, slot.day, theme)))
        return titles


async def check(story: Story, curriculum: Curriculum, kills: int = 20) -> None:
    wanted = story.expected(curriculum)
    farm = await story.live(wanted, kills)
    shown = story.room.shown()
    doubled = {post: count for post, count in shown.items() if count > 1}
    lost = wanted - set(shown)

    assert farm.kills >= kills
    assert doubled == {}
    assert lost == set()
