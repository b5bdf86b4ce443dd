"""What must be there, what must agree, and what is legal where."""

import pytest
from hypothesis import given

from adapters.slack import limits
from adapters.slack.limits import Surface
from adapters.slack.validate import violations
from tests.adapters.slack.payloads import (
    actions,
    asked,
    boxes,
    button,
    cell,
    confirmed,
    figure,
    group,
    header,
    home,
    image,
    long,
    marked,
    menu,
    message,
    modal,
    on,
    option,
    options,
    rows,
    section,
    spoiled,
    table,
    typed,
    words,
)
from tests.adapters.slack.reading import Json

ONE, OTHER = option(1), option(1, text=words("other"))
NO_DENY = confirmed()
del NO_DENY["confirm"]["deny"]
TITLE, NO_SUBMIT = {"title": words()}, {"type": "modal", "title": words()}


def day(value: str) -> Json:
    return asked({"type": "datepicker", "initial_date": value})


def hour(value: str) -> Json:
    return asked({"type": "timepicker", "initial_time": value})


def shortest(length: int) -> Json:
    return asked(typed(min_length=length, max_length=5))


def given_length(length: int) -> Json:
    return asked(typed(initial_value=long(length), max_length=5))


def chosen(picked: Json) -> Json:
    return menu(options=[ONE], initial_option=picked)


def ticked(*on: Json) -> Json:
    return boxes(2, initial_options=[*on])


def grouped(picked: Json) -> Json:
    return actions(menu(option_groups=[group(2)], initial_option=picked))


FRAMES: list[tuple[Surface, str, Json, Json]] = [
    ("message", "/text", message(section()), message(section(), text=" \n")),
    ("message", "/text", message(section()), {"blocks": [section()]}),
    ("message", "/blocks", {"text": "words"}, message()),
    ("modal", "/blocks", modal(section()), modal()),
    ("home", "/blocks", home(section()), {"type": "home"}),
    ("home", "/type", home(section()), home(section(), type="modal")),
    ("modal", "/type", modal(section()), {**TITLE, "blocks": [section()]}),
    ("modal", "/title", modal(section()), {"type": "modal", "blocks": [section()]}),
    ("modal", "/title", modal(section()), modal(section(), title=marked())),
    ("modal", "/title/text", modal(section()), modal(section(), title=words(" "))),
    ("modal", "/submit", modal(asked(typed())), {**NO_SUBMIT, "blocks": [asked(typed())]}),
    (
        *("message", "/blocks/1/block_id"),
        message(section(block_id="a"), section(block_id="b")),
        message(section(block_id="a"), section(block_id="a")),
    ),
    (
        *("message", "/blocks/0/elements/1/action_id"),
        message(actions(button(1), button(2)), actions(button(1))),
        message(actions(button(1), button(1))),
    ),
]

BLOCKS: list[tuple[Surface, str, Json, Json]] = [
    ("message", "", section(), {"type": "poem", "text": marked()}),
    ("message", "/text", section(), section(text=marked(" "))),
    ("message", "/text", section(), section(text={"type": "mrkdwn", "text": 7})),
    ("message", "/text/text", header(words()), header(words(" "))),
    ("message", "/text", {"type": "section", "fields": [marked()]}, {"type": "section"}),
    ("message", "/fields", section(fields=[marked()]), section(fields=[])),
    ("message", "/expand", section(expand=True), section(expand="yes")),
    ("message", "/text", header(words()), header(marked())),
    ("message", "/elements", actions(button()), actions()),
    ("message", "/elements/0", actions(boxes(1)), actions(typed())),
    ("modal", "/element", asked(typed()), asked(button())),
    ("message", "/alt_text", image(), image(alt_text="")),
    ("message", "/image_url", image(), {"type": "image", "alt_text": "a"}),
    ("message", "/rows", rows([cell()] * 2, [cell()] * 2), rows([cell()] * 2, [cell()])),
    ("message", "/rows", rows([cell("–")]), rows([cell("")])),
    ("message", "/rows", rows([cell()]), rows()),
    ("message", "/rows", rows([cell()]), rows([])),
    ("modal", "/element/min_length", shortest(5), shortest(6)),
    ("modal", "/element/max_length", given_length(5), given_length(6)),
    ("modal", "/element/initial_date", day("2027-03-08"), day("8 March")),
    ("modal", "/element/initial_date", day("2027-12-31"), day("2027-13-01")),
    ("modal", "/element/initial_time", hour("23:59"), hour("24:00")),
    ("modal", "/element/initial_value", figure(initial_value="-7"), figure(initial_value="many")),
    ("modal", "/element/is_decimal_allowed", figure(), asked({"type": "number_input"})),
]

PRESSED: list[tuple[str, Json, Json]] = [
    ("/colour", button(), button(colour="red")),
    ("/style", button(style="danger"), button(style="loud")),
    ("/url", button(url="http://e.org/?a=1&b=2"), button(url="javascript:alert(1)")),
    ("/confirm/deny", confirmed(), NO_DENY),
    ("/options", menu(options=[ONE]), menu()),
    ("/options", menu(option_groups=[group()]), menu(options=[ONE], option_groups=[group()])),
    ("/options/0/text/text", menu(options=[ONE]), menu(options=[option(text=words(""))])),
    ("/initial_option", chosen(ONE), chosen(OTHER)),
    ("/initial_options", ticked(*options(2)), ticked(option(3))),
]  # fmt: skip

CASES = [
    *FRAMES,
    *((s, f"/blocks/0{at}", on(s, right), on(s, wrong)) for s, at, right, wrong in BLOCKS),
    *(
        ("message", f"/blocks/0/elements/0{at}", message(actions(right)), message(actions(wrong)))
        for at, right, wrong in PRESSED
    ),
]


@pytest.mark.parametrize(
    ("surface", "at", "right", "wrong"), CASES, ids=[f"{s}{at}" for s, at, _, _ in CASES]
)
def test_what_is_right_is_taken_and_what_is_wrong_is_not(
    surface: Surface, at: str, right: Json, wrong: Json
) -> None:
    assert violations(right, surface) == []
    assert {found.pointer for found in violations(wrong, surface)} == {at}


def test_what_is_chosen_may_be_in_any_group() -> None:
    assert violations(home(grouped(options(2)[1])), "home") == []
    (found,) = violations(home(grouped(option(7))), "home")
    assert found.pointer == "/blocks/0/elements/0/initial_option"


ELEMENTS: dict[str, Json] = {
    "table": table(1, 1),
    "markdown": {"type": "markdown", "text": "words"},
    "datetimepicker": actions({"type": "datetimepicker", "action_id": "a"}),
    "rich_text_input": asked({"type": "rich_text_input", "action_id": "a"}),
    "number_input": figure(),
    "email_text_input": asked({"type": "email_text_input"}),
    "url_text_input": asked({"type": "url_text_input"}),
    "file_input": asked({"type": "file_input", "filetypes": ["txt"], "max_files": 1}),
}


def test_every_element_with_a_place_of_its_own_is_tried() -> None:
    assert ELEMENTS.keys() == limits.ONLY_ON.keys()


@pytest.mark.parametrize("name", ELEMENTS)
@pytest.mark.parametrize("surface", ["message", "modal", "home"])
def test_an_element_is_taken_only_where_it_is_legal(name: str, surface: Surface) -> None:
    found = violations(on(surface, ELEMENTS[name]), surface)
    assert (not found) == (surface in limits.ONLY_ON[name])
    assert all("not possible in" in violation.rule for violation in found)


def test_all_violations_are_named_at_once() -> None:
    wrong = message(section(text=marked("")), actions(button(text=words(long(76)))), text="")
    assert [found.pointer for found in violations(wrong, "message")] == [
        *("/text", "/blocks/0/text", "/blocks/1/elements/0/text/text"),
    ]


@pytest.mark.parametrize(
    "kinds", ["txt", [], [7], [""], ["TXT"], [".txt"], ["x" * 11], ["a"] * (limits.ENDINGS + 1)]
)
def test_the_kinds_of_files_are_a_list_of_endings_or_left_out(kinds: object) -> None:
    wrong = on("modal", asked({"type": "file_input", "filetypes": kinds}))
    assert {(v.pointer, v.cure) for v in violations(wrong, "modal")} == {
        ("/blocks/0/element/filetypes", "forget"),
    }


def test_every_shape_that_is_named_is_known() -> None:
    rules = [rule for shape in limits.SHAPES.values() for rule in shape.values()]
    assert {name for rule in rules for name in getattr(rule, "of", ())} <= limits.SHAPES.keys()


@given(spoiled())
def test_nonsense_anywhere_is_refused_in_words(payload: tuple[Surface, Json]) -> None:
    surface, wrong = payload
    assert all(violation.rule for violation in violations(wrong, surface))
