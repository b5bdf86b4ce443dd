"""What a Discord client knows of components: which are there, what they hold, what is stated."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from tests.discord.records import Json

ROW, BUTTON, STRING_SELECT, TEXT_INPUT = 1, 2, 3, 4
USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT = 5, 6, 7, 8
SECTION, TEXT_DISPLAY, THUMBNAIL, GALLERY, FILE, SEPARATOR, CONTAINER = 9, 10, 11, 12, 13, 14, 17
LABEL, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX = 18, 19, 21, 22, 23
SELECTS = {STRING_SELECT, USER_SELECT, ROLE_SELECT, MENTIONABLE_SELECT, CHANNEL_SELECT}
INPUTS = {TEXT_INPUT, FILE_UPLOAD, RADIO_GROUP, CHECKBOX_GROUP, CHECKBOX, *SELECTS}
LINK = 5
"""The style of a button that leads away."""
DEFAULTS: dict[int, Json] = {
    CONTAINER: {"accent_color": None, "spoiler": False},
    SEPARATOR: {"divider": True, "spacing": 1},
    FILE: {"spoiler": False, "name": "", "size": 0},
    **{kind: {"min_values": 1, "max_values": 1} for kind in SELECTS},
}
"""What Discord states of a component that says nothing about it."""
MEDIA = {THUMBNAIL: "media", FILE: "file"}


def children(component: Json) -> list[Json]:
    """What lies directly in it, wherever it carries that."""
    single = [component[name] for name in ("accessory", "component") if component.get(name)]
    return [*(component.get("components") or []), *single]


def every(components: Iterable[Json]) -> Iterator[Json]:
    """All of them with what lies in them, in the order they are read."""
    for component in components:
        yield component
        yield from every(children(component))


def actionable(components: Iterable[Json]) -> list[Json]:
    """Buttons that reach the app, and selects."""
    kinds = {BUTTON, *SELECTS}
    return [one for one in every(components) if one["type"] in kinds and one.get("custom_id")]


def inputs(components: Iterable[Json]) -> list[tuple[Json, Json]]:
    """A modal's fields, each with the label or row around it."""
    return [
        (outer, inner)
        for outer in components
        for inner in children(outer)
        if inner["type"] in INPUTS
    ]


def tokens_of(components: Iterable[Json]) -> list[str]:
    """Every custom id that can be pressed and every value that can be picked, in order."""
    found: list[str] = []
    for one in actionable(components):
        if one["type"] == BUTTON:
            found.append(one["custom_id"])
        found += [option["value"] for option in one.get("options", [])]
    return found


def media(components: Iterable[Json]) -> Iterator[Json]:
    """Everything that names a picture or a file by its address."""
    for one in every(components):
        if one["type"] in MEDIA:
            yield one[MEDIA[one["type"]]]
        if one["type"] == GALLERY:
            yield from (item["media"] for item in one["items"])


def texts(components: Iterable[Json]) -> list[str]:
    """The contents of text displays."""
    return [str(one.get("content", "")) for one in every(components) if one["type"] == TEXT_DISPLAY]


def prose(components: Iterable[Json]) -> list[str]:
    """Everything somebody could read, in order: texts, labels, options, descriptions."""
    found: list[str] = []
    for one in every(components):
        names = ("content", "label", "placeholder", "description", "value")
        found += [str(one[name]) for name in names if one.get(name)]
        found += [text for option in one.get("options", []) for text in _option(option)]
        found += [item["description"] for item in one.get("items", []) if item.get("description")]
    return found


def _option(option: Json) -> list[str]:
    return [str(option[name]) for name in ("label", "description") if option.get(name)]


def kept(components: list[Json]) -> list[Json]:
    """As Discord keeps and returns them: copied, with defaults, each with an `id` from 1 on."""
    own: list[Json] = json.loads(json.dumps(components))
    taken = {one["id"] for one in every(own) if one.get("id")}
    free = (number for number in range(1, 10_000) if number not in taken)
    for one in every(own):
        one.update({**DEFAULTS.get(one["type"], {}), **one})
        one["id"] = one.get("id") or next(free)
        for item in one.get("items", []):
            item.update({"description": None, "spoiler": False, **item})
    return own


def embed_texts(embeds: Iterable[Json]) -> list[str]:
    """Title, description, fields and small print of embeds."""
    found: list[str] = []
    for embed in embeds:
        found += [str(embed[name]) for name in ("title", "description") if embed.get(name)]
        for entry in embed.get("fields", []):
            found += [str(entry.get("name", "")), str(entry.get("value", ""))]
        found += [str(embed["footer"]["text"])] if embed.get("footer") else []
    return found


def malformed(node: Any) -> bool:  # noqa: ANN401  any JSON
    """Whether it is not a list of components at all."""
    if not isinstance(node, list):
        return True
    for one in node:
        if not isinstance(one, dict) or not isinstance(one.get("type"), int):
            return True
        if malformed(one.get("components") or []):
            return True
        single = [one[name] for name in ("accessory", "component") if one.get(name)]
        if malformed(single):
            return True
    return False
