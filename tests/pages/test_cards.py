"""Cards in a real browser, as a phone shows them."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, expect

from bot.cards import Card, Fields, Table, plain
from tests.adapters.playground.site import a_site
from tests.adapters.playground.test_room import HERE

HEADER = ("Day", "Date", "Theme", "Form", "Checklist")
FIRST = ("1", "Wed 25 Nov", "Clocks that disagree", "sql", "CK2-5")
ZONE = "Europe/Berlin"
PLAN = Card(
    "Plan", (Fields((("Zone", plain(ZONE)), ("Lasts", plain("28 days")))), Table(HEADER, (FIRST,)))
)
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.fixture
async def phone(page: Page) -> AsyncIterator[Page]:
    """With the plan on it."""
    await page.set_viewport_size({"width": 360, "height": 740})
    async with a_site() as site:
        site.room.post(HERE, PLAN)
        await page.goto(str(site.client.make_url("/r/general?as=ana")))
        await expect(page.get_by_role("heading", name="Plan")).to_be_visible()
        yield page


async def test_a_date_in_a_table_stays_on_one_line_on_a_phone(phone: Page) -> None:
    row = await phone.get_by_role("row").last.bounding_box()
    assert row is not None
    assert row["height"] < 45


async def test_a_wide_table_scrolls_inside_its_frame_on_a_phone(phone: Page) -> None:
    frame = phone.get_by_role("region", name="Plan")

    assert await frame.evaluate("(node) => node.scrollWidth > node.clientWidth")
    assert not await phone.evaluate(SIDEWAYS)


async def test_the_name_of_a_zone_is_not_broken_on_a_phone(phone: Page) -> None:
    zone = await phone.get_by_text(ZONE).bounding_box()
    assert zone is not None
    assert zone["height"] < 30
