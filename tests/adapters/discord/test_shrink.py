import copy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.limits import Surface
from adapters.discord.render import message as drawn
from adapters.discord.shrink import SHORTENED, fitted
from adapters.discord.validate import violations
from bot.cards import Card
from tests.adapters.discord.payloads import (
    FULL,
    asked,
    button,
    long,
    many,
    menu,
    message,
    modal,
    options,
    row,
    text,
    typed,
)
from tests.adapters.discord.reading import mentions, styled, texts
from tests.adapters.hostile import CARDS, Json, spoiled

NONSENSE = st.sampled_from(list(FULL)).flatmap(lambda s: st.tuples(st.just(s), spoiled(FULL[s])))


def shown(*components: Json) -> list[Json]:
    """What is left of them in a message."""
    made, _ = fitted(message(*components), "message")
    assert violations(made, "message") == []
    inner: list[Json] = made["components"][0]["components"]
    return inner


@given(CARDS)
def test_every_card_fits_whatever_is_in_it(card: Card) -> None:
    made, _ = fitted(drawn(card), "message")
    assert violations(made, "message") == []
    assert mentions(made) == []


@given(CARDS)
def test_a_card_that_is_cut_styles_nothing_new(card: Card) -> None:
    made, _ = fitted(drawn(card), "message")
    styles = {style for content in texts(made) for style, _ in styled(content)}
    assert styles <= {"heading", "bold", "code", "quote", "small", "fence", "moment", "spoiler"}


@given(NONSENSE)
def test_even_nonsense_is_made_to_fit(case: tuple[Surface, Json]) -> None:
    surface, wrong = case
    made, mended = fitted(wrong, surface)
    assert violations(made, surface) == []
    assert mended == violations(wrong, surface)


@given(NONSENSE)
def test_what_was_given_is_not_changed(case: tuple[Surface, Json]) -> None:
    surface, wrong = case
    before = copy.deepcopy(wrong)
    fitted(wrong, surface)
    assert repr(wrong) == repr(before)


@pytest.mark.parametrize("surface", FULL)
def test_what_fits_comes_back_as_it_was(surface: Surface) -> None:
    payload = FULL[surface]()
    assert fitted(payload, surface) == (payload, [])


def test_what_was_mended_is_told() -> None:
    _, mended = fitted(message(row(button(label=long(81)))), "message")
    assert [(v.pointer, v.rule) for v in mended] == [
        ("/components/0/components/0/components/0/label", "at most 80 characters, has 81")
    ]


def test_a_text_is_cut_at_a_word_with_room_to_spare() -> None:
    (only,) = shown(text("word " * 1000))
    assert only["content"].endswith("word…")
    assert 3700 < len(only["content"]) <= 3800


def test_the_longest_text_makes_room_for_the_others() -> None:
    first, long_one, last = shown(text("a" * 500), text("word " * 700), text("z" * 500))
    assert [len(one["content"]) for one in (first, last)] == [500, 500]
    assert 2700 < len(long_one["content"]) <= 2800


def test_of_many_short_texts_the_last_ones_go_and_it_is_said() -> None:
    many_texts = [text(f"{n:02} " + "x" * 300) for n in range(20)]
    made = shown(*many_texts, row(button()), text("the end"))
    assert made[-3:] == [SHORTENED, row(button()), text("the end")]
    assert made[:-3] == many_texts[:13]


def test_what_is_open_where_a_text_is_cut_is_closed() -> None:
    (only,) = shown(text("```\n" + "word " * 1000 + "\n```"))
    assert only["content"].endswith("word…\n```")


def test_a_label_is_no_markdown_and_is_cut_as_it_is() -> None:
    ((only,),) = (one["components"] for one in shown(row(button(label="**word " * 20))))
    assert only["label"].endswith("**word…")


def test_components_go_from_the_end_but_the_last_buttons_stay() -> None:
    rows = [row(button(2 * n), button(2 * n + 1)) for n in range(20)]
    made = shown(*rows, row(button(98), button(99)), text("the end"))
    assert made[-3:] == [SHORTENED, row(button(98), button(99)), text("the end")]
    assert made[:-3] == rows[:11]


def test_without_buttons_only_the_end_is_lost() -> None:
    made = shown(*many(text(), 60))
    assert made == [*many(text(), 38), SHORTENED]


def test_buttons_followed_by_much_stay_as_well() -> None:
    made = shown(row(button()), *many(text(), 60))
    assert made == [SHORTENED, row(button()), *many(text(), 36)]


def test_buttons_in_the_middle_take_no_more_than_their_half() -> None:
    made = shown(*many(text("before"), 60), row(button()), *many(text("after"), 60))
    assert made == [*many(text("before"), 19), SHORTENED, row(button()), *many(text("after"), 17)]


def test_a_message_without_a_frame_is_shortened_too() -> None:
    made, _ = fitted(message(components=many(text(), 60)), "message")
    assert made["components"] == [*many(text(), 39), SHORTENED]


def test_nonsense_counts_while_a_message_is_shortened() -> None:
    made, _ = fitted(message(components=[7, *many(text(), 60)]), "message")
    assert made["components"] == [*many(text(), 38), SHORTENED]


def test_surplus_options_go_from_the_end() -> None:
    (only,) = shown(row(menu(30)))
    assert only["components"][0]["options"] == options(25)


def test_nonsense_among_options_does_not_hide_where_the_others_stand() -> None:
    mixed = [7, *({**one, "default": True} for one in options(2))]
    (only,) = shown(row(menu(options=mixed)))
    assert [o.get("default") for o in only["components"][0]["options"]] == [True, None]


def test_surplus_buttons_go_from_the_end_of_their_row() -> None:
    assert shown(row(*map(button, range(6)))) == [row(*map(button, range(5)))]


def test_one_object_in_two_places_is_mended_in_each() -> None:
    wrong = button(1, label="", colour="red")
    twice = row(wrong, button(2))
    assert shown(twice, row(wrong, button(3))) == [row(button(2)), row(button(3))]


def test_no_bound_that_is_none_costs_a_word() -> None:
    made, _ = fitted(modal(asked(typed(value="words", max_length=-5))), "modal")
    assert made == modal(asked(typed(value="words")))


def test_nothing_that_is_put_in_can_be_changed_from_outside() -> None:
    for _ in range(2):
        made, _ = fitted({"components": many(text(), 60)}, "message")
        assert made["allowed_mentions"] == {"parse": []}
        assert made["components"][-1]["content"].startswith("-# Shortened")
        made["allowed_mentions"]["parse"].append("mine")
        made["components"][-1]["content"] = "mine"


def test_a_button_without_a_label_goes_alone() -> None:
    assert shown(row(button(1), button(2, label=""))) == [row(button(1))]


def test_what_loses_all_its_parts_goes_as_well() -> None:
    assert shown(text(), row(button(label=""))) == [text()]


def test_several_wrong_ones_take_no_right_one_with_them() -> None:
    wrong = button(9, label="", colour="red", style=7)
    made = shown(row(button(1), wrong, button(2), button(1), button(3)))
    assert made == [row(button(1), button(2), button(3))]


def test_what_may_be_left_out_is_left_out() -> None:
    assert shown(row(button(disabled="no", colour="red"))) == [row(button())]


def test_nobody_is_called_whatever_was_asked_for() -> None:
    made, _ = fitted(message(text(), allowed_mentions={"parse": ["everyone"]}), "message")
    assert made["allowed_mentions"] == {"parse": []}


def test_a_message_that_loses_everything_says_so() -> None:
    made, _ = fitted(message({"type": 99}), "message")
    assert made["components"] == [SHORTENED]


def test_a_frame_that_is_missing_is_the_usual_one() -> None:
    made, _ = fitted({"components": [text()]}, "message")
    assert made == message(components=[text()])


def test_a_modal_that_loses_its_title_gets_a_name() -> None:
    made, _ = fitted(modal(asked(typed()), title=" "), "modal")
    assert made == modal(asked(typed()), title="Prepcircle")


def test_of_too_many_fields_the_first_are_asked_and_it_is_said() -> None:
    fields = [asked(typed(custom_id=f"{n}")) for n in range(7)]
    made, _ = fitted(modal(*fields), "modal")
    assert made["components"] == [*fields[:4], SHORTENED]


def test_offers_beyond_the_last_are_not_made() -> None:
    made, _ = fitted(
        {"choices": [{"name": f"{n}", "value": f"{n}"} for n in range(30)]}, "autocomplete"
    )
    assert len(made["choices"]) == 25


def test_a_key_with_any_sign_in_it_is_left_out() -> None:
    made, _ = fitted(message(text(), **{"a/b~c": 1}), "message")
    assert made == message(text())
