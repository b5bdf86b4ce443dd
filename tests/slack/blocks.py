"""Blocks and views for the tests of the loopback Slack."""

from tests.slack.records import Json


def text(words: str) -> Json:
    return {"type": "plain_text", "text": words}


def button(words: str, token: str, **more: object) -> Json:
    return {
        "type": "button",
        "action_id": f"press:{token}",
        "text": text(words),
        "value": token,
        **more,
    }


def option(token: str) -> Json:
    return {"text": text(token.upper()), "value": token}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def entry(name: str, element: Json, *, optional: bool = False) -> Json:
    element = {"action_id": "value", **element}
    label = text(name)
    return {
        "type": "input",
        "block_id": name,
        "label": label,
        "element": element,
        "optional": optional,
    }


BOXES = {
    "type": "checkboxes",
    "action_id": "toggle:1",
    "options": [option("a"), option("b")],
    "initial_options": [option("a")],
}
MENU = {"type": "static_select", "action_id": "pick:1", "options": [option("x"), option("y")]}
LINE = {"type": "plain_text_input", "max_length": 5}


def modal(*blocks: Json, **more: object) -> Json:
    kept = {"type": "modal", "title": text("Form"), "submit": text("Send"), "callback_id": "form"}
    return {**kept, "blocks": list(blocks), **more}


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}
