"""The payload laws this Discord holds on its own, whatever validator a test plugs in."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Literal

from tests.discord import elements as e
from tests.discord.records import COMPONENTS_V2, Json

Surface = Literal["message", "modal", "autocomplete"]
Validator = Callable[[Json, Surface], Iterable[object]]
TOP = {
    e.ROW, e.SECTION, e.TEXT_DISPLAY, e.GALLERY, e.FILE, e.SEPARATOR, e.CONTAINER,
}  # fmt: skip
IN_MODAL = {e.ROW, e.TEXT_DISPLAY, e.LABEL}


def nothing_against(_payload: Json, _surface: Surface) -> Iterable[object]:
    """The validator of a test that does not care."""
    return ()


def broken_by_message(payload: Json, flags: int) -> list[str]:
    """Why Discord refuses the content; `flags` are those the message will have."""
    components = payload.get("components") or []
    if e.malformed(components):
        return ["components: not a list of components"]
    found = _about_ids(components)
    if flags & COMPONENTS_V2:
        return found + _about_v2(payload, components)
    return found + _about_legacy(payload, components)


def _about_ids(components: list[Json]) -> list[str]:
    names = [one.get("custom_id") for one in e.every(components) if "custom_id" in one]
    found = [f"custom_id {name!r} twice" for name, times in Counter(names).items() if times > 1]
    found += [f"custom_id {name!r}" for name in names if not name or len(name) > 100]
    for one in e.every(components):
        found += _about_one(one)
    return found


def _about_one(one: Json) -> list[str]:
    kind = one["type"]
    if kind == e.ROW:
        return _about_row(one)
    if kind == e.BUTTON:
        return _about_button(one)
    if kind == e.STRING_SELECT:
        return _about_options(one, 1, 25)
    if kind == e.RADIO_GROUP:
        return _about_options(one, 2, 10)
    if kind == e.CHECKBOX_GROUP:
        return _about_options(one, 1, 10)
    return []


def _about_row(row: Json) -> list[str]:
    kinds = [one["type"] for one in row.get("components") or []]
    if kinds and set(kinds) <= {e.BUTTON}:
        return [] if len(kinds) <= 5 else [f"{len(kinds)} buttons in a row"]
    return [] if len(kinds) == 1 else [f"a row of {kinds}"]


def _about_button(button: Json) -> list[str]:
    label = button.get("label") or ""
    found = [f"a label of {len(label)} characters"] if len(label) > 80 else []
    if not label and not button.get("emoji"):
        found.append("a button with nothing on it")
    leads = button.get("style") == e.LINK
    if leads != ("url" in button) or leads == ("custom_id" in button):
        found.append("a button that neither leads away nor reaches the app, or both")
    known = button.get("style") in range(1, 6)
    return found + ([] if known else [f"a button of style {button.get('style')!r}"])


def _about_options(one: Json, least: int, most: int) -> list[str]:
    options = one.get("options") or []
    found = [] if least <= len(options) <= most else [f"{len(options)} options"]
    for option in options:
        for name in ("label", "value", "description"):
            text = option.get(name)
            if (name != "description" and not text) or len(text or "") > 100:
                found.append(f"an option with {name} {text!r}")
    values = Counter(option.get("value") for option in options)
    return found + [f"option {value!r} twice" for value, times in values.items() if times > 1]


def _about_v2(payload: Json, components: list[Json]) -> list[str]:
    found = [
        f"{name} with IS_COMPONENTS_V2"
        for name in ("content", "embeds", "poll", "sticker_ids")
        if payload.get(name)
    ]
    number, length = len(list(e.every(components))), sum(map(len, e.texts(components)))
    found += [f"{number} components"] if number > 40 else []
    found += [f"{length} characters of text"] if length > 4_000 else []
    found += [] if all(e.texts([one]) != [""] for one in e.every(components)) else ["empty text"]
    wrong = {one["type"] for one in components} - TOP
    return found + [f"component {kind} at the top" for kind in wrong]


def _about_legacy(payload: Json, components: list[Json]) -> list[str]:
    content, embeds = payload.get("content") or "", payload.get("embeds") or []
    found = [f"content of {len(content)} characters"] if len(content) > 2_000 else []
    found += [f"{len(embeds)} embeds"] if len(embeds) > 10 else []
    size = sum(map(len, e.embed_texts(embeds)))
    found += [f"{size} characters in embeds"] if size > 6_000 else []
    if any(one["type"] != e.ROW for one in components) or len(components) > 5:
        found.append("components that need IS_COMPONENTS_V2")
    return found


def broken_by_modal(modal: Json) -> list[str]:
    """Why Discord refuses to open it."""
    components = modal.get("components") or []
    if e.malformed(components):
        return ["components: not a list of components"]
    title, name = modal.get("title") or "", modal.get("custom_id") or ""
    found = [] if 1 <= len(title) <= 45 else [f"a title of {len(title)} characters"]
    found += [] if 1 <= len(name) <= 100 else [f"custom_id {name!r}"]
    found += [] if 1 <= len(components) <= 5 else [f"{len(components)} components"]
    wrong = {one["type"] for one in components} - IN_MODAL
    found += [f"component {kind} in a modal" for kind in wrong] + _about_ids(components)
    for one in components:
        found += _about_label(one) if one["type"] == e.LABEL else []
    return found


def _about_label(label: Json) -> list[str]:
    text, more = label.get("label") or "", label.get("description") or ""
    found = [] if 1 <= len(text) <= 45 else [f"a label of {len(text)} characters"]
    found += [f"a description of {len(more)} characters"] if len(more) > 100 else []
    inner = label.get("component") or {}
    if inner.get("type") not in e.INPUTS:
        return [*found, "a label without a field"]
    if inner["type"] == e.TEXT_INPUT and inner.get("style") not in {1, 2}:
        found.append("a text input without a style")
    if len(inner.get("value") or "") > min(inner.get("max_length") or 4_000, 4_000):
        found.append("a value that is too long")
    return found + ([] if len(inner.get("placeholder") or "") <= 100 else ["a long placeholder"])


def broken_by_choices(choices: object) -> list[str]:
    """Why Discord shows nothing for an autocomplete."""
    if not isinstance(choices, list):
        return ["choices: not a list"]
    found = [f"{len(choices)} choices"] if len(choices) > 25 else []
    for choice in choices:
        name, value = choice.get("name") or "", choice.get("value")
        if not 1 <= len(name) <= 100 or value in (None, ""):
            found.append(f"a choice {name!r}")
        if isinstance(value, str) and len(value) > 100:
            found.append(f"a value of {len(value)} characters")
    return found
