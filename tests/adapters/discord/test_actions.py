import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.actions import chosen, confirm_id, confirmed, label_of, sure_card
from adapters.discord.render import message
from bot.cards import Actions, Button, Card, Link, Select, Text, Toggle, plain
from bot.tokens import token
from tests.adapters.discord.payloads import section, text
from tests.adapters.discord.reading import Json, elements
from tests.words import texts_in, tokens_in

BUTTON, MENU = 2, 3
TOKENS = st.lists(st.text(max_size=3), max_size=2).map(lambda values: token("drill", *values))


def pressed(component: Json, picked: int = 0) -> Json:
    """What Discord sends when somebody uses it."""
    used = {"custom_id": component["custom_id"], "component_type": component["type"]}
    if component["type"] == BUTTON:
        return used
    return {**used, "values": [component["options"][picked]["value"]]}


def buttons_of(*items: Button | Toggle | Link | Select) -> list[Json]:
    return elements(message(Card("", (Actions(items),))), BUTTON)


def test_a_button_brings_its_token_back() -> None:
    (button,) = buttons_of(Button("My day", "v1:today"))
    assert chosen(pressed(button)) == "v1:today"
    assert confirmed("v1:today") == ""


def test_a_toggle_brings_its_token_back() -> None:
    (button,) = buttons_of(Toggle("Gaps", "v1:tick:CK0-1", on=False))
    assert chosen(pressed(button)) == "v1:tick:CK0-1"


@given(TOKENS)
def test_buttons_with_the_same_token_differ_and_mean_the_same(same: str) -> None:
    made = buttons_of(*(Button(f"{n}", same) for n in range(3)))
    assert len({button["custom_id"] for button in made}) == 3
    assert [chosen(pressed(button)) for button in made] == [same] * 3


def test_a_picked_option_brings_its_token() -> None:
    select = Select("Mark", (("low", "v1:0"), ("again", "v1:0"), ("high", "v1:4")))
    (menu,) = elements(message(Card("", (Actions((select,)),))), MENU)
    assert [chosen(pressed(menu, n)) for n in range(3)] == ["v1:0", "v1:0", "v1:4"]
    assert len({option["value"] for option in menu["options"]}) == 3


@pytest.mark.parametrize(
    "data", [{}, {"component_type": MENU, "custom_id": "pick:1", "values": []}]
)
def test_nothing_picked_brings_nothing(data: Json) -> None:
    assert chosen(data) == ""


def test_a_button_that_wants_to_be_sure_asks_first() -> None:
    (button,) = buttons_of(Button("Erase", "v1:settings erase", "danger", confirm="Sure?"))
    assert button["custom_id"] == confirm_id("v1:settings erase")
    assert confirmed(chosen(pressed(button))) == "v1:settings erase"


@given(TOKENS)
def test_even_the_second_button_that_asks_is_understood(same: str) -> None:
    made = buttons_of(*(Button("Erase", same, confirm="Sure?") for _ in range(2)))
    assert [confirmed(chosen(pressed(button))) for button in made] == [same] * 2


@given(TOKENS)
def test_no_token_is_taken_for_what_is_added_to_it(made: str) -> None:
    assert chosen({"custom_id": made, "component_type": BUTTON}) == made
    assert confirmed(made) == ""


def test_the_question_does_what_was_asked_about_when_it_is_pressed() -> None:
    card = sure_card("v1:settings erase", "Forget me")
    assert card.title == "Forget me?"
    assert tokens_in(card) == ["v1:settings erase"]
    (button,) = elements(message(card), BUTTON)
    assert (button["label"], button["style"]) == ("Forget me", 4)
    assert "dismiss" in "".join(text for block in card.blocks for text in texts_in(block))


def test_the_question_is_asked_in_the_words_of_the_button() -> None:
    asks = Button("Erase", "v1:x", confirm="Sure?")
    shown = message(Card("", (Text(plain("a")), Actions((Button("No", "b"), asks)))))
    assert label_of(shown, confirm_id("v1:x")) == "Erase"


def test_the_words_of_a_button_beside_a_text_are_found_too() -> None:
    shown = {"components": [section(text()), None, "x"]}
    assert label_of(shown, "v1:9") == "words"


@pytest.mark.parametrize("shown", [{}, {"components": None}, {"components": [{"type": 1}]}])
def test_a_button_that_is_no_longer_there_is_just_meant(shown: Json) -> None:
    assert label_of(shown, "v1:x") == "Yes"
