from typing import Literal

import pytest

from adapters.playground.render import Filled, render_form
from bot.cards import Form, FormField
from tests.adapters.playground.gallery import START, ZONE
from tests.adapters.playground.test_render import HOSTILE, Page

FieldKind = Literal["line", "paragraph", "number", "choice", "date", "time"]


def form_page(form: Form, filled: Filled | None = None) -> Page:
    return Page(render_form(form, (("as", "ana"),), filled or Filled()))


def test_a_form_has_a_labelled_input_for_every_field() -> None:
    page = form_page(START)
    named = {attrs["name"] for _, attrs in page.elements if "name" in attrs}
    assert {f"field.{field.name}" for field in START.fields} <= named
    for field in START.fields:
        assert field.label in page.words
        assert field.hint in page.words
    labels = {item.get("for") for item in page.all("label")}
    assert {"field-name", "field-first", "field-hour", "field-days", "field-note"} <= labels
    kinds = {item["type"] for item in page.all("input")}
    assert {"text", "radio", "date", "time", "number", "hidden"} == kinds
    assert {"name": "token", "type": "hidden", "value": "start"} in page.all("input")


def test_a_form_passes_on_its_limits_and_defaults() -> None:
    page = form_page(START)
    by_name = {item["name"]: item for item in page.all("input") if item["type"] != "radio"}
    assert by_name["field.name"]["maxlength"] == "40"
    assert by_name["field.name"]["value"] == "DS interns, spring"
    assert (by_name["field.days"]["min"], by_name["field.days"]["max"]) == ("14", "30")
    assert "required" in by_name["field.name"]
    assert "required" not in page.all("textarea")[0]
    picked = [item["value"] for item in page.all("input") if "checked" in item]
    assert picked == ["ds"]


def test_many_choices_are_a_drop_down() -> None:
    page = form_page(ZONE, Filled({"zone": "Asia/Tokyo"}))
    assert [item["value"] for item in page.all("option") if "selected" in item] == ["Asia/Tokyo"]
    assert form_page(ZONE).all("option")[0]["value"] == ""


def test_what_was_typed_and_what_is_wrong_with_it_is_shown() -> None:
    filled = Filled({"name": 'A "B" <c>', "note": "two\nlines"}, {"name": "Too odd.", "track": "?"})
    page = form_page(START, filled)
    by_name = {item["name"]: item for item in page.all("input")}
    assert by_name["field.name"]["value"] == 'A "B" <c>'
    assert by_name["field.name"]["aria-invalid"] == "true"
    assert page.words.count("Too odd.") == 2
    assert "two\nlines" in page.words
    assert "Please look at 2 answers again" in page.words


def asking(text: str) -> Form:
    """A form with the same words in every place that holds words."""
    kinds: tuple[FieldKind, ...] = ("line", "paragraph", "number", "choice", "date", "time")
    fields = (
        FormField(kind, text, kind, default=text, hint=text, options=((text, text),))
        for kind in kinds
    )
    return Form(text, text, text, tuple(fields))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_in_a_form_are_only_words(text: str) -> None:
    page, calm = form_page(asking(text)), form_page(asking("calm"))
    assert [tag for tag, _ in page.elements] == [tag for tag, _ in calm.elements]
    assert page.words.count(text) == calm.words.count("calm")
