from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.forms import form_view, values_of
from adapters.discord.limits import MODAL_PARTS
from adapters.discord.shrink import fitted
from adapters.discord.validate import violations
from bot.cards import Form, FormField
from bot.commands.forms import form_of
from bot.commands.registry import COMMANDS, GRAMMAR
from bot.commands.spec import Command
from bot.curriculum.catalog import Curriculum
from bot.ports import Pressed, Submitted
from tests.adapters.discord.openapi import faults
from tests.adapters.discord.reading import Json, elements, mentions, words
from tests.adapters.hostile import TEXTS
from tests.adapters.playground.gallery import START, ZONE

NOON = datetime(2027, 3, 7, 12, 0, tzinfo=UTC)
INPUT, SELECT, TEXT, LABEL, UPLOAD, RADIOS = 4, 3, 10, 18, 19, 21
FORMS = [c for c in COMMANDS if c.form]


def sent(view: Json) -> Json:
    """As Discord sends a modal on which nothing was changed."""
    asked = [part["component"] for part in view["components"] if part["type"] == LABEL]
    parts = [{"type": LABEL, "component": _answered(component)} for component in asked]
    above = [{"type": TEXT, "id": 1} for part in view["components"] if part["type"] == TEXT]
    return {"custom_id": view["custom_id"], "components": [*above, *parts]}


def _answered(component: Json) -> Json:
    picked = [o["value"] for o in component.get("options", []) if o.get("default")]
    given: dict[int, Json] = {
        INPUT: {"value": component.get("value", "")},
        SELECT: {"values": picked},
        RADIOS: {"value": picked[0] if picked else None},
        UPLOAD: {"values": []},
    }
    kind = component["type"]
    return {"type": kind, "custom_id": component["custom_id"], **given[kind]}


def form(command: Command, curriculum: Curriculum) -> Form:
    return form_of(GRAMMAR.parse(Pressed(f"v1:{command.name}")), curriculum, NOON)


def asking(field: FormField) -> Form:
    return Form("v1:x", "Title", "Send", (field,))


def label_of(field: FormField, **more: Any) -> Json:  # noqa: ANN401  whatever form_view takes
    label, *_ = form_view(asking(field), "v1:x", **more)["components"]
    assert isinstance(label, dict)
    return label


def component_of(field: FormField, **values: str) -> Json:
    component: Json = label_of(field, values=values)["component"]
    return component


def options_of(count: int) -> tuple[tuple[str, str], ...]:
    return tuple((f"Option {n}", f"o{n}") for n in range(count))


@pytest.mark.parametrize("command", FORMS, ids=lambda c: c.name)
def test_the_form_of_every_command_fits_and_comes_back_as_it_was(
    command: Command, curriculum: Curriculum
) -> None:
    made = form(command, curriculum)
    view = form_view(made, made.token)
    assert violations(view, "modal") == []
    assert values_of(sent(view)) == {field.name: field.default for field in made.fields}


@pytest.mark.parametrize("command", FORMS, ids=lambda c: c.name)
def test_what_was_filled_in_reaches_its_command(command: Command, curriculum: Curriculum) -> None:
    made = form(command, curriculum)
    typed = {
        field.name: field.default or (field.options[0][1] if field.options else "7")
        for field in made.fields
    }
    back = sent(form_view(made, made.token, values=typed))
    parsed = GRAMMAR.parse(Submitted(back["custom_id"], values_of(back)))
    assert parsed.command == command
    assert parsed.values == {**parsed.values, **typed}


@pytest.mark.parametrize("command", FORMS, ids=lambda c: c.name)
def test_every_form_is_what_discord_describes(command: Command, curriculum: Curriculum) -> None:
    view = form_view(form(command, curriculum), "v1:x", why="Look *here*")
    answer = {"type": 9, "data": view}
    assert faults(answer, "ModalInteractionCallbackRequest") == []


@pytest.mark.parametrize("command", FORMS, ids=lambda c: c.name)
def test_no_form_asks_more_than_a_modal_holds(command: Command, curriculum: Curriculum) -> None:
    assert len(form(command, curriculum).fields) <= MODAL_PARTS


@pytest.mark.parametrize("form", [START, ZONE], ids=lambda form: form.title)
def test_what_was_typed_comes_back_as_it_was(form: Form) -> None:
    typed = {"name": "A & <B>", "track": "pm", "days": "20", "note": "one\ntwo", "zone": "UTC"}
    back = values_of(sent(form_view(form, "kept", values=typed)))
    assert back == {f.name: typed.get(f.name, f.default) for f in form.fields}


def test_a_form_has_its_frame() -> None:
    view = form_view(Form("v1:x", "Start a\ncircle", "Send", ()), "kept")
    assert view == {"custom_id": "kept", "title": "Start a circle", "components": []}


def test_every_field_is_asked_under_its_own_name() -> None:
    labels = form_view(ZONE, "kept")["components"]
    assert [part["component"]["custom_id"] for part in labels] == [f.name for f in ZONE.fields]
    assert [part["label"] for part in labels] == [f.label for f in ZONE.fields]
    assert [part["component"]["required"] for part in labels] == [f.required for f in ZONE.fields]


def test_a_paragraph_has_several_lines() -> None:
    assert component_of(FormField("a", "A", "paragraph"))["style"] == 2
    assert component_of(FormField("a", "A"))["style"] == 1


def test_a_field_takes_as_much_as_it_says() -> None:
    assert component_of(FormField("a", "A", limit=40))["max_length"] == 40


def test_no_field_takes_more_than_discord_does() -> None:
    assert component_of(FormField("a", "A", limit=5000))["max_length"] == 4000


def test_what_was_typed_is_kept_even_over_the_limit_of_its_field() -> None:
    made = component_of(FormField("a", "A", limit=5), a="seven &")
    assert (made["value"], made["max_length"]) == ("seven &", 7)


@pytest.mark.parametrize(
    ("field", "example"),
    [
        (FormField("a", "A", "number", low=1, high=7), "1 to 7"),
        (FormField("a", "A", "number", low=1, high=2**63), None),
        (FormField("a", "A", "number"), None),
        (FormField("a", "A", "date"), "2027-03-08"),
        (FormField("a", "A", "time"), "09:00"),
        (FormField("a", "A", low=1, high=7), None),
    ],
)
def test_an_empty_field_shows_what_to_type(field: FormField, example: str | None) -> None:
    assert component_of(field).get("placeholder") == example


@pytest.mark.parametrize(
    ("count", "required", "widget"),
    [
        (0, True, INPUT),
        (1, True, SELECT),
        (2, True, RADIOS),
        (6, True, RADIOS),
        (7, True, SELECT),
        (6, False, SELECT),
        (25, True, SELECT),
        (26, True, INPUT),
    ],
)
def test_choices_have_the_widget_that_holds_them(count: int, required: bool, widget: int) -> None:
    field = FormField("a", "A", "choice", required, options_of(count))
    assert component_of(field)["type"] == widget
    assert violations(form_view(asking(field), "v1:x"), "modal") == []


def test_a_choice_that_need_not_be_made_can_be_taken_back() -> None:
    made = component_of(FormField("a", "A", "choice", required=False, options=options_of(3)))
    assert (made["required"], made["min_values"]) == (False, 0)


def test_a_choice_that_must_be_made_cannot() -> None:
    made = component_of(FormField("a", "A", "choice", options=options_of(9)))
    assert (made["required"], made["min_values"], made["max_values"]) == (True, 1, 1)


def test_the_given_choice_is_made_already() -> None:
    made = component_of(FormField("a", "A", "choice", options=options_of(3), default="o1"))
    assert [option.get("default", False) for option in made["options"]] == [False, True, False]


def test_a_choice_nobody_offers_is_not_made() -> None:
    made = component_of(FormField("a", "A", "choice", options=options_of(3), default="o9"))
    assert not any("default" in option for option in made["options"])


def test_a_hint_stands_with_its_field() -> None:
    assert label_of(FormField("a", "A", hint="Such as Berlin"))["description"] == "Such as Berlin"


def test_a_field_without_a_hint_has_none() -> None:
    assert "description" not in label_of(FormField("a", "A"))


def test_what_is_wrong_stands_with_its_field_and_at_the_top() -> None:
    wrong = {"a": "No such zone."}
    view = form_view(
        asking(FormField("a", "A", hint="A city")), "v1:x", errors=wrong, why="Look *here*"
    )
    above, label = view["components"]
    assert label["description"] == "⚠ No such zone. A city"
    assert words(above) == "⚠ Look *here*"


def test_in_a_full_modal_what_is_wrong_stands_with_the_first_field() -> None:
    fields = tuple(FormField(name, name, hint="A city") for name in "abcde")
    errors = {"a": "Too long."}
    view = form_view(Form("v1:x", "T", "S", fields), "v1:x", errors=errors, why="All wrong.")
    assert elements(view, TEXT) == []
    assert view["components"][0]["description"] == "⚠ Too long. All wrong. A city"
    assert violations(view, "modal") == []


@pytest.mark.parametrize(
    ("component", "value"),
    [
        ({"type": INPUT, "value": " one\r\ntwo \n"}, "one\ntwo"),
        ({"type": INPUT, "value": None}, ""),
        ({"type": INPUT}, ""),
        ({"type": SELECT, "values": ["pm"]}, "pm"),
        ({"type": SELECT, "values": []}, ""),
        ({"type": RADIOS, "value": "pm"}, "pm"),
        ({"type": RADIOS, "value": None}, ""),
    ],
)
def test_what_was_filled_in_is_read(component: Json, value: str) -> None:
    part = {"type": LABEL, "component": {**component, "custom_id": "a"}}
    assert values_of({"components": [part]}) == {"a": value}


@pytest.mark.parametrize(
    "data", [{}, {"components": None}, {"components": [{"type": TEXT, "id": 1}]}]
)
def test_a_modal_without_our_fields_has_no_values(data: Json) -> None:
    assert values_of(data) == {}


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
    Form, TEXTS, TEXTS, TEXTS, st.lists(FIELDS, unique_by=lambda f: f.name, max_size=6).map(tuple)
)


@given(ANY_FORM, TEXTS)
def test_every_form_fits_and_pings_nobody(form: Form, why: str) -> None:
    made, _ = fitted(form_view(form, "kept", why=why), "modal")
    assert violations(made, "modal") == []
    assert mentions(made) == []
