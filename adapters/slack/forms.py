"""Forms as modals, and what was filled in back from them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, assert_never

from adapters.shapes import Json
from adapters.slack import limits
from adapters.slack.mrkdwn import cut, literal, marked, option, pages, plain
from adapters.uploads import FILE
from bot.cards import Form, FormField

CALLBACK = "form"
OR_FILE = "Or a text file"
ENDINGS = ("txt", "text", "md", "markdown", "sql", "py")
"""Slack's client offers these alone; what comes is looked at all the same."""
_VALUE = "value"
_TO = " – "
_FEW = 6
"""Up to this many choices are shown at once, more in a drop-down."""
_NOTHING: Mapping[str, str] = {}


def form_view(
    form: Form,
    metadata: str,
    *,
    values: Mapping[str, str] = _NOTHING,
    errors: Mapping[str, str] = _NOTHING,
    why: str = "",
) -> Json:
    """`values` were typed before, `errors` say what is wrong with them, `why` with the whole."""
    above = [{"type": "section", "text": marked(p)} for p in pages(literal(why), limits.PAGE)]
    asked = [
        block
        for field in form.fields
        for block in _asked(
            field, values.get(field.name, field.default), errors.get(field.name, "")
        )
    ]
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "title": _short(form.title),
        "submit": _short(form.submit),
        "close": plain("Cancel"),
        "private_metadata": metadata,
        "blocks": [*above, *asked],
    }


def without_files(view: Json) -> Json:
    """Slack opens no window that asks an app for files which may not read them."""
    kept = [b for b in view["blocks"] if b.get("element", {}).get("type") != "file_input"]
    return {**view, "blocks": kept}


def values_of(view: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, by field name; what was left out is empty.

    A file given for a field stands as JSON under the field's name and FILE.
    """
    state = view.get("state") or {}
    found = {
        str(name): elements[_VALUE]
        for name, elements in (state.get("values") or {}).items()
        if _VALUE in elements
    }
    typed = {name: _filled(held) for name, held in found.items() if not name.endswith(FILE)}
    given = {name: held["files"] for name, held in found.items() if held.get("files")}
    return typed | {n: json.dumps(files[0]) for n, files in given.items() if n.endswith(FILE)}


def _filled(element: Mapping[str, Any]) -> str:
    option = element.get("selected_option") or {}
    names = ("value", "selected_date", "selected_time")
    given = [option.get("value"), *(element.get(name) for name in names)]
    found = next((str(value) for value in given if value is not None), "")
    return found.replace("\r\n", "\n").strip()


def _short(text: str) -> Json:
    made = plain(text)
    return {**made, "text": cut(made["text"], limits.TITLE)}


def _asked(field: FormField, value: str, error: str) -> list[Json]:
    """With a place for a file, neither is demanded: the core says what is missing."""
    made = _input(field, value, error)
    if field.kind != "paragraph" or not field.required or field.limit <= limits.INPUT:
        return [made]
    return [{**made, "optional": True}, _upload(field)]


def _upload(field: FormField) -> Json:
    hint = f"Up to {field.limit:,} characters; it counts instead of what is typed above."
    return {
        "type": "input",
        "block_id": field.name + FILE,
        "label": plain(OR_FILE),
        "optional": True,
        "element": {
            "type": "file_input",
            "action_id": _VALUE,
            "filetypes": list(ENDINGS),
            "max_files": 1,
        },
        "hint": plain(hint),
    }


def _input(field: FormField, value: str, error: str) -> Json:
    hint = " ".join(part for part in (f"⚠ {error}" if error else "", field.hint) if part)
    return {
        "type": "input",
        "block_id": field.name,
        "label": plain(field.label),
        "optional": not field.required,
        "element": {"action_id": _VALUE, **_element(field, value)},
        **({"hint": plain(hint)} if hint.strip() else {}),
    }


def _element(field: FormField, value: str) -> Json:
    match field.kind:
        case "line" | "paragraph":
            return _text(field, value)
        case "number":
            return _number(field, value)
        case "choice":
            return _choice(field, value) if field.options else _text(field, value)
        case "date":
            return {"type": "datepicker", **_initial("initial_date", value)}
        case "time":
            return {"type": "timepicker", **_initial("initial_time", value)}
        case unreachable:
            assert_never(unreachable)


def _text(field: FormField, value: str) -> Json:
    """What somebody typed is never lost, even where it is over the field's own limit."""
    kept = value[: limits.INPUT]
    room = min(max(field.limit, len(kept), 1), limits.INPUT)
    made: Json = {"type": "plain_text_input", "max_length": room, **_initial("initial_value", kept)}
    return made | ({"multiline": True} if field.kind == "paragraph" else {})


def _number(field: FormField, value: str) -> Json:
    """A whole one."""
    made: Json = {"type": "number_input", "is_decimal_allowed": False}
    if field.low is not None:
        made["min_value"] = str(field.low)
    if field.high is not None:
        made["max_value"] = str(field.high)
    return made | _initial("initial_value", value)


def _choice(field: FormField, value: str) -> Json:
    options = [option(label, key) for label, key in field.options]
    chosen = [made for made in options if made["value"] == value]
    picked: Json = {"initial_option": chosen[0]} if chosen else {}
    # What was picked in a list of round buttons cannot be taken back.
    if len(options) <= _FEW and field.required:
        return {"type": "radio_buttons", "options": options, **picked}
    menu: Json = {"type": "static_select", "placeholder": plain("Choose"), **picked}
    if len(options) <= limits.OPTIONS:
        return {**menu, "options": options}
    return {**menu, "option_groups": _groups(options)}


def _groups(options: Sequence[Json]) -> list[Json]:
    """Lists longer than a drop-down, in parts named after their first and last."""
    parts = [options[n : n + limits.OPTIONS] for n in range(0, len(options), limits.OPTIONS)]
    return [{"label": _between(part[0], part[-1]), "options": part} for part in parts]


def _between(first: Json, last: Json) -> Json:
    half = (limits.LABEL - len(_TO)) // 2
    ends = [cut(made["text"]["text"], half) for made in (first, last)]
    return {**first["text"], "text": _TO.join(ends)}


def _initial(key: str, value: str) -> Json:
    return {key: value} if value else {}
