import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.limits import Surface
from adapters.slack.shrink import SHORTENED, fitted
from adapters.slack.validate import violations
from bot.cards import Card
from tests.adapters.hostile import CARDS, SLACK_ROOM
from tests.adapters.slack import payloads
from tests.adapters.slack.payloads import (
    actions,
    asked,
    button,
    context,
    drawn,
    long,
    marked,
    menu,
    on,
    option,
    section,
    spoiled,
    typed,
    words,
)
from tests.adapters.slack.reading import Json, mentions


@given(CARDS, st.sampled_from(["message", "modal", "home"]))
def test_every_card_fits_whatever_is_in_it(card: Card, surface: Surface) -> None:
    made, _ = fitted(drawn(card, surface), surface)
    assert violations(made, surface) == []
    assert mentions(made, beside=SLACK_ROOM) == []


@given(spoiled())
def test_even_nonsense_is_made_to_fit(payload: tuple[Surface, Json]) -> None:
    surface, wrong = payload
    made, mended = fitted(wrong, surface)
    assert violations(made, surface) == []
    assert mended == violations(wrong, surface)


@given(spoiled())
def test_what_was_given_is_not_changed(payload: tuple[Surface, Json]) -> None:
    surface, wrong = payload
    before = copy.deepcopy(wrong)
    fitted(wrong, surface)
    assert repr(wrong) == repr(before)


def test_what_fits_comes_back_as_it_was() -> None:
    payload = on("message", section(), actions(button()))
    made, mended = fitted(payload, "message")
    assert made is payload
    assert mended == []


def test_what_was_mended_is_told() -> None:
    _, mended = fitted(on("message", section(text=marked(long(3001)))), "message")
    assert [(v.pointer, v.rule) for v in mended] == [
        ("/blocks/0/text/text", "at most 3000 characters, has 3001")
    ]


def test_a_text_is_cut_at_a_word() -> None:
    made, _ = fitted(on("message", section(text=marked("word " * 1000))), "message")
    text = made["blocks"][0]["text"]["text"]
    assert text.endswith("word…")
    assert 2900 < len(text) <= 3000


@pytest.mark.parametrize(("surface", "most"), [("message", 50), ("modal", 100), ("home", 100)])
def test_blocks_go_from_the_end_but_the_actions_stay(surface: Surface, most: int) -> None:
    many = [section(text=marked(f"{n}")) for n in range(200)]
    made, _ = fitted(on(surface, *many, actions(button()), context(marked())), surface)
    shown = made["blocks"]
    assert len(shown) == most
    assert shown[: most - 3] == many[: most - 3]
    assert shown[most - 3] == context({**marked(SHORTENED), "verbatim": True})
    assert shown[most - 2 :] == [actions(button()), context(marked())]


def test_without_actions_only_the_end_is_lost() -> None:
    made, _ = fitted(on("message", *[section()] * 60), "message")
    assert made["blocks"][:49] == [section()] * 49


def test_actions_followed_by_much_stay_as_well() -> None:
    made, _ = fitted(on("message", actions(button()), *[section()] * 60), "message")
    assert made["blocks"][0] == actions(button())
    assert len(made["blocks"]) == 50


def test_few_blocks_before_the_actions_are_there_once() -> None:
    first, row = section(text=marked("the first")), actions(button())
    made, _ = fitted(on("message", first, row, *[section()] * 60), "message")
    assert made["blocks"][:2] == [first, row]
    assert [block for block in made["blocks"] if block["type"] == "actions"] == [row]


def test_the_same_block_twice_is_mended_twice() -> None:
    """One object in two places: what is mended in one must not be looked for in the other."""
    odd = section(text=marked(long(3001)), unheard_of=True)
    made, _ = fitted(on("message", odd, odd), "message")
    assert len(made["blocks"]) == 2
    assert violations(made, "message") == []


def test_a_heavy_view_loses_blocks_until_it_is_light_enough() -> None:
    heavy = [section(text=marked("é" * 3000)) for _ in range(60)]
    made, _ = fitted(on("home", *heavy, actions(button())), "home")
    assert made["blocks"][-1] == actions(button())
    assert made["blocks"].count(heavy[0]) >= 8


def test_surplus_options_go_from_the_end() -> None:
    options = [option(n) for n in range(120)]
    made, _ = fitted(on("message", section(accessory=menu(options=options))), "message")
    assert made["blocks"][0]["accessory"]["options"] == options[:100]


def test_a_button_without_a_label_goes_alone() -> None:
    made, _ = fitted(on("message", actions(button(1), button(2, text=words("")))), "message")
    assert made["blocks"] == [actions(button(1))]


def test_what_loses_all_its_parts_goes_as_well() -> None:
    made, _ = fitted(on("message", section(), actions(button(text=words("")))), "message")
    assert made["blocks"] == [section()]


def test_several_wrong_ones_take_no_right_one_with_them() -> None:
    wrong = button(9, text=words(""), value=7, colour="red")
    row = [button(1), wrong, button(2), button(1), button(3)]
    made, _ = fitted(on("message", actions(*row)), "message")
    assert made["blocks"] == [actions(button(1), button(2), button(3))]


def test_what_may_be_left_out_is_left_out() -> None:
    chosen = menu(options=[option(1)], initial_option=option(2), placeholder=words(" "))
    made, _ = fitted(on("message", actions(button(style="loud"), chosen)), "message")
    assert made["blocks"] == [actions(button(), menu(options=[option(1)]))]


def test_a_key_that_looks_like_a_pointer_is_left_out_too() -> None:
    made, _ = fitted(on("message", section(**{"a/b~1": 1})), "message")
    assert made["blocks"] == [section()]


def test_an_element_in_the_wrong_place_leaves_its_text_behind() -> None:
    picker = {"type": "datetimepicker", "action_id": "a"}
    made, _ = fitted(on("home", section(accessory=picker)), "home")
    assert made["blocks"] == [section()]


def test_a_message_without_words_gets_some() -> None:
    made, _ = fitted({"text": " ", "blocks": [section()]}, "message")
    assert made == payloads.message(section(), text="Prepcircle")


def test_a_modal_that_asks_gets_a_way_to_send() -> None:
    asks = {"type": "modal", "title": words(), "blocks": [asked(typed())]}
    made, _ = fitted(asks, "modal")
    assert made["submit"]["text"] == "Send"


def test_a_view_that_loses_everything_says_so() -> None:
    made, _ = fitted(on("home", {"type": "poem"}), "home")
    assert made["blocks"] == [context({**marked(SHORTENED), "verbatim": True})]


def test_a_message_that_loses_everything_keeps_its_words() -> None:
    made, _ = fitted(payloads.message({"type": "poem"}), "message")
    assert made == {"text": "words"}
