"""Content files that change while the program runs."""

import asyncio
import shutil
from pathlib import Path
from typing import Any

import pytest
import structlog

from bot.curriculum.reading import Bookshelf
from bot.serving import CONTENT_EVERY_SECONDS, ContentWatch
from bot.telemetry import Telemetry
from tests.conftest import CONTENT
from tests.fakes import PushedLoop, run_on

PATIENCE_SECONDS = 30.0


class Journal:
    """A log that can be waited for."""

    def __init__(self) -> None:
        self.lines: list[dict[str, Any]] = []
        self._news = asyncio.Event()
        self.log: structlog.typing.FilteringBoundLogger = structlog.wrap_logger(
            structlog.ReturnLogger(),
            processors=[self._note],
            wrapper_class=structlog.make_filtering_bound_logger(0),
        )

    def _note(self, _logger: object, level: str, line: Any) -> str:  # noqa: ANN401  structlog's
        self.lines.append({**line, "level": level})
        self._news.set()
        return ""

    async def line(self) -> dict[str, Any]:
        """The next line, as soon as there is one."""
        if not self.lines:
            self._news.clear()
            await self._news.wait()
        return self.lines.pop(0)


class Library:
    """A copy of the shipped content and the watch over it."""

    def __init__(self, folder: Path) -> None:
        self.content = folder / "content"
        shutil.copytree(CONTENT, self.content)
        self.journal = Journal()
        drills = sorted(self.content.glob("drills/sql.window/*.yaml"))
        self.drill = next(path for path in drills if "seconds: 90" in path.read_text("utf-8"))

    def opens(self) -> None:
        self.shelf = Bookshelf(self.content)
        self.watch = ContentWatch(self.shelf, Telemetry(self.journal.log))

    def changes(self, old: str, new: str) -> None:
        text = self.drill.read_text(encoding="utf-8")
        assert old in text
        self.drill.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def library(tmp_path: Path) -> Library:
    return Library(tmp_path)


def after_a_change(library: Library, old: str, new: str) -> dict[str, Any]:
    """The log's line once the watch has looked again."""
    loop = PushedLoop()

    async def story() -> dict[str, Any]:
        library.opens()
        watching = loop.create_task(library.watch.serve())
        await loop.resting(CONTENT_EVERY_SECONDS)
        library.changes(old, new)
        loop.push(CONTENT_EVERY_SECONDS)
        async with asyncio.timeout(PATIENCE_SECONDS):
            line = await library.journal.line()
        watching.cancel()
        return line

    return run_on(loop, story())


def test_a_changed_file_is_taken_over(library: Library) -> None:
    family = library.drill.stem
    line = after_a_change(library, "seconds: 90", "seconds: 91")
    assert line == {"event": "content reloaded", "level": "info"}
    found = next(f for f in library.shelf.current.families.values() if family in f.family)
    assert found.seconds == 91


def test_a_broken_file_is_told_and_the_last_good_content_serves_on(library: Library) -> None:
    line = after_a_change(library, "level: ", "level: 9")
    assert (line["event"], line["level"]) == ("content problem", "error")
    assert library.drill.name in line["problem"]
    assert any(library.drill.stem in family for family in library.shelf.current.families)


def test_what_is_wrong_at_the_start_is_told_at_once(library: Library) -> None:
    library.changes("level: ", "level: 9")

    async def story() -> dict[str, Any]:
        library.opens()
        watching = asyncio.get_running_loop().create_task(library.watch.serve())
        line = await library.journal.line()
        watching.cancel()
        return line

    assert asyncio.run(story())["event"] == "content problem"
