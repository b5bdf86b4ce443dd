"""The same deed on every platform reaches the core as the same request."""

import pytest

from bot.ports import Pressed, Submitted, Typed
from tests.contracts.surface import Surface
from tests.contracts.surfaces import SURFACES

surfaces = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)


@surfaces
async def test_a_typed_command_arrives_without_its_slash(surface: Surface) -> None:
    async with surface.inbound() as people:
        asked = await people.type("drill sql.window 2")
    assert asked.request == Typed("drill sql.window 2")


@surfaces
async def test_a_pressed_button_arrives_as_its_token(surface: Surface) -> None:
    async with surface.inbound() as people:
        asked = await people.press("v1:answer to:12:B")
    assert asked.request == Pressed("v1:answer to:12:B")


@surfaces
async def test_a_form_arrives_with_its_values(surface: Surface) -> None:
    values = {"text": "Two lines,\nsecond line", "zone": "Asia/Tokyo"}
    async with surface.inbound() as people:
        asked = await people.submit("v1:settings", values)
    assert asked.request == Submitted("v1:settings", values)


@surfaces
async def test_every_deed_has_an_id_a_name_and_a_place_of_its_own(surface: Surface) -> None:
    async with surface.inbound() as people:
        first, second = await people.type("today"), await people.press("v1:today")
    assert first.id != second.id
    assert (first.actor, first.channel, first.name) == (second.actor, second.channel, second.name)
    assert first.name
    assert first.actor.platform == first.channel.platform
