import pytest

from adapters.slack.render import message, modal
from adapters.slack.validate import violations
from bot.cards import Action, Actions, Block, Button, Card, Link, Select, Toggle
from tests.adapters.playground.gallery import EVERYTHING
from tests.adapters.slack.reading import Json, elements, tokens, words


def blocks_of(*blocks: Block) -> list[Json]:
    return message(Card(" ", blocks)).blocks


def buttons_of(*actions: Action) -> list[Json]:
    return blocks_of(Actions(actions))


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_button_carries_its_token() -> None:
    (row,) = buttons_of(Button("Join", "v1:join"), Button("My day", "v1:today"))
    assert row["elements"][0] == {
        **{"type": "button", "action_id": "press:1", "value": "v1:join"},
        "text": {"type": "plain_text", "text": "Join", "emoji": False},
    }
    assert row["elements"][1]["action_id"] == "press:2"


def test_no_action_id_is_given_twice_in_a_card() -> None:
    ids = [n["action_id"] for n in (*elements(modal(EVERYTHING, ""), "button"),)]
    assert len(ids) == len(set(ids)) > 5


def test_only_the_first_primary_button_stands_out() -> None:
    rows = blocks_of(
        Actions((Button("Plain", "a"), Button("First", "b", "primary"))),
        Actions((Button("Second", "c", "primary"), Button("Erase", "d", "danger"))),
    )
    styles = [button.get("style") for row in rows for button in row["elements"]]
    assert styles == [None, "primary", None, "danger"]


def test_a_button_asks_before_it_is_sent() -> None:
    (row,) = buttons_of(Button("Forget me", "a", "danger", confirm="For good?"))
    asked = row["elements"][0]["confirm"]
    assert {k: v["text"] for k, v in asked.items() if k != "style"} == {
        **{"title": "Are you sure?", "text": "For good?"},
        **{"confirm": "Forget me", "deny": "Cancel"},
    }
    assert asked["style"] == "danger"


@pytest.mark.parametrize(("length", "answer"), [(30, "x" * 30), (31, "Yes")])
def test_a_long_label_is_not_repeated_in_the_question(length: int, answer: str) -> None:
    (row,) = buttons_of(Button("x" * length, "a", confirm="Sure?"))
    assert row["elements"][0]["confirm"]["confirm"]["text"] == answer
    assert "style" not in row["elements"][0]["confirm"]


def test_many_buttons_take_several_rows() -> None:
    rows = buttons_of(*(Button(str(n), f"v1:{n}") for n in range(30)))
    assert [len(row["elements"]) for row in rows] == [25, 5]


def test_a_link_opens_its_page() -> None:
    (row,) = buttons_of(Link("Read on", "https://example.org/?a=1&b=2"))
    assert row["elements"][0]["url"] == "https://example.org/?a=1&b=2"
    assert row["elements"][0]["action_id"] == "link:1"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "/here", "//evil.example", "https://a b", "https://" + "x" * 2993],
    ids=lambda url: url[:20],
)
def test_an_address_that_is_no_web_page_is_only_shown(url: str) -> None:
    made = buttons_of(Button("A", "a"), Link("Look", url), Button("B", "b"))
    assert [button["value"] for button in elements(made, "button")] == ["a", "b"]
    assert squeezed(f"Look: {url}") in squeezed(words(made))
    assert violations({"text": "t", "blocks": made}, "message") == []


def test_an_address_may_be_as_long_as_slack_takes() -> None:
    made = buttons_of(Link("Look", "https://" + "x" * 2992))
    assert violations({"text": "t", "blocks": made}, "message") == []
    assert [button["action_id"] for button in elements(made, "button")] == ["link:1"]


def test_a_drop_down_stands_beside_its_label() -> None:
    (section,) = buttons_of(Select("Mark", (("low", "t0"), ("high", "t4")), "t4"))
    assert section["text"]["text"] == "*Mark*"
    menu = section["accessory"]
    assert (menu["type"], menu["action_id"]) == ("static_select", "pick:1")
    assert menu["initial_option"] == menu["options"][1]


def test_nothing_is_chosen_where_nothing_fits() -> None:
    (section,) = buttons_of(Select("Mark", (("low", "t0"),), "other"))
    assert "initial_option" not in section["accessory"]


def test_a_drop_down_without_options_is_only_its_label() -> None:
    (section,) = buttons_of(Select("Mark", ()))
    assert "accessory" not in section


def test_buttons_around_a_drop_down_keep_their_order() -> None:
    made = buttons_of(Button("A", "a"), Select("S", (("s", "s"),)), Button("B", "b"))
    assert tokens(made) == ["a", "s", "b"]


def test_toggles_are_check_boxes() -> None:
    (row,) = buttons_of(Toggle("One", "t1", on=True), Toggle("Two", "t2", on=False))
    (boxes,) = row["elements"]
    assert (boxes["type"], boxes["action_id"]) == ("checkboxes", "toggle:1")
    assert boxes["initial_options"] == boxes["options"][:1]


def test_toggles_that_are_all_off_name_none_that_is_on() -> None:
    (row,) = buttons_of(Toggle("One", "t1", on=False))
    assert "initial_options" not in row["elements"][0]


def test_many_toggles_take_several_groups() -> None:
    (row,) = buttons_of(*(Toggle(str(n), f"t{n}", on=True) for n in range(12)))
    assert [len(boxes["options"]) for boxes in row["elements"]] == [10, 2]
    assert [boxes["action_id"] for boxes in row["elements"]] == ["toggle:1", "toggle:2"]


@pytest.mark.parametrize(
    ("label", "spoken"),
    [
        ("☑ Gaps", "done: Gaps"),
        ("☐ Ties", "not done: Ties"),
        ("☐ " + "x" * 73, "not done: " + "x" * 64 + "…"),
    ],
    ids=["on", "off", "long"],
)
def test_a_box_on_a_button_is_spoken(label: str, spoken: str) -> None:
    made = buttons_of(Button(label, "t"))
    assert made[0]["elements"][0]["accessibility_label"] == spoken
    assert violations({"text": "t", "blocks": made}, "message") == []


def test_a_button_of_words_is_read_as_it_stands() -> None:
    (row,) = buttons_of(Button("Join", "t"))
    assert "accessibility_label" not in row["elements"][0]
