"""What a newcomer does with the playground: 28 days in one sitting, in a real browser."""

import re

from playwright.async_api import Locator, Page, expect

from tests.pages.conftest import Bot

ROOM = "/r/interview-prep"
PATIENCE_MS = 90_000


class Visitor:
    """Somebody at the page, who can be any member."""

    def __init__(self, page: Page, bot: Bot) -> None:
        self.page, self._bot = page, bot

    async def open(self, who: str) -> None:
        await self.page.goto(f"{self._bot.address}{ROOM}?as={who}")

    async def become(self, name: str) -> None:
        await self.page.locator("#acting").get_by_role("link", name=name).click()
        await expect(self.page.locator(".whose")).to_have_text(f"You are {name}")

    async def until_day(self, day: int) -> None:
        """With the clock's own button, as a visitor would, until the day's drill is out."""
        while not any(title.startswith(f"Day {day} ·") for title in await self.titles()):
            await self.push("Next post")
        await self.push("+1 hour")  # nobody answers in the second in which the drill comes

    async def push(self, button: str) -> None:
        before = await self.clock.inner_text()
        await self.page.get_by_role("button", name=button).click()
        await expect(self.clock).not_to_have_text(before, timeout=PATIENCE_MS)
        still = self.page.locator("#clock[data-moving=no]")
        await expect(still).to_be_attached(timeout=PATIENCE_MS)

    @property
    def clock(self) -> Locator:
        return self.page.locator("#clock-line")

    async def post(self, title: str) -> Locator:
        """The latest message that shows a card whose title begins so."""
        card = self.page.get_by_role("heading", name=re.compile(rf"^{re.escape(title)}"))
        found = self.page.locator("article").filter(has=card).last
        await expect(found).to_be_visible()
        return found

    async def type(self, text: str) -> None:
        line = self.page.get_by_label("Message, or a command beginning with /prep")
        await line.fill(text)
        await line.press("Escape")
        await line.press("Enter")
        await expect(line).to_have_value("")

    async def titles(self) -> list[str]:
        return await self.page.locator("#feed .card-title").all_inner_texts()

    async def points(self, name: str) -> float:
        """From the board that only the asker sees."""
        boards = self.page.locator("article").filter(has_text="Points for showing up")
        earlier = await boards.count()
        await self.type("/prep board")
        await expect(boards).to_have_count(earlier + 1)
        board = boards.last
        row = board.get_by_role("row").filter(has=self.page.get_by_text(name)).last
        found = re.findall(r"\d+(?:\.\d+)?", (await row.inner_text()).split(name)[-1])
        return float(found[0])


async def test_28_days_in_one_sitting_with_a_restart_on_day_12(bot: Bot, page: Page) -> None:
    visitor = Visitor(page, bot)
    await visitor.open("ana")
    await visitor.until_day(1)
    await answer_by_taps(visitor, "ADBEC")
    before = await visitor.points("Ana")

    await visitor.until_day(2)
    await answer_by_button(visitor, "Day 2")
    assert await visitor.points("Ana") > before
    await visitor.become("Bilal")
    await answer_by_button(visitor, "Day 2")
    assert await visitor.points("Bilal") > 0

    await visitor.until_day(12)
    await visitor.open("bilal")
    clock, titles = await visitor.clock.inner_text(), await visitor.titles()
    assert await bot.stop() == 0
    await expect(page.get_by_role("status")).to_contain_text("not answering", timeout=PATIENCE_MS)
    await bot.start()
    await expect(page.get_by_role("status")).to_have_text("", timeout=PATIENCE_MS)
    await visitor.open("bilal")
    assert (await visitor.clock.inner_text(), await visitor.titles()) == (clock, titles)

    await page.get_by_role("button", name="Play all 28 days").click()
    end = page.get_by_role("heading", name="Day 28 · That was it")
    await expect(end).to_be_visible(timeout=PATIENCE_MS)
    await every_day_stands_there_once(visitor)


async def answer_by_taps(visitor: Visitor, steps: str) -> None:
    await (await visitor.post("Day 1 · Look")).get_by_role("button", name="Answer").click()
    card = await visitor.post("Answer · ")
    for step in steps:
        await card.get_by_role("button", name=step, exact=True).click()
        await expect(card.get_by_role("button", name=step, exact=True)).to_be_hidden()
    await card.get_by_role("button", name="Submit").click()
    await expect(visitor.page.get_by_role("button", name="Submit")).to_be_hidden()


async def answer_by_button(visitor: Visitor, day: str) -> None:
    post = await visitor.post(day)
    await post.get_by_role("button", name="A", exact=True).click()
    await expect(post).to_contain_text("Only you can see this")


async def every_day_stands_there_once(visitor: Visitor) -> None:
    titles = [title for title in await visitor.titles() if title.startswith("Day ")]
    days = [int(re.findall(r"\d+", title)[0]) for title in titles]
    assert sorted(set(days)) == list(range(1, 29))
    assert len(titles) == len(set(titles))
