"""Every limit from both sides: what is just inside is taken, what is just outside is not."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.discord.limits import Surface
from adapters.discord.validate import violations
from tests.adapters.discord.openapi import faults
from tests.adapters.discord.payloads import (
    FULL,
    asked,
    boxes,
    button,
    choice,
    choices,
    gallery,
    link,
    long,
    many,
    menu,
    message,
    modal,
    option,
    picture,
    radios,
    row,
    section,
    text,
    typed,
    upload,
)
from tests.adapters.hostile import Json, spoiled

Make = Callable[[int], Json]
BODY = "/components/0/components"
SCHEMAS: dict[Surface, str] = {
    "message": "MessageCreateRequest",
    "modal": "ModalInteractionCallbackRequestData",
    "autocomplete": "InteractionApplicationCommandAutocompleteCallbackStringData",
}


def address(size: int) -> str:
    return "https://e.org/" + long(size - 14)


MOST: list[tuple[Surface, int, str, Make]] = [
    ("message", 40, BODY, lambda n: message(*many({"type": 14}, n - 1))),
    ("message", 40, BODY, lambda n: message(row(button(), link()), *many({"type": 14}, n - 4))),
    ("message", 40, BODY, lambda n: message(section(text()), *many({"type": 14}, n - 4))),
    ("message", 4000, f"{BODY}/1/content", lambda n: message(text(long(9)), text(long(n - 9)))),
    ("message", 5, f"{BODY}/0/components", lambda n: message(row(*map(button, range(n))))),
    ("message", 3, f"{BODY}/0/components", lambda n: message(section(*many(text(), n)))),
    ("message", 10, f"{BODY}/0/items", lambda n: message(gallery(n))),
    ("message", 1024, f"{BODY}/0/items/0/description", lambda n: message(
        {"type": 12, "items": [picture(description=long(n))]})),
    ("message", 2048, f"{BODY}/0/file/url", lambda n: message(
        {"type": 13, "file": {"url": long(n)}})),
    ("message", 80, f"{BODY}/0/components/0/label", lambda n: message(row(button(label=long(n))))),
    ("message", 100, f"{BODY}/0/components/0/custom_id", lambda n: message(
        row(button(custom_id=long(n))))),
    ("message", 512, f"{BODY}/0/components/0/url", lambda n: message(row(link(address(n))))),
    ("message", 25, f"{BODY}/0/components/0/options", lambda n: message(row(menu(n)))),
    ("message", 150, f"{BODY}/0/components/0/placeholder", lambda n: message(
        row(menu(placeholder=long(n))))),
    ("message", 100, f"{BODY}/0/components/0/custom_id", lambda n: message(
        row(menu(custom_id=long(n))))),
    ("message", 100, f"{BODY}/0/components/0/options/0/label", lambda n: message(
        row(menu(options=[option(label=long(n))])))),
    ("message", 100, f"{BODY}/0/components/0/options/0/value", lambda n: message(
        row(menu(options=[option(value=long(n))])))),
    ("message", 100, f"{BODY}/0/components/0/options/0/description", lambda n: message(
        row(menu(options=[option(description=long(n))])))),
    ("message", 1, f"{BODY}/0/components/0/options/1/default", lambda n: message(
        row(menu(options=[option(k, default=k < n) for k in range(3)])))),
    ("message", 0xFFFFFF, "/components/0/accent_color", lambda n: message(
        components=[{"type": 17, "components": [text()], "accent_color": n}])),
    ("message", 25, "/nonce", lambda n: message(text(), nonce=long(n))),
    ("message", 10, "/attachments", lambda n: message(text(), attachments=many({"id": 0}, n))),
    ("message", 0, "/allowed_mentions/parse", lambda n: message(
        text(), allowed_mentions={"parse": [""] * n})),
    ("message", 100, "/allowed_mentions/roles", lambda n: message(
        text(), allowed_mentions={"parse": [], "roles": ["1"] * n})),
    ("modal", 45, "/title", lambda n: modal(asked(typed()), title=long(n))),
    ("modal", 100, "/custom_id", lambda n: modal(asked(typed()), custom_id=long(n))),
    ("modal", 5, "/components", lambda n: modal(*many(text(), n))),
    ("modal", 45, "/components/0/label", lambda n: modal(asked(typed(), label=long(n)))),
    ("modal", 100, "/components/0/description", lambda n: modal(
        asked(typed(), description=long(n)))),
    ("modal", 4000, "/components/0/component/min_length", lambda n: modal(
        asked(typed(min_length=n)))),
    ("modal", 4000, "/components/0/component/max_length", lambda n: modal(
        asked(typed(max_length=n)))),
    ("modal", 4000, "/components/0/component/value", lambda n: modal(asked(typed(value=long(n))))),
    ("modal", 9, "/components/0/component/value", lambda n: modal(
        asked(typed(value=long(n), max_length=9)))),
    ("modal", 9, "/components/0/component/min_length", lambda n: modal(
        asked(typed(min_length=n, max_length=9)))),
    ("modal", 100, "/components/0/component/placeholder", lambda n: modal(
        asked(typed(placeholder=long(n))))),
    ("modal", 10, "/components/0/component/options", lambda n: modal(asked(radios(n)))),
    ("modal", 10, "/components/0/component/options", lambda n: modal(asked(boxes(n)))),
    ("modal", 10, "/components/0/component/max_values", lambda n: modal(
        asked(upload(max_values=n)))),
    ("modal", 2, "/components/0/component/min_values", lambda n: modal(
        asked(upload(min_values=n, max_values=2)))),
    ("modal", 2, "/components/0/component/options/2/default", lambda n: modal(asked(
        boxes(max_values=2, options=[option(k, default=k < n) for k in range(3)])))),
    ("autocomplete", 25, "/choices", lambda n: choices(*many(choice(), n))),
    ("autocomplete", 100, "/choices/0/name", lambda n: choices(choice(name=long(n)))),
    ("autocomplete", 100, "/choices/0/value", lambda n: choices(choice(value=long(n)))),
]  # fmt: skip
"""The most that is taken, and where one more is refused."""


@pytest.mark.parametrize(
    ("surface", "most", "at", "make"), MOST, ids=[f"{at} {most}" for _, most, at, _ in MOST]
)
def test_so_much_is_taken_and_no_more(surface: Surface, most: int, at: str, make: Make) -> None:
    assert violations(make(most), surface) == []
    assert at in {found.pointer for found in violations(make(most + 1), surface)}


WRONG: list[tuple[Surface, str, Json, Json]] = [
    ("message", "/flags", message(text(), flags=1 << 15 | 64), message(text(), flags=64)),
    ("message", "/flags", message(text(), flags=1 << 15 | 1 << 12), message(text(), flags=None)),
    ("message", "/content", message(text()), message(text(), content="words")),
    ("message", "/components", message(components=[text()]), message(components=[])),
    ("message", "/components", message(components=[text()]), message(components={})),
    ("message", "/components/0", message(components=[text()]), message(components=[7])),
    ("message", "/components/0", message(components=[row(button())]), message(
        components=[button()])),
    ("message", "/components/0", message(components=[text()]), message(
        components=[{**row(button()), "type": True}])),
    ("message", BODY, message(text()), message()),
    ("message", f"{BODY}/0", message(text()), message(asked(typed()))),
    ("message", "/allowed_mentions/parse", message(text()), message(text(), allowed_mentions={})),
    ("message", "/allowed_mentions", message(text()), message(text(), allowed_mentions=None)),
    ("message", "/allowed_mentions/roles/0", message(
        text(), allowed_mentions={"parse": [], "roles": ["12"]}), message(
        text(), allowed_mentions={"parse": [], "roles": ["@all"]})),
    ("message", f"{BODY}/0/content", message(text("x")), message(text(" \n"))),
    ("message", f"{BODY}/0/content", message(text("x")), message(text(7))),  # type: ignore[arg-type]
    ("message", f"{BODY}/0/content", message(text("x")), message({"type": 10})),
    ("message", f"{BODY}/0/components", message(row(button())), message(row())),
    ("message", f"{BODY}/0/components", message(row(menu())), message(row(menu(), button()))),
    ("message", f"{BODY}/0/components/0/label", message(row(button())), message(
        row(button(label=" ")))),
    ("message", f"{BODY}/0/components/0/style", message(row(button(style=4))), message(
        row(button(style=6)))),
    ("message", f"{BODY}/0/components/0/disabled", message(row(button(disabled=True))), message(
        row(button(disabled=1)))),
    ("message", f"{BODY}/0/components/0/url", message(row(button())), message(
        row(button(url="https://e.org/")))),
    ("message", f"{BODY}/0/components/0/url", message(row(link())), message(
        row(link("javascript:alert(1)")))),
    ("message", f"{BODY}/0/components/0/custom_id", message(row(link())), message(
        row(link(custom_id="a")))),
    ("message", f"{BODY}/0/components/0/custom_id", message(row(button())), message(
        row({"type": 2, "style": 1, "label": "words"}))),
    ("message", f"{BODY}/0/components/0/url", message(row(link())), message(
        row({"type": 2, "style": 5, "label": "words"}))),
    ("message", f"{BODY}/1/components/0/custom_id", message(row(button(1)), row(button(2))),
        message(row(button(1)), row(button(1)))),
    ("message", f"{BODY}/0/components/0/options", message(row(menu(1))), message(row(menu(0)))),
    ("message", f"{BODY}/0/components/0/options/1/value", message(row(menu(2))), message(
        row(menu(options=[option(), option()])))),
    ("message", f"{BODY}/0/accessory", message(section(text())), message(
        section(text(), accessory=text()))),
    ("message", f"{BODY}/0/spacing", message({"type": 14, "spacing": 2}), message(
        {"type": 14, "spacing": 3})),
    ("modal", "/components/0", modal(text()), modal(typed())),
    ("modal", "/title", modal(text()), modal(text(), title="")),
    ("modal", "/custom_id", modal(text()), {"title": "words", "components": [text()]}),
    ("modal", "/components/0/component", modal(asked(typed())), modal(
        asked(button(required=True)))),
    ("modal", "/components/0/component/style", modal(asked(typed(style=2))), modal(
        asked(typed(style=3)))),
    ("modal", "/components/0/component/options", modal(asked(radios(2))), modal(asked(radios(1)))),
    ("modal", "/components/0/component/options", modal(asked(boxes(1))), modal(asked(boxes(0)))),
    ("modal", "/components/0/component/required", modal(asked(menu(required=False))), modal(
        asked(menu()))),
    ("modal", "/components/0/component/min_values", modal(
        asked(menu(required=False, min_values=0))), modal(
        asked(menu(required=True, min_values=0)))),
    ("modal", "/components/1/component/custom_id", modal(asked(typed()), asked(radios())), modal(
        asked(typed()), asked(typed()))),
    ("autocomplete", "/choices/0/name", choices(choice()), choices(choice(name=" "))),
    ("modal", "/components/0/component/value", modal(asked(typed(value="7"))), modal(
        asked(typed(value=7, max_length=9)))),
    ("modal", "/components/0/component/options/1/default", modal(
        asked(boxes(options=[option(n, default=True) for n in range(2)]))), modal(
        asked(radios(options=[option(n, default=True) for n in range(2)])))),
    ("modal", "/components/0/component/max_length", modal(asked(typed(value="7", max_length=1))),
        modal(asked(typed(value="7", max_length=0)))),
    ("autocomplete", "/choices/0/type", choices(choice()), choices(choice(type=3))),
    ("autocomplete", "/choices", choices(), {"choices": None}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("surface", "at", "right", "wrong"), WRONG, ids=[f"{s}{at}" for s, at, _, _ in WRONG]
)
def test_what_is_right_is_taken_and_what_is_wrong_is_not(
    surface: Surface, at: str, right: Json, wrong: Json
) -> None:
    assert violations(right, surface) == []
    assert {found.pointer for found in violations(wrong, surface)} == {at}


@pytest.mark.parametrize("surface", FULL)
def test_what_the_validator_takes_is_what_discord_describes(surface: Surface) -> None:
    assert violations(FULL[surface](), surface) == []
    assert faults(FULL[surface](), SCHEMAS[surface]) == []


@given(st.sampled_from(list(FULL)).flatmap(lambda s: st.tuples(st.just(s), spoiled(FULL[s]))))
def test_no_nonsense_breaks_the_validator(case: tuple[Surface, Json]) -> None:
    surface, payload = case
    assert all(found.pointer.startswith("/") for found in violations(payload, surface))
