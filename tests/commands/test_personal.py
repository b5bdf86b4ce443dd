"""One's own settings and data: hours, nudges, name, board, linked accounts, export, forgetting."""

import json
from typing import Any

import pytest

from bot.cards import Code
from bot.domain.ids import ActorRef
from bot.ports import Pressed, Typed
from bot.tokens import token
from tests.builders import a_channel, an_actor
from tests.commands.stage import ANA, BEN, EVE, HOST, Stage, at, buttons, said, selects
from tests.commands.taps import answers

ANA_ABROAD = an_actor("ana.b", "guild", "elsewhere")
ABROAD = a_channel("lounge", "guild", "elsewhere")


async def export(stage: Stage, who: ActorRef) -> dict[str, Any]:
    reply = await stage.reply(who, Typed("settings export"))
    assert reply.file is not None
    data: dict[str, Any] = json.loads(reply.file.text)
    return data


async def code(stage: Stage, who: ActorRef) -> str:
    card = await stage.types(who, "settings link")
    return next(b.text for b in card.blocks if isinstance(b, Code)).split()[-1]


async def test_settings_show_what_is_kept(stage: Stage) -> None:
    await stage.opens(ANA)
    shown = said(await stage.types(ANA, "settings"))
    assert "Name shown: Ana" in shown
    assert "Time zone: the circle's, Europe/Berlin" in shown
    assert "Quiet hours: 21:00–08:00" in shown
    assert "Nudges: off" in shown


async def test_outside_a_circle_the_zone_is_utc(stage: Stage) -> None:
    assert "the circle's, UTC" in said(await stage.types(EVE, "settings"))


async def test_zone_and_hours_are_changed_by_typing(stage: Stage) -> None:
    shown = said(await stage.types(ANA, "settings hours Asia/Tokyo 22:00 7.30"))
    assert "Time zone: Asia/Tokyo" in shown
    assert "Quiet hours: 22:00–07:30" in shown
    assert shown == said(await stage.types(ANA, "settings"))


async def test_the_form_for_hours_opens_with_what_is_set(stage: Stage) -> None:
    card = await stage.types(ANA, "settings hours Asia/Tokyo 22:00 07:30")
    form = stage.desk.form(Pressed(buttons(card)["Zone and hours"]))
    assert form is not None
    given = {field.name: field.default for field in form.fields}
    assert given == {"zone": "Asia/Tokyo", "quiet_from": "22:00", "quiet_until": "07:30"}
    assert await stage.submits(ANA, form.token, **given) == card


async def test_hours_keep_the_other_settings(stage: Stage) -> None:
    await stage.types(ANA, "settings nudges on")
    await stage.types(ANA, "settings board hidden")
    card = await stage.types(ANA, "settings hours Asia/Tokyo")
    assert "Nudges: one a day at most" in said(card)
    assert selects(card)["On the board"].chosen == token("shown", "hidden")


async def test_an_unknown_zone_changes_nothing(stage: Stage) -> None:
    card = await stage.types(ANA, "settings hours Mars/Base 22:00 07:30")
    assert "“Mars/Base” is not a time zone I know." in said(card)
    assert "Quiet hours: 21:00–08:00" in said(await stage.types(ANA, "settings"))


async def test_nudges_are_off_until_asked_for(stage: Stage) -> None:
    await stage.opens(ANA)
    on = await stage.types(ANA, "settings nudges on")
    assert on.title == "Nudges are on"
    off = await stage.presses(ANA, buttons(on)["Turn them off"])
    assert off.title == "Nudges are off"
    assert (await stage.presses(ANA, buttons(off)["Turn them on"])).title == "Nudges are on"


async def test_nudges_can_be_had_when_joining(stage: Stage) -> None:
    await stage.starts()
    card = await stage.types(ANA, "join")
    assert (await stage.presses(ANA, buttons(card)["Nudge me once a day"])).title == "Nudges are on"


async def test_the_board_shows_the_chosen_name(stage: Stage) -> None:
    await stage.opens(ANA)
    await stage.types(ANA, "settings name   Ana  P. ")
    assert "Ana P." in said(await stage.types(HOST, "board"))


@pytest.mark.parametrize(("choice", "seen"), [("anonymous", "Anonymous"), ("hidden", "")])
async def test_others_see_on_the_board_what_was_chosen(
    stage: Stage, choice: str, seen: str
) -> None:
    await stage.opens(ANA, BEN)
    menu = selects(await stage.types(ANA, "settings"))["On the board"]
    await stage.presses(ANA, next(made for _, made in menu.options if made.endswith(choice)))
    shown = said(await stage.types(BEN, "board"))
    assert "Ana" not in shown
    assert ("Anonymous" in shown) == bool(seen)


async def test_the_export_holds_what_was_written_and_done(stage: Stage) -> None:
    await stage.opens(ANA, day=6)
    stage.passes(minutes=9)
    daily = await stage.daily(6)
    await answers(stage, ANA, daily)
    await stage.types(ANA, "checklist CK0-3 told Ben")
    await stage.types(ANA, "pause 2")
    data = await export(stage, ANA)
    (circle,) = data["circles"]
    assert (data["format"], data["version"]) == ("prepcircle-person", 1)
    assert data["person"]["name"] == "Ana"
    assert data["accounts"] == [{"platform": "playground", "workspace": "w1", "user": "ana"}]
    assert circle["days_kept"] == [6]
    assert circle["days_off"] == [7, 8]
    assert circle["effort_points"] == 10
    assert circle["checklist"][0]["evidence"] == "told Ben"
    assert circle["answers"][0]["drill"] == daily.drill.item
    assert circle["answers"][0]["answer"].startswith("First I would ask")


async def test_the_export_holds_nobody_else(stage: Stage) -> None:
    await stage.opens(ANA, BEN, day=6)
    stage.passes(minutes=9)
    await answers(stage, BEN, await stage.daily(6))
    assert "Ben" not in json.dumps(await export(stage, ANA))
    assert (await export(stage, ANA))["circles"][0]["answers"] == []


async def test_the_export_comes_as_a_private_file(stage: Stage) -> None:
    reply = await stage.reply(ANA, Typed("settings export"))
    assert reply.file is not None
    assert (reply.file.name, reply.file.media_type) == (
        "prepcircle-my-data.json",
        "application/json",
    )


async def test_two_accounts_become_one_person(any_stage: Stage) -> None:
    stage = any_stage
    await stage.opens(ANA)
    stage.passes(minutes=5)
    await answers(stage, ANA, await stage.daily(1))
    await stage.types(ANA_ABROAD, f"settings link {(await code(stage, ANA)).lower()}", ABROAD)
    assert "10 points" in said(await stage.writes(ANA_ABROAD, "me"))
    accounts = (await export(stage, ANA))["accounts"]
    assert [account["user"] for account in accounts] == ["ana", "ana.b"]


async def test_after_linking_the_zone_is_that_of_ones_circle(stage: Stage) -> None:
    await stage.opens(ANA)
    made = await code(stage, ANA)
    shown = said(await stage.types(ANA_ABROAD, f"settings link {made}", ABROAD))
    assert "Time zone: the circle's, Europe/Berlin" in shown


async def test_a_code_links_once(stage: Stage) -> None:
    made = await code(stage, ANA)
    await stage.types(ANA_ABROAD, f"settings link {made}", ABROAD)
    card = await stage.types(EVE, f"settings link {made}")
    assert "That code is not known." in said(card)


async def test_the_code_stays_the_same_until_it_is_used(stage: Stage) -> None:
    made = await code(stage, ANA)
    assert await code(stage, ANA) == made
    await stage.types(ANA_ABROAD, f"settings link {made}", ABROAD)
    assert await code(stage, ANA) != made


async def test_ones_own_code_is_for_the_other_account(stage: Stage) -> None:
    made = await code(stage, ANA)
    assert "That code is your own." in said(await stage.types(ANA, f"settings link {made}"))


async def test_a_linked_host_stays_the_host(stage: Stage) -> None:
    await stage.opens(ANA)
    made = await code(stage, ANA)
    await stage.types(HOST, f"settings link {made}")
    assert (await stage.types(ANA, "circle")).title.startswith("Status")


async def test_forgetting_asks_first_and_offers_the_export(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.types(ANA, "settings forget")
    assert set(buttons(card)) == {"Forget me", "Keep me", "Export first"}
    assert (await stage.types(ANA, "today")).title.startswith("Day 1")


async def test_what_was_written_and_the_name_are_erased(any_stage: Stage) -> None:
    stage = any_stage
    await stage.opens(ANA, BEN, day=6)
    stage.passes(minutes=9)
    await answers(stage, ANA, await stage.daily(6))
    await stage.types(ANA, "checklist CK0-3 told it to my sister")
    card = await stage.presses(ANA, buttons(await stage.types(ANA, "settings forget"))["Forget me"])
    assert card.title == "Forgotten"
    rows = str(await stage.dump())
    assert "Ana" not in rows
    assert "what decision hangs on this" not in rows
    assert "my sister" not in rows


async def test_the_circles_figures_still_add_up_without_the_name(stage: Stage) -> None:
    await stage.opens(ANA, BEN, day=5)
    stage.passes(minutes=5)
    await answers(stage, ANA, await stage.daily(5))
    await stage.presses(ANA, "v1:settings erase")
    await stage.lives_to(at(6, 10))
    reveal = next(post for post in await stage.posts() if post.title == "Day 5 · Answer")
    assert "1 answered, 1 got it right." in said(reveal.card)
    assert "Former member" not in said(await stage.types(BEN, "board"))


async def test_who_was_forgotten_may_start_anew(stage: Stage) -> None:
    await stage.opens(ANA, day=5)
    await stage.presses(ANA, "v1:settings erase")
    assert (await stage.types(ANA, "today")).title == "You are not in this circle yet"
    assert "You start on day 5." in said(await stage.types(ANA, "join"))


async def test_a_host_archives_before_being_forgotten(stage: Stage) -> None:
    await stage.starts()
    await stage.types(HOST, "join")
    card = await stage.presses(HOST, "v1:settings erase")
    assert "You host Sony data science intern." in said(card)
    await stage.presses(HOST, "v1:circle archive:yes")
    assert (await stage.presses(HOST, "v1:settings erase")).title == "Forgotten"


async def test_a_host_who_did_not_join_archives_first_too(stage: Stage) -> None:
    await stage.opens(ANA)
    card = await stage.presses(HOST, "v1:settings erase")
    assert "Archive it first" in said(card)
