"""A query answered in the playground and run for real: broken, then wrong, then right."""

import asyncio
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Locator, Page, expect

from tests.conftest import CONTENT
from tests.pages.conftest import Bot
from tests.pages.test_story import PATIENCE_MS, Visitor, every_day_stands_there_once

ONLY = "best-two-scores"
BROKEN = "SELECT player_id, session_id, score\nFORM sessions"
WRONG = "SELECT player_id, session_id, score FROM sessions"
RIGHT = f"""{WRONG} WHERE score IS NOT NULL
QUALIFY DENSE_RANK() OVER (PARTITION BY player_id ORDER BY score DESC) < 3"""
WIDE, PHONE = (1280, 900), (360, 740)
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The shipped content in which one query alone can be the second day's."""
    copy = tmp_path / "content"
    shutil.copytree(CONTENT, copy)
    for path in (copy / "drills" / "sql.window").glob("*.yaml"):
        if path.stem != ONLY and "\nformat: sql\n" in path.read_text(encoding="utf-8"):
            path.unlink()
    return copy


@pytest.fixture
async def visitor(tmp_path: Path, content: Path, page: Page) -> AsyncIterator[Visitor]:
    """Ana where answers are run."""
    bot = Bot(tmp_path, CONTENT=str(content), JUDGE="auto")
    await bot.start()
    made = Visitor(page, bot)
    try:
        await made.open("ana")
        assert await _tier(page, bot) == "native"
        yield made
    finally:
        await bot.end()


async def _tier(page: Page, bot: Bot) -> str:
    """What the judge has found of its walls, once it has tried them all."""
    async with asyncio.timeout(PATIENCE_MS / 1000):
        while True:
            answer = await page.request.get(f"{bot.address}/readyz")
            if (tier := (await answer.json())["judge"]) != "none":
                return str(tier)


class Desk:
    """The second day's query and the answer that Ana is working on."""

    def __init__(self, page: Page, post: Locator) -> None:
        self.page, self.post = page, post

    @property
    def field(self) -> Locator:
        return self.page.get_by_role("dialog").get_by_role("textbox", name="Your answer")

    async def hand_in(self, query: str, button: str = "Change it") -> None:
        await self.post.get_by_role("button", name=button).click()
        await self.field.fill(query)
        await self.page.get_by_role("button", name="Run it").click()

    async def sees(self, title: str) -> Locator:
        """The verdict, without any scrolling of her own."""
        verdict = self.page.get_by_role("heading", name=re.compile(rf"^{title} · "))
        await expect(verdict).to_be_in_viewport(timeout=PATIENCE_MS)
        return self.page.locator("article.private").filter(has=verdict)


@pytest.fixture(params=[WIDE, PHONE], ids=["wide", "phone"])
async def desk(visitor: Visitor, request: pytest.FixtureRequest) -> Desk:
    await visitor.until_day(2)
    width, height = request.param
    await visitor.page.set_viewport_size({"width": width, "height": height})
    return Desk(visitor.page, await visitor.post("Day 2 ·"))


async def test_a_query_is_mended_until_it_is_right(desk: Desk) -> None:
    await desk.hand_in(BROKEN, "Write the answer")
    verdict = await desk.sees("It does not run yet")
    await expect(verdict.get_by_text("line 2: FORM sessions")).to_be_in_viewport()
    await expect(verdict.get_by_role("button", name="Change it")).to_be_in_viewport()

    await desk.hand_in(WRONG)
    verdict = await desk.sees("Not this time")
    await expect(verdict.get_by_text("6 rows are expected, yours gives 72.")).to_be_in_viewport()
    await expect(verdict.get_by_text("too much").first).to_be_in_viewport()

    await desk.hand_in(RIGHT)
    verdict = await desk.sees("Right")
    await expect(verdict).to_contain_text("Right, on the sample and on the hidden data.")
    assert not await desk.page.evaluate(SIDEWAYS)

    await desk.page.evaluate("refresh()")
    await desk.sees("Right")


@pytest.mark.parametrize("desk", [WIDE], indirect=True)
async def test_code_is_written_in_letters_of_one_width_under_one_label(desk: Desk) -> None:
    await desk.post.get_by_role("button", name="Write the answer").click()
    heading = desk.page.get_by_role("dialog").get_by_role("heading", name="Your answer")

    await expect(desk.field).to_have_css("font-family", re.compile("monospace"))
    await expect(heading).to_have_css("width", "1px")


async def test_all_28_days_play_while_answers_are_run(visitor: Visitor) -> None:
    await visitor.page.get_by_role("button", name="Play all 28 days").click()
    end = visitor.page.get_by_role("heading", name="Day 28 · That was it")
    await expect(end).to_be_visible(timeout=PATIENCE_MS)
    await every_day_stands_there_once(visitor)
    query = await visitor.post("Day 2 ·")
    await expect(query.get_by_role("button", name="Write the answer")).to_be_attached()
