"""Small payloads for the tests of this Discord."""

from tests.discord.records import COMPONENTS_V2, EPHEMERAL, Json

NOBODY: Json = {"parse": []}


def text(content: str) -> Json:
    return {"type": 10, "content": content}


def button(label: str, token: str, **more: object) -> Json:
    return {"type": 2, "style": 2, "label": label, "custom_id": token, **more}


def row(*components: Json) -> Json:
    return {"type": 1, "components": list(components)}


def select(token: str, *values: str, kind: int = 3, **more: object) -> Json:
    options = [{"label": value.upper(), "value": value} for value in values]
    offered: Json = {"options": options} if kind == 3 else {}
    return {"type": kind, "custom_id": token, **offered, **more}


def v2(*components: Json, only: bool = False) -> Json:
    """A message of components in one container; `only` for the one who asked."""
    flags = COMPONENTS_V2 | (EPHEMERAL if only else 0)
    shown = [{"type": 17, "accent_color": 0x5865F2, "components": list(components)}]
    return {"flags": flags, "components": shown, "allowed_mentions": NOBODY}


def label(name: str, component: Json) -> Json:
    return {"type": 18, "label": name, "component": component}


def line(token: str, **more: object) -> Json:
    return {"type": 4, "custom_id": token, "style": 1, **more}


def modal(*components: Json, token: str = "form", title: str = "Form") -> Json:
    return {"type": 9, "data": {"custom_id": token, "title": title, "components": [*components]}}


def option(name: str, kind: int = 3, **more: object) -> Json:
    return {"name": name, "description": name, "type": kind, **more}


def command(name: str, *options: Json, **more: object) -> Json:
    return {"name": name, "description": name, "type": 1, "options": list(options), **more}


PREP = command(
    "prep",
    option(
        "drill",
        1,
        options=[
            option("skill", autocomplete=True),
            option("count", 4, min_value=1, max_value=9),
            option("level", choices=[{"name": "Easy", "value": "e"}]),
        ],
    ),
    option(
        "notes",
        2,
        options=[
            option("add", 1, options=[option("text", required=True), option("file", 11)]),
            option("share", 1, options=[option("with", 6), option("in", 7), option("role", 8)]),
        ],
    ),
)
"""The command most tests register."""
