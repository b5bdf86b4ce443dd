"""Private notes by typing, by form and by button."""

import pytest

from bot.domain.ids import direct_to
from bot.ports import Invocation, Submitted, Typed
from bot.usecases.notes import PAGE
from tests.builders import an_actor
from tests.commands.stage import ANA, BEN, EVE, OTHER_ROOM, ROOM, Stage, buttons, said
from tests.commands.taps import fills


async def test_a_note_is_typed_and_kept_as_it_is(stage: Stage) -> None:
    card = await stage.types(ANA, "note  Ties: **never** `rank()`\n use row_number()  ")
    assert "> Ties: **never** `rank()`\n>  use row_number()" in said(card)
    assert card.title == "Your note"


async def test_without_words_a_form_asks_for_them(stage: Stage) -> None:
    form = stage.desk.form(Typed("note"))
    assert form is not None
    (field,) = form.fields
    assert (field.kind, field.limit, field.required) == ("paragraph", 3000, True)
    card = await stage.submits(ANA, form.token, text="Mind the ties.")
    assert "Mind the ties." in said(card)


async def test_a_surface_may_hand_in_a_whole_message(stage: Stage) -> None:
    await stage.submits(ANA, "v1:note", text="x" * 3000)
    assert len((await stage.dump())["note"]) == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 3001, "a\x00b"])
async def test_what_is_no_note_is_refused_and_not_lost(any_stage: Stage, text: str) -> None:
    await any_stage.types(ANA, "settings")
    reply = await any_stage.reply(ANA, Typed(f"note {text}"))
    assert reply.card.accent == "notice"
    assert (await any_stage.dump())["note"] == []


async def test_notes_are_listed_newest_first_in_every_room(stage: Stage) -> None:
    await stage.types(ANA, "note first")
    await stage.types(ANA, "note second", OTHER_ROOM)
    shown = said(await stage.writes(ANA, "notes"))
    assert shown.index("second") < shown.index("first")


async def test_older_ones_are_behind_a_button(stage: Stage) -> None:
    for number in range(PAGE + 2):
        await stage.types(ANA, f"note story {number:02}")
    page = await stage.types(ANA, "notes")
    assert [f"story {n:02}" in said(page) for n in (PAGE + 1, 2, 1)] == [True, True, False]
    older = await stage.presses(ANA, buttons(page)["Older ones"])
    assert [f"story {n:02}" in said(older) for n in (2, 1, 0)] == [False, True, True]
    assert "Older ones" not in buttons(older)


async def test_a_long_note_is_shown_whole_at_a_press(stage: Stage) -> None:
    await stage.types(ANA, f"note {'x' * 3000}")
    page = await stage.types(ANA, "notes")
    assert "x" * 300 not in said(page)
    assert "x" * 3000 in said(await stage.presses(ANA, buttons(page)["Show all of it"]))


async def test_a_note_is_removed_by_its_button(stage: Stage) -> None:
    await stage.types(ANA, "note Mind the ties.")
    remove = buttons(await stage.types(ANA, "notes"))["Remove"]
    assert "“Mind the ties.” is gone." in said(await stage.presses(ANA, remove))
    assert "Mind" not in said(await stage.types(ANA, "notes"))
    assert (await stage.presses(ANA, remove)).title == "Not found"


async def test_nobody_else_sees_or_removes_it(stage: Stage) -> None:
    await stage.opens(ANA, BEN)
    card = await stage.types(ANA, "note Mind the ties.")
    assert "Mind" not in said(await stage.types(BEN, "notes"))
    number = buttons(card)["Remove"].rpartition(":")[2]
    for made in (buttons(card)["Remove"], f"v1:note show:{number}"):
        assert "Mind" not in said(await stage.presses(BEN, made))
    assert "Mind" in said(await stage.types(ANA, "notes"))


async def test_the_button_to_write_opens_the_form(stage: Stage) -> None:
    write = buttons(await stage.types(EVE, "notes"))["Write one"]
    assert "Mind the ties." in said(await fills(stage, EVE, write, "Mind the ties."))


async def test_reading_notes_changes_nothing(any_stage: Stage) -> None:
    card = await any_stage.types(ANA, "note Mind the ties.")
    number = buttons(card)["Remove"].rpartition(":")[2]
    before = await any_stage.dump()
    await any_stage.types(ANA, "notes")
    await any_stage.types(EVE, "notes")
    await any_stage.presses(ANA, f"v1:note show:{number}")
    assert any_stage.watch.crashes == []
    assert await any_stage.dump() == before


async def test_a_redelivered_note_is_kept_once(stage: Stage) -> None:
    same = Invocation("again", ROOM, ANA, "Ana", Submitted("v1:note", {"text": "once"}))
    assert await stage.desk.dispatch(same) is not None
    assert await stage.desk.dispatch(same) is None
    assert len((await stage.dump())["note"]) == 1


async def test_a_linked_account_finds_them_too(stage: Stage) -> None:
    other = an_actor("ana.b", "guild", "elsewhere")
    await stage.types(ANA, "note Mind the ties.")
    code = said(await stage.types(ANA, "settings link")).split("settings link ")[1].split()[0]
    await stage.types(other, f"settings link {code}", direct_to(other))
    assert "Mind the ties." in said(await stage.types(other, "notes", direct_to(other)))


async def test_who_is_forgotten_leaves_none(stage: Stage) -> None:
    await stage.types(ANA, "note Mind the ties.")
    await stage.presses(ANA, "v1:settings erase")
    assert (await stage.dump())["note"] == []
