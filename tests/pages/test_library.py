"""The library in a real browser: found, tried, seen as the surfaces show it."""

from playwright.async_api import Page, expect

from tests.pages.conftest import Bot

ITEM = "py.clean.first-cut-of-a-giant"


async def test_an_item_is_found_from_the_room_and_tried(bot: Bot, page: Page) -> None:
    await page.goto(f"{bot.address}/r/interview-prep?as=ana")
    await page.get_by_role("link", name="Library").click()
    await page.get_by_label("Words").fill("churn 180 lines")
    await page.get_by_label("Format").select_option("mcq")
    await page.get_by_role("button", name="Search").click()
    await expect(page.get_by_role("status")).to_have_text("1 item")
    await page.get_by_role("link", name=ITEM).click()
    await page.get_by_label("Your answer").fill("A")
    await page.get_by_role("button", name="Try it").click()

    await expect(page.locator("#verdict")).to_contain_text(".")
    await expect(page.get_by_text("So what:")).to_be_visible()


async def test_an_item_is_seen_as_each_surface_shows_it(bot: Bot, page: Page) -> None:
    await page.goto(f"{bot.address}/library/{ITEM}")
    for surface in ("Slack", "Discord", "a screen reader"):
        await page.get_by_text(f"On {surface}").click()
    shown = page.locator(".library-surface")

    await expect(shown).to_have_count(3)
    for place in range(3):
        await expect(shown.nth(place)).to_contain_text("180 lines long")


async def test_the_library_fits_a_phone(bot: Bot, page: Page) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    for path in ("/library", f"/library/{ITEM}"):
        await page.goto(f"{bot.address}{path}")
        wider = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
        assert not await page.evaluate(wider), path
