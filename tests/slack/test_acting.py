"""What Slack's own client does with elements before anything is sent."""

import pytest

from tests.slack.acting import ClientRefuses, filled, flipped
from tests.slack.blocks import BOXES, LINE, MENU, entry, option
from tests.slack.elements import prose, start_of, state_of, surviving, tokens_of
from tests.slack.records import Json

NUMBER = {"type": "number_input", "is_decimal_allowed": False, "min_value": "7", "max_value": "30"}


def held(block: Json, value: str) -> Json:
    return filled([block], {block["block_id"]: value}, {})[block["block_id"], "value"]


@pytest.mark.parametrize("value", ["7", "30"])
def test_a_number_within_its_bounds_is_taken(value: str) -> None:
    assert held(entry("days", NUMBER), value) == {"type": "number_input", "value": value}


@pytest.mark.parametrize("value", ["6", "31", "7.5", "seven"])
def test_any_other_number_is_kept_back(value: str) -> None:
    with pytest.raises(ClientRefuses):
        held(entry("days", NUMBER), value)


def test_an_optional_input_may_stay_empty() -> None:
    assert held(entry("name", LINE, optional=True), "")["value"] is None


def test_a_text_as_long_as_allowed_is_taken() -> None:
    assert held(entry("name", LINE), "fives")["value"] == "fives"


def test_an_option_can_be_chosen_by_its_text() -> None:
    menu = {**MENU, "action_id": "value"}
    assert held(entry("kind", menu), "X")["selected_option"] == option("x")


def test_an_option_that_is_not_offered_is_a_mistake_of_the_test() -> None:
    with pytest.raises(LookupError, match="'z'"):
        held(entry("kind", {**MENU, "action_id": "value"}), "z")


def test_several_boxes_are_given_with_commas() -> None:
    boxes = {**BOXES, "action_id": "value"}
    chosen = held(entry("which", boxes), "a,b")["selected_options"]
    assert chosen == [option("a"), option("b")]


def test_an_input_that_is_not_there_is_a_mistake_of_the_test() -> None:
    with pytest.raises(LookupError, match="town"):
        filled([entry("name", LINE)], {"town": "Bonn"}, {})


def test_what_is_not_named_keeps_what_it_started_with() -> None:
    block = entry("name", {**LINE, "initial_value": "Ana"})
    touched = filled([block], {}, {})
    assert state_of([block], touched)["name"]["value"]["value"] == "Ana"


def test_flipping_twice_is_as_it_was() -> None:
    once = flipped(BOXES, option("b"), None)
    assert flipped(BOXES, option("b"), once) == start_of(BOXES)


def test_state_lists_what_holds_something_and_no_buttons() -> None:
    block = {"type": "actions", "block_id": "b", "elements": [BOXES, {"type": "button"}]}
    assert state_of([block], {}) == {"b": {"toggle:1": start_of(BOXES)}}


def test_an_entry_is_lost_with_its_block_id() -> None:
    line = {"type": "plain_text_input", "value": "Ana"}
    touched = {("name", "value"): line}
    assert surviving(touched, [entry("name", LINE)]) == touched
    assert surviving(touched, [entry("town", LINE)]) == {}


def test_tokens_come_in_the_order_shown_wherever_they_stand() -> None:
    button = {"type": "button", "action_id": "p", "value": "t1"}
    section = {"type": "section", "accessory": button}
    assert tokens_of([section, {"type": "actions", "elements": [MENU]}]) == ["t1", "x", "y"]


def test_prose_is_every_text_once() -> None:
    assert prose(entry("name", LINE)) == ["name"]
