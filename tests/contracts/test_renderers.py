"""Every card of every view, on every surface: nothing left out, nothing changed."""

import pytest

from bot.curriculum.catalog import Curriculum
from tests.contracts.surface import Surface
from tests.contracts.surfaces import SURFACES
from tests.gallery import gallery
from tests.words import tokens_in, words_in

surfaces = pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)


def _squeezed(text: str) -> str:
    """White space is the surface's own affair."""
    return "".join(text.split())


@surfaces
def test_every_text_option_and_label_is_shown(surface: Surface, curriculum: Curriculum) -> None:
    for name, card in gallery(curriculum).items():
        shown = _squeezed(surface.render(card).words)
        missing = [text for text in words_in(card) if _squeezed(text) not in shown]
        assert missing == [], name


@surfaces
def test_every_token_can_be_pressed_as_it_was_made(
    surface: Surface, curriculum: Curriculum
) -> None:
    for name, card in gallery(curriculum).items():
        assert sorted(surface.render(card).tokens) == sorted(tokens_in(card)), name
