import pytest

from adapters.discord.limits import DANGER, PRIMARY, SECONDARY
from adapters.discord.render import message
from adapters.discord.validate import violations
from bot.cards import Action, Actions, Button, Card, Link, Select, Toggle
from tests.adapters.discord.reading import Json, elements, read, styled

BUTTON, MENU, TEXT = 2, 3, 10


def shown(*items: Action) -> list[Json]:
    inner: list[Json] = message(Card("", (Actions(items),)))["components"][0]["components"]
    return inner


def row(*items: Action) -> list[Json]:
    """What stands in the only row."""
    (only,) = shown(*items)
    components: list[Json] = only["components"]
    return components


def test_a_button_carries_its_token_for_ever() -> None:
    assert row(Button("My day", "v1:today")) == [
        {"type": BUTTON, "label": "My day", "style": SECONDARY, "custom_id": "v1:today"}
    ]


def test_only_one_button_of_a_card_stands_out() -> None:
    go, danger = Button("Go", "a", "primary"), Button("Erase", "c", "danger")
    made = message(Card("", (Actions((go, danger)), Actions((Button("On", "b", "primary"),)))))
    assert [button["style"] for button in elements(made, BUTTON)] == [PRIMARY, DANGER, SECONDARY]


def test_buttons_stand_five_in_a_row() -> None:
    rows = shown(*(Button(f"{n}", f"v1:{n}") for n in range(7)))
    assert [len(made["components"]) for made in rows] == [5, 2]


def test_a_toggle_shows_its_state() -> None:
    made = row(Toggle("Gaps", "v1:untick:1", on=True), Toggle("Ties", "v1:tick:2", on=False))
    assert [button["label"] for button in made] == ["☑ Gaps", "☐ Ties"]


def test_a_link_is_a_button_with_an_address() -> None:
    assert row(Link("Read on", "https://e.org/a b?c=é#d")) == [
        {
            **{"type": BUTTON, "label": "Read on", "style": 5},
            "url": "https://e.org/a%20b?c=%C3%A9#d",
        }
    ]


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "//e.org", "https://nowhere", "https://e.org/" + "x" * 499, "https://"],
)
def test_an_address_that_discord_would_refuse_is_only_shown(url: str) -> None:
    made = shown(Button("A", "a"), Link("Look", url), Button("B", "b"))
    assert [one["type"] for one in made] == [1, TEXT, 1]
    assert read(made[1]["content"]) == f"Look {url}"
    assert not any(style == "address" for style, _ in styled(made[1]["content"]))


def test_a_drop_down_says_what_it_is_for_until_something_is_picked() -> None:
    (menu,) = row(Select("Mark", (("low", "v1:0"), ("high", "v1:4"))))
    assert menu == {
        **{"type": MENU, "custom_id": "pick:1", "placeholder": "Mark"},
        "options": [{"label": "low", "value": "v1:0"}, {"label": "high", "value": "v1:4"}],
    }


def test_once_picked_its_purpose_stands_above_it() -> None:
    above, made = shown(Select("Mark", (("low", "v1:0"), ("high", "v1:4")), "v1:4"))
    assert above["content"] == "**Mark**"
    options = made["components"][0]["options"]
    assert [option.get("default", False) for option in options] == [False, True]


def test_what_a_drop_down_is_for_stands_on_one_line() -> None:
    (menu,) = row(Select(" Mark\nit ", (("low", "v1:0"),)))
    assert menu["placeholder"] == "Mark it"


def test_of_two_options_that_mean_the_same_one_is_picked() -> None:
    _, made = shown(Select("Mark", (("low", "v1:0"), ("again", "v1:0")), "v1:0"))
    options = made["components"][0]["options"]
    assert [option.get("default", False) for option in options] == [True, False]


def test_a_drop_down_with_nothing_to_pick_is_only_named() -> None:
    assert shown(Select("Mark", ())) == [{"type": TEXT, "content": "**Mark**"}]


def test_every_drop_down_has_a_row_and_a_name_of_its_own() -> None:
    select = Select("Mark", (("low", "v1:0"),))
    made = shown(select, Button("Go", "a"), select)
    assert [one["components"][0].get("custom_id") for one in made] == ["pick:1", "a", "pick:2"]


def test_more_options_than_a_drop_down_takes_go_on_in_another() -> None:
    made = shown(Select("Skill", tuple((f"{n}", f"v1:{n}") for n in range(30))))
    assert [len(one["components"][0]["options"]) for one in made] == [25, 5]


def test_a_long_option_flows_over_into_its_description() -> None:
    (menu,) = row(Select("Mark", (("word " * 30, "v1:0"),)))
    (option,) = menu["options"]
    assert len(option["label"]) <= 100
    assert f"{option['label']} {option['description']}" == ("word " * 30).strip()


def test_what_has_no_label_still_has_something_to_press() -> None:
    made = message(Card("", (Actions((Button(" ", "a"), Select("", (("", "b"),)))),)))
    assert violations(made, "message") == []


def test_an_option_without_any_place_to_break_is_broken_all_the_same() -> None:
    (menu,) = row(Select("Mark", (("e" + "\u0301" * 150, "v1:0"),)))
    (option,) = menu["options"]
    assert (len(option["label"]), len(option["description"])) == (100, 51)
