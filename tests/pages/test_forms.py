"""Forms in a real browser, over a desk that opens what it is told to."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from bot.cards import Form, FormField
from tests.adapters.playground.gallery import DRILL
from tests.adapters.playground.site import Site, a_site
from tests.adapters.playground.test_room import HERE

ANSWER = Form("v1:code:12", "Your answer", "Run it", (FormField("text", "Text", "paragraph"),))
OPENS = "v1:explain:12"
ASKED = "each customer's latest order"
WIDE, PHONE = (1280, 900), (360, 740)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    async with a_site() as made:
        yield made


async def answering(site: Site, page: Page, size: tuple[int, int]) -> Locator:
    """The form that answers a drill, opened on it."""
    site.desk.forms[OPENS] = ANSWER
    site.room.post(HERE, DRILL)
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    await page.goto(str(site.client.make_url("/r/general?as=ana")))
    await page.get_by_role("button", name="Explain in words").click()
    return page.get_by_role("dialog")


async def zone_in(site: Site, browser: Browser, given: str) -> Locator:
    """The field of a form that asks for a zone and has `given` in it, for somebody in Tokyo."""
    field = FormField("zone", "Zone", default=given)
    site.desk.forms["start"] = Form("start", "Hours", "Keep", (field,))
    page = await browser.new_page(timezone_id="Asia/Tokyo")
    await page.goto(str(site.client.make_url("/r/general?as=ana")))
    await page.locator("#line").fill("/prep start")
    await page.get_by_role("button", name="Send", exact=True).click()
    return page.get_by_role("dialog").get_by_label("Zone")


async def test_a_drill_stands_beside_the_field_for_its_answer(site: Site, page: Page) -> None:
    form = await answering(site, page, WIDE)
    words, field = form.get_by_text(ASKED), form.get_by_role("textbox")

    await expect(words).to_be_in_viewport(ratio=1)
    await expect(field).to_be_in_viewport(ratio=1)
    left, right = await words.bounding_box(), await field.bounding_box()
    assert left is not None
    assert right is not None
    assert left["x"] + left["width"] <= right["x"]


async def test_a_drill_is_folded_away_on_a_phone_until_it_is_wanted(site: Site, page: Page) -> None:
    form = await answering(site, page, PHONE)
    await expect(form.get_by_role("textbox")).to_be_in_viewport(ratio=1)
    await expect(form.get_by_text(ASKED)).to_be_hidden()
    await form.get_by_text(DRILL.title).click()

    await expect(form.get_by_text(ASKED)).to_be_in_viewport(ratio=1)


async def test_a_form_with_its_drill_fits_a_phone(site: Site, page: Page) -> None:
    form = await answering(site, page, PHONE)
    await form.get_by_text(DRILL.title).click()

    assert not await form.evaluate("(node) => node.scrollWidth > node.clientWidth")


async def test_a_drill_stands_with_its_form_without_scripts(site: Site, browser: Browser) -> None:
    page = await browser.new_page(java_script_enabled=False)
    site.desk.forms[OPENS] = ANSWER
    site.room.post(HERE, DRILL)
    await page.goto(str(site.client.make_url("/r/general?as=ana")))
    await page.get_by_role("button", name="Explain in words").click()

    await expect(page.get_by_text(ASKED)).to_be_visible()
    await expect(page.get_by_role("textbox", name="Text")).to_be_visible()


async def test_a_zone_that_is_asked_for_is_the_browsers_own(site: Site, browser: Browser) -> None:
    await expect(await zone_in(site, browser, "")).to_have_value("Asia/Tokyo")


async def test_a_zone_that_is_known_is_kept(site: Site, browser: Browser) -> None:
    await expect(await zone_in(site, browser, "Europe/Berlin")).to_have_value("Europe/Berlin")
