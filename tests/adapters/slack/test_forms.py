import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.forms import form_view, values_of
from adapters.slack.shrink import fitted
from adapters.slack.validate import violations
from bot.cards import Form, FormField
from bot.commands.forms import form_of
from bot.commands.registry import COMMANDS, GRAMMAR
from bot.commands.spec import Command
from bot.curriculum.catalog import Curriculum
from bot.ports import Pressed
from tests.adapters.playground.gallery import START, ZONE
from tests.adapters.slack.reading import Json, mentions, words

NOON = datetime(2027, 3, 7, 12, 0, tzinfo=UTC)
_STATE = {
    "radio_buttons": "selected_option",
    "static_select": "selected_option",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "file_input": "files",
}
_GIVEN = {
    "radio_buttons": "initial_option",
    "static_select": "initial_option",
    "datepicker": "initial_date",
    "timepicker": "initial_time",
}


def sent(view: Json) -> Json:
    """As Slack sends a modal on which nothing was changed."""
    values = {}
    for block in view["blocks"]:
        if block["type"] == "input":
            element = block["element"]
            given = element.get(_GIVEN.get(element["type"], "initial_value"))
            key = _STATE.get(element["type"], "value")
            values[block["block_id"]] = {"value": {"type": element["type"], key: given}}
    return {**view, "state": {"values": values}}


def asking(field: FormField) -> Form:
    return Form("v1:x", "Title", "Send", (field,))


def element_of(field: FormField, **values: str) -> Json:
    (block,) = form_view(asking(field), "", values=values)["blocks"]
    element: Json = block["element"]
    return element


def options_of(count: int) -> tuple[tuple[str, str], ...]:
    return tuple((f"Option {n}", f"o{n}") for n in range(count))


FORMS = [c for c in COMMANDS if c.form]


@pytest.mark.parametrize("command", FORMS, ids=lambda c: c.name)
def test_the_form_of_every_command_fits_and_comes_back_as_it_was(
    command: Command, curriculum: Curriculum
) -> None:
    form = form_of(GRAMMAR.parse(Pressed(f"v1:{command.name}")), curriculum, NOON)
    view = form_view(form, "kept")
    assert violations(view, "modal") == []
    assert values_of(sent(view)) == {field.name: field.default for field in form.fields}


@pytest.mark.parametrize("form", [START, ZONE], ids=lambda form: form.title)
def test_what_was_typed_comes_back_as_it_was(form: Form) -> None:
    typed = {"name": "A & <B>", "track": "pm", "days": "20", "note": "one\ntwo", "zone": "UTC"}
    view = form_view(form, "kept", values=typed)
    assert violations(view, "modal") == []
    back = values_of(sent(view))
    assert back == {f.name: typed.get(f.name, f.default) for f in form.fields}


def test_a_form_has_its_frame() -> None:
    view = form_view(START, "kept")
    assert (view["type"], view["callback_id"]) == ("modal", "form")
    assert [view[part]["text"] for part in ("title", "submit", "close")] == [
        *("Start a circle", "Post the invitation", "Cancel"),
    ]
    assert view["private_metadata"] == "kept"


def test_every_field_is_asked_under_its_own_name() -> None:
    blocks = form_view(START, "")["blocks"]
    assert [block["block_id"] for block in blocks] == [field.name for field in START.fields]
    assert {block["element"]["action_id"] for block in blocks} == {"value"}
    assert [block["label"]["text"] for block in blocks] == [f.label for f in START.fields]
    assert [block["optional"] for block in blocks] == [not f.required for f in START.fields]


def test_each_kind_has_its_widget() -> None:
    kinds = {block["element"]["type"] for block in form_view(START, "")["blocks"]}
    assert kinds == {
        *("plain_text_input", "radio_buttons", "datepicker", "timepicker", "number_input"),
    }


def test_a_paragraph_has_several_lines() -> None:
    assert element_of(FormField("a", "A", "paragraph"))["multiline"] is True
    assert "multiline" not in element_of(FormField("a", "A"))


def test_a_field_takes_as_much_as_it_says() -> None:
    assert element_of(FormField("a", "A", limit=40))["max_length"] == 40


@pytest.mark.parametrize(("limit", "taken"), [(5000, 3000), (0, 1)])
def test_no_field_takes_more_or_less_than_slack_does(limit: int, taken: int) -> None:
    assert element_of(FormField("a", "A", limit=limit))["max_length"] == taken


def test_what_was_typed_is_kept_even_over_the_limit_of_its_field() -> None:
    element = element_of(FormField("a", "A", limit=5), a="seven &")
    assert (element["initial_value"], element["max_length"]) == ("seven &", 7)


def test_a_number_is_whole_and_between_its_bounds() -> None:
    element = element_of(FormField("a", "A", "number", low=1, high=7, default="3"))
    assert element == {
        **{"type": "number_input", "action_id": "value", "is_decimal_allowed": False},
        **{"min_value": "1", "max_value": "7", "initial_value": "3"},
    }


def test_a_number_without_bounds_has_none() -> None:
    assert element_of(FormField("a", "A", "number")).keys() == {
        *("type", "action_id", "is_decimal_allowed"),
    }


@pytest.mark.parametrize(
    ("count", "required", "widget"),
    [(6, True, "radio_buttons"), (7, True, "static_select"), (6, False, "static_select")],
)
def test_few_choices_that_must_be_made_are_shown_at_once(
    count: int, required: bool, widget: str
) -> None:
    field = FormField("a", "A", "choice", required, options_of(count))
    assert element_of(field)["type"] == widget


def test_the_given_choice_is_made_already() -> None:
    element = element_of(FormField("a", "A", "choice", options=options_of(3), default="o1"))
    assert element["initial_option"] == element["options"][1]


def test_a_choice_nobody_offers_is_not_made() -> None:
    element = element_of(FormField("a", "A", "choice", options=options_of(3), default="o9"))
    assert "initial_option" not in element


def test_as_many_choices_as_a_drop_down_takes_are_not_grouped() -> None:
    element = element_of(FormField("a", "A", "choice", options=options_of(100)))
    assert len(element["options"]) == 100


def test_a_group_of_long_choices_is_named_as_far_as_there_is_room() -> None:
    options = tuple(("x" * 60, f"o{n}") for n in range(101))
    groups = element_of(FormField("a", "A", "choice", options=options))["option_groups"]
    assert groups[0]["label"]["text"] == f"{'x' * 35}… – {'x' * 35}…"


def test_more_choices_than_a_drop_down_takes_are_grouped() -> None:
    field = FormField("a", "A", "choice", options=options_of(250), default="o170")
    groups = element_of(field)["option_groups"]
    assert [len(group["options"]) for group in groups] == [100, 100, 50]
    assert groups[1]["label"]["text"] == "Option 100 – Option 199"
    assert violations(form_view(asking(field), ""), "modal") == []


def test_a_choice_without_options_is_typed() -> None:
    assert element_of(FormField("a", "A", "choice"))["type"] == "plain_text_input"


def test_a_hint_stands_below_its_field() -> None:
    (block,) = form_view(asking(FormField("a", "A", hint="Such as Berlin")), "")["blocks"]
    assert block["hint"]["text"] == "Such as Berlin"


def places(field: FormField) -> list[str]:
    return [block["block_id"] for block in form_view(asking(field), "")["blocks"]]


def test_there_is_a_place_for_a_file_where_slack_takes_less_than_the_field() -> None:
    assert places(FormField("a", "A", "paragraph", limit=3001)) == ["a", "a.file"]


@pytest.mark.parametrize(
    "field",
    [
        FormField("a", "A", "paragraph", limit=3000),
        FormField("a", "A", "paragraph", required=False, limit=8000),
        FormField("a", "A", limit=8000),
    ],
    ids=["short enough", "not wanted", "one line"],
)
def test_there_is_none_elsewhere(field: FormField) -> None:
    assert places(field) == ["a"]


def test_neither_the_file_nor_the_text_beside_it_is_demanded() -> None:
    long = FormField("a", "A", "paragraph", limit=8000)
    view = form_view(asking(long), "", values={"a": "typed"}, errors={"a": "Too long."})
    typed, file = view["blocks"]
    assert (typed["optional"], file["optional"]) == (True, True)
    assert (typed["element"]["initial_value"], typed["hint"]["text"]) == ("typed", "⚠ Too long.")
    assert file["element"]["type"] == "file_input"
    assert "8,000" in file["hint"]["text"]
    assert violations(view, "modal") == []


def test_a_file_stands_beside_what_was_typed() -> None:
    file = {"id": "F1", "name": "a.sql"}
    held: Json = {
        "a": {"value": {"type": "plain_text_input", "value": "typed"}},
        "a.file": {"value": {"type": "file_input", "files": [file]}},
    }
    assert values_of({"state": {"values": held}}) == {"a": "typed", "a.file": json.dumps(file)}


def test_a_place_for_a_file_without_one_is_nothing() -> None:
    held = {"a.file": {"value": {"type": "file_input", "files": []}}}
    assert values_of({"state": {"values": held}}) == {}


def test_a_field_without_a_hint_has_none() -> None:
    (block,) = form_view(asking(FormField("a", "A")), "")["blocks"]
    assert "hint" not in block


def test_what_is_wrong_stands_with_its_field_and_at_the_top() -> None:
    form, wrong = asking(FormField("a", "A", hint="A city")), {"a": "No such zone."}
    view = form_view(form, "", errors=wrong, why="Look *here*")
    above, block = view["blocks"]
    assert block["hint"]["text"] == "⚠ No such zone. A city"
    assert words(above) == "Look *here*"


@pytest.mark.parametrize(
    ("element", "value"),
    [
        ({"type": "plain_text_input", "value": " one\r\ntwo \n"}, "one\ntwo"),
        ({"type": "plain_text_input", "value": None}, ""),
        ({"type": "number_input", "value": "7"}, "7"),
        ({"type": "static_select", "selected_option": {"value": "pm"}}, "pm"),
        ({"type": "static_select", "selected_option": None}, ""),
        ({"type": "datepicker", "selected_date": "2027-03-08"}, "2027-03-08"),
        ({"type": "timepicker", "selected_time": None}, ""),
    ],
)
def test_what_was_filled_in_is_read(element: Json, value: str) -> None:
    assert values_of({"state": {"values": {"a": {"value": element}}}}) == {"a": value}


@pytest.mark.parametrize(
    "view",
    [{}, {"state": None}, {"state": {"values": {}}}, {"state": {"values": {"a": {"b": {}}}}}],
)
def test_a_view_without_our_fields_has_no_values(view: Json) -> None:
    assert values_of(view) == {}


TEXTS = st.text(max_size=30).flatmap(lambda t: st.sampled_from([t, t * 200])) | st.sampled_from(
    ["<!channel>", "@here", "*b*", ""]
)
FIELDS: st.SearchStrategy[Any] = st.builds(
    FormField,
    st.sampled_from("abcdefgh"),
    TEXTS,
    st.sampled_from(["line", "paragraph", "number", "choice", "date", "time"]),
    st.booleans(),
    st.lists(st.tuples(TEXTS, TEXTS), max_size=8).map(tuple),
    TEXTS,
    TEXTS,
    st.integers(0, 9000),
    st.none() | st.integers(-5, 5),
    st.none() | st.integers(-5, 5),
)
ANY_FORM = st.builds(
    Form, TEXTS, TEXTS, TEXTS, st.lists(FIELDS, unique_by=lambda f: f.name, max_size=5).map(tuple)
)


@given(ANY_FORM, TEXTS)
def test_every_form_fits_and_pings_nobody(form: Form, why: str) -> None:
    made, _ = fitted(form_view(form, "kept", why=why), "modal")
    assert violations(made, "modal") == []
    assert mentions(made) == []
