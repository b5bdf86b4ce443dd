"""The playground's page in a real browser: live, for keyboards, phones and screen readers."""

import re

import pytest
from playwright.async_api import Browser, Page, expect

from tests.pages.conftest import Bot

ROOM, QUIET = "/r/interview-prep", "/r/quiet-corner"
LINE = "Message, or a command beginning with /prep"
TRACK = "Sony data science intern"
UNNAMED = """() => [...document.querySelectorAll("button, a, input, select, textarea")]
  .filter((node) => node.type !== "hidden")
  .filter((node) => !(node.textContent.trim() || node.ariaLabel || node.labels?.length))
  .map((node) => node.outerHTML)"""


async def test_what_one_member_does_reaches_another_without_a_reload(
    bot: Bot, page: Page, browser: Browser
) -> None:
    await page.goto(f"{bot.address}{ROOM}?as=ana")
    other = await browser.new_page()
    await other.goto(f"{bot.address}{ROOM}?as=bilal")
    await other.get_by_role("button", name="Next post").click()

    await expect(page.get_by_role("heading", name=re.compile("^Day 1 · Look"))).to_be_visible()


async def test_a_private_answer_stays_with_the_one_who_asked(
    bot: Bot, page: Page, browser: Browser
) -> None:
    await page.goto(f"{bot.address}{ROOM}?as=ana")
    await page.get_by_label(LINE).fill("/prep me")
    await page.get_by_label(LINE).press("Control+Enter")
    await page.get_by_role("button", name="Send", exact=True).click()
    await expect(page.get_by_text("Only you can see this")).to_be_visible()
    other = await browser.new_page()
    await other.goto(f"{bot.address}{ROOM}?as=bilal")

    await expect(other.get_by_role("heading", name=re.compile("^You are invited"))).to_be_visible()
    await expect(other.get_by_text("Only you can see this")).to_have_count(0)


async def test_commands_complete_from_the_keyboard(bot: Bot, page: Page) -> None:
    await page.goto(f"{bot.address}{ROOM}?as=ana")
    line = page.get_by_label(LINE)
    await line.press_sequentially("/prep boa")
    await expect(page.get_by_role("option").first).to_contain_text("/prep board")
    await line.press("Tab")
    await expect(line).to_have_value("/prep board ")
    await line.press("Escape")
    await line.press("Enter")

    await expect(page.get_by_role("heading", name=re.compile("^Board"))).to_be_visible()


async def test_enter_in_a_form_sends_it(bot: Bot, page: Page) -> None:
    await page.goto(f"{bot.address}{QUIET}?as=ana")
    await page.get_by_label(LINE).fill("/prep start")
    await page.get_by_label(LINE).press("Escape")
    await page.get_by_label(LINE).press("Enter")
    form = page.get_by_role("dialog")
    await form.get_by_label(TRACK).check()
    zone = form.get_by_label("Time zone")
    await zone.fill("Europe/Berlin")
    await zone.press("Enter")

    await expect(page.get_by_role("heading", name=re.compile("^Your circle"))).to_be_visible()


async def test_a_wrong_entry_in_a_form_is_named_and_the_rest_is_kept(bot: Bot, page: Page) -> None:
    await page.goto(f"{bot.address}{QUIET}?as=ana")
    await page.get_by_label(LINE).fill("/prep start")
    await page.get_by_label(LINE).press("Escape")
    await page.get_by_label(LINE).press("Enter")
    form = page.get_by_role("dialog")
    await form.get_by_label(TRACK).check()
    await form.get_by_label("Time zone").fill("Mars/Base")
    await form.get_by_role("button", name="Look at it").click()

    await expect(form.get_by_role("alert")).to_contain_text("“Mars/Base” is not a time zone")
    await expect(form.get_by_label("Time zone")).to_have_value("Mars/Base")
    await expect(form.get_by_label(TRACK)).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_phone_shows_it_without_scrolling_sideways(
    bot: Bot, browser: Browser, scheme: str
) -> None:
    dark = scheme == "dark"
    phone = await browser.new_page(
        viewport={"width": 360, "height": 740}, color_scheme="dark" if dark else "light"
    )
    await phone.goto(f"{bot.address}{ROOM}?as=ana")

    wide = await phone.evaluate("document.documentElement.scrollWidth")
    ground = await phone.evaluate("getComputedStyle(document.body).backgroundColor")
    shade = sum(int(part) for part in re.findall(r"\d+", ground)[:3])
    assert wide <= 360
    assert (shade < 200) == dark


async def test_every_control_has_a_name_for_a_screen_reader(bot: Bot, page: Page) -> None:
    await page.goto(f"{bot.address}{ROOM}?as=hana")

    assert await page.evaluate(UNNAMED) == []


async def test_it_works_without_scripts_as_plain_forms(bot: Bot, browser: Browser) -> None:
    plain = await browser.new_page(java_script_enabled=False)
    await plain.goto(f"{bot.address}{ROOM}?as=ana")
    await plain.get_by_label(LINE).fill("/prep me")
    await plain.get_by_role("button", name="Send", exact=True).click()

    await expect(plain.get_by_text("Only you can see this")).to_be_visible()


async def test_nothing_is_asked_of_any_other_server(bot: Bot, browser: Browser) -> None:
    asked: list[str] = []
    page = await browser.new_page()
    page.on("request", lambda request: asked.append(request.url))
    await page.goto(f"{bot.address}{ROOM}?as=ana")
    await expect(page.get_by_role("heading", name="interview-prep")).to_be_visible()

    assert [url for url in asked if not url.startswith(bot.address)] == []
    assert asked
