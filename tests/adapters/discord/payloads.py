"""Payloads that Discord would take, to be spoiled in one place at a time."""

import copy
from collections.abc import Callable

from adapters.discord.limits import Surface
from tests.adapters.hostile import Json

LAYOUT = 1 << 15


def message(*components: Json, **more: object) -> Json:
    frame = {"type": 17, "components": list(components)}
    return {"flags": LAYOUT, "components": [frame], "allowed_mentions": {"parse": []}, **more}


def modal(*components: Json, **more: object) -> Json:
    return {"custom_id": "v1:x", "title": "words", "components": list(components), **more}


def choices(*offered: Json) -> Json:
    return {"choices": list(offered)}


def text(content: str = "words") -> Json:
    return {"type": 10, "content": content}


def row(*components: Json) -> Json:
    return {"type": 1, "components": list(components)}


def button(number: int = 1, **more: object) -> Json:
    return {"type": 2, "style": 2, "label": "words", "custom_id": f"v1:{number}", **more}


def link(url: str = "https://e.org/", **more: object) -> Json:
    return {"type": 2, "style": 5, "label": "words", "url": url, **more}


def menu(count: int = 1, **more: object) -> Json:
    return {"type": 3, "custom_id": "pick:1", "options": options(count), **more}


def options(count: int) -> list[Json]:
    return [option(number) for number in range(count)]


def option(number: int = 1, **more: object) -> Json:
    return {"label": "words", "value": f"v1:{number}", **more}


def section(*texts: Json, **more: object) -> Json:
    return {"type": 9, "components": list(texts), "accessory": button(9), **more}


def picture(**more: object) -> Json:
    return {"media": {"url": "https://e.org/a.png"}, **more}


def gallery(count: int) -> Json:
    return {"type": 12, "items": [picture() for _ in range(count)]}


def asked(component: Json, **more: object) -> Json:
    return {"type": 18, "label": "words", "component": component, **more}


def typed(**more: object) -> Json:
    return {"type": 4, "custom_id": "a", "style": 1, "required": True, **more}


def radios(count: int = 2, **more: object) -> Json:
    return {"type": 21, "custom_id": "b", "options": options(count), "required": True, **more}


def boxes(count: int = 1, **more: object) -> Json:
    return {"type": 22, "custom_id": "c", "options": options(count), "required": True, **more}


def upload(**more: object) -> Json:
    return {"type": 19, "custom_id": "d", "required": True, **more}


def choice(**more: object) -> Json:
    return {"name": "words", "value": "v1", **more}


def long(number: int) -> str:
    return "x" * number


def _full_message() -> Json:
    return message(
        *(text(), {"type": 14, "divider": True, "spacing": 2}, section(text()), gallery(2)),
        *(row(button(), link()), row(menu(2, placeholder="words"))),
        {"type": 13, "file": {"url": "attachment://a.json"}},
        nonce="1",
        enforce_nonce=True,
    )


def _full_modal() -> Json:
    return modal(
        asked(typed(value="a", max_length=9), description="words"),
        *(asked(radios()), asked(boxes()), asked(upload(min_values=1, max_values=2))),
        asked(menu(2, required=False, min_values=0)),
    )


FULL: dict[Surface, Callable[[], Json]] = {
    "message": _full_message,
    "modal": _full_modal,
    "autocomplete": lambda: choices(choice(), choice(value="v2")),
}


def many(part: Json, count: int) -> list[Json]:
    return [copy.deepcopy(part) for _ in range(count)]
