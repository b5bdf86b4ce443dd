"""The library in a real browser: found, tried, seen as the surfaces show it."""

import re

import pytest
from playwright.async_api import Page, expect

from tests.pages.conftest import Bot

ITEM = "py.clean.first-cut-of-a-giant"
DRAWN = "beh.star.how-did-you-know"


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


async def test_a_stem_names_what_a_drawing_fills_in_without_braces(bot: Bot, page: Page) -> None:
    await page.goto(f"{bot.address}/library")
    items = page.get_by_role("listitem")

    await expect(items.filter(has_text=DRAWN)).to_contain_text("rose from ‹low›% to ‹high›%")
    await expect(items.filter(has_text=re.compile(r"\{[a-z]"))).to_have_count(0)


async def test_a_stem_shows_code_as_code(bot: Bot, page: Page) -> None:
    await page.goto(f"{bot.address}/library?format=sql")
    items = page.get_by_role("listitem")

    await expect(items.locator("code").first).to_be_visible()
    await expect(items.filter(has_text="`")).to_have_count(0)


async def test_items_stand_side_by_side_on_a_wide_screen(bot: Bot, page: Page) -> None:
    await page.goto(f"{bot.address}/library")
    items = page.get_by_role("listitem")
    first, second = await items.nth(0).bounding_box(), await items.nth(1).bounding_box()
    assert first is not None
    assert second is not None

    assert first["y"] == second["y"]
    assert first["x"] + first["width"] <= second["x"]


async def test_every_field_of_the_search_is_as_tall_as_a_finger_on_a_phone(
    bot: Bot, page: Page
) -> None:
    await page.set_viewport_size({"width": 360, "height": 740})
    await page.goto(f"{bot.address}/library")
    low = """() => [...document.querySelectorAll("input, select, button, main a")]
      .filter((node) => node.type !== "hidden" && !node.closest("p"))
      .filter((node) => node.getBoundingClientRect().height < 44).map((node) => node.outerHTML)"""

    assert await page.evaluate(low) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_the_search_box_looks_like_the_lists_beside_it(
    bot: Bot, page: Page, scheme: str
) -> None:
    await page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    await page.goto(f"{bot.address}/library")
    looks = """(name) => ["backgroundColor", "borderColor", "borderRadius", "height"].map(
      (part) => getComputedStyle(document.getElementById(name))[part])"""

    assert await page.evaluate(looks, "text") == await page.evaluate(looks, "level")


async def test_a_search_that_finds_nothing_says_how_to_find_more(bot: Bot, page: Page) -> None:
    await page.goto(f"{bot.address}/library?text=zzz")

    await expect(page.get_by_role("status")).to_contain_text("Fewer words")
