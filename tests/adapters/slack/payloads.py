"""Payloads that Slack would take, to be looked at or spoiled in one place."""

import copy
from typing import Any

from hypothesis import strategies as st

from adapters.slack import render
from adapters.slack.limits import Surface
from bot.cards import Card
from tests.adapters.slack.reading import Json


def words(text: str = "words", kind: str = "plain_text") -> Json:
    return {"type": kind, "text": text}


def marked(text: str = "words") -> Json:
    return words(text, "mrkdwn")


def message(*blocks: Json, text: str = "words") -> Json:
    return {"text": text, "blocks": list(blocks)}


def modal(*blocks: Json, **more: object) -> Json:
    return {"type": "modal", "title": words(), "submit": words(), "blocks": list(blocks), **more}


def home(*blocks: Json, **more: object) -> Json:
    return {"type": "home", "blocks": list(blocks), **more}


def on(surface: Surface, *blocks: Json) -> Json:
    match surface:
        case "message":
            return message(*blocks)
        case "modal":
            return modal(*blocks)
        case "home":
            return home(*blocks)


def section(**more: object) -> Json:
    return {"type": "section", "text": marked(), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def asked(element: Json, **more: object) -> Json:
    return {"type": "input", "label": words(), "element": element, **more}


def image(**more: object) -> Json:
    return {"type": "image", "image_url": "https://e.org/a.png", "alt_text": "a", **more}


def table(rows: int, cells: int, **more: object) -> Json:
    return {"type": "table", "rows": many([cell()] * cells, rows), **more}


def rows(*lines: list[Json]) -> Json:
    return {"type": "table", "rows": list(lines)}


def header(text: Json) -> Json:
    return {"type": "header", "text": text}


def figure(**more: object) -> Json:
    return asked({"type": "number_input", "is_decimal_allowed": False, **more})


def cell(text: str = "x") -> Json:
    return {"type": "raw_text", "text": text}


def button(number: int = 1, **more: object) -> Json:
    return {"type": "button", "text": words(), "action_id": f"press:{number}", **more}


def confirmed(**more: object) -> Json:
    usual = {"title": words(), "text": words(), "confirm": words(), "deny": words()}
    return button(confirm={**usual, **more})


def menu(**more: object) -> Json:
    return {"type": "static_select", "action_id": "pick:1", **more}


def boxes(count: int, kind: str = "checkboxes", **more: object) -> Json:
    return {"type": kind, "action_id": "toggle:1", "options": options(count), **more}


def option(number: int = 1, **more: object) -> Json:
    return {"text": words(f"option {number}"), "value": f"v{number}", **more}


def options(count: int) -> list[Json]:
    return [option(number) for number in range(count)]


def group(count: int = 1, label: str = "words") -> Json:
    return {"label": words(label), "options": options(count)}


def typed(**more: object) -> Json:
    return {"type": "plain_text_input", "action_id": "value", **more}


def many(part: object, count: int) -> list[object]:
    return [copy.deepcopy(part) for _ in range(count)]


def drawn(card: Card, surface: Surface) -> Json:
    """A card as it is sent there."""
    match surface:
        case "message":
            made = render.message(card)
            return {"text": made.text, "blocks": made.blocks}
        case "modal":
            return render.modal(card, "kept")
        case "home":
            return render.home(card)


def long(number: int) -> str:
    return "x" * number


FULL: list[Json] = [
    section(fields=[marked()], accessory=menu(options=[option()], initial_option=option())),
    actions(confirmed(), boxes(2, initial_options=options(1)), menu(option_groups=[group()])),
    asked(typed(min_length=1, max_length=9, initial_value="a", focus_on_load=True), hint=words()),
    *(image(), header(words()), rows([cell(), cell()]), context(marked()), figure(min_value="1")),
    {"type": "markdown", "text": "words"},
]
JUNK: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner),
    max_leaves=4,
)


@st.composite
def spoiled(draw: st.DrawFn) -> tuple[Surface, Json]:
    """Something of everything, with nonsense in one place."""
    surface: Surface = draw(st.sampled_from(["message", "modal", "home"]))
    payload = copy.deepcopy(on(surface, *FULL))
    found = places(payload)
    holder, key = found[draw(st.integers(0, len(found) - 1))]
    holder[key] = draw(JUNK)
    return surface, payload


def places(node: object) -> list[tuple[Any, Any]]:
    """Every list and dictionary in there with each of its keys."""
    if not isinstance(node, dict | list):
        return []
    keys = list(node) if isinstance(node, dict) else range(len(node))
    return [found for key in keys for found in ((node, key), *places(node[key]))]
