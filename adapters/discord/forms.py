"""Forms as modals, and what was filled in back from them.

A modal has no word for its button, and no widgets for numbers, dates and times: an example stands
in the empty field instead, and the core reads what is typed.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from adapters.discord import limits
from adapters.discord.actions import option, text
from adapters.discord.markdown import NOTHING, escape
from adapters.shapes import Json
from adapters.text import flat
from adapters.uploads import FILE
from bot.cards import Form, FormField

_FEW = 6
"""Up to this many choices are shown at once, more in a drop-down."""
_COUNTABLE = 1_000
"""A number may go up to more than this only because it has to end somewhere."""
_NOTHING: Mapping[str, str] = {}
EXAMPLES = {"date": "2027-03-08", "time": "09:00"}
_NUMBERS = limits.NUMBERS


def form_view(
    form: Form,
    custom_id: str,
    *,
    values: Mapping[str, str] = _NOTHING,
    errors: Mapping[str, str] = _NOTHING,
    why: str = "",
) -> Json:
    """`values` were typed before, `errors` say what is wrong with them, `why` with the whole.

    Where the fields fill the modal, there is no room above them: `why` then goes with the first.
    """
    has_room = len(form.fields) < limits.MODAL_PARTS
    above = [text(f"⚠ {escape(why)}")] if why.strip() and has_room else []
    wrong = dict(errors)
    if why.strip() and not has_room:
        first = form.fields[0].name
        wrong[first] = " ".join(filter(None, [wrong.get(first), why]))
    parts = [*above]
    free = limits.MODAL_PARTS - len(above) - len(form.fields)
    for field in form.fields:
        is_long = field.kind == "paragraph" and field.required and free > 0
        free -= is_long
        value = values.get(field.name, field.default)
        label = _label(field, value, wrong.get(field.name, ""))
        parts += _or_file(field, label) if is_long else [label]
    return {"custom_id": custom_id, "title": flat(form.title) or NOTHING, "components": parts}


def values_of(data: Mapping[str, Any]) -> dict[str, str]:
    """What was filled in, by field name; what was left out is empty.

    A file given for a field stands as JSON under the field's name and FILE.
    """
    asked = [part.get("component") or {} for part in data.get("components") or ()]
    files = (data.get("resolved") or {}).get("attachments") or {}
    found = {str(one["custom_id"]): _filled(one) for one in asked if "custom_id" in one}
    given = {name: file for name, file in found.items() if not name.endswith(FILE)}
    uploaded = {name: json.dumps(files[found[name]]) for name in found if found[name] in files}
    return given | {name: file for name, file in uploaded.items() if name.endswith(FILE)}


def _or_file(field: FormField, label: Json) -> list[Json]:
    """Neither is demanded by itself: the core says what is missing when both are empty."""
    upload = {"type": _NUMBERS["upload"], "custom_id": field.name + FILE, "required": False}
    hint = f"Up to {field.limit:,} characters of text; it counts instead of what is typed above"
    return [
        {**label, "component": {**label["component"], "required": False}},
        {
            "type": _NUMBERS["label"],
            "label": "Or a text file",
            "description": hint,
            "component": {**upload, "min_values": 0, "max_values": 1},
        },
    ]


def _filled(component: Mapping[str, Any]) -> str:
    picked = component.get("values") or [component.get("value")]
    return str(picked[0] or "").replace("\r\n", "\n").strip()


def _label(field: FormField, value: str, error: str) -> Json:
    hint = flat(f"⚠ {error} {field.hint}" if error.strip() else field.hint)
    return {
        "type": _NUMBERS["label"],
        "label": flat(field.label) or NOTHING,
        "component": {**_asked(field, value), "custom_id": field.name, "required": field.required},
        **({"description": hint} if hint else {}),
    }


def _asked(field: FormField, value: str) -> Json:
    if field.kind == "choice" and 1 <= len(field.options) <= limits.OPTIONS:
        return _choice(field, value)
    return _input(field, value)


def _choice(field: FormField, value: str) -> Json:
    options = [option(label, key, picked=key == value) for label, key in field.options]
    # What was picked in a list of round buttons cannot be taken back.
    if limits.FEWEST_RADIOS <= len(options) <= _FEW and field.required:
        return {"type": _NUMBERS["radios"], "options": options}
    return _menu(options, required=field.required)


def _menu(options: Sequence[Json], *, required: bool) -> Json:
    return {
        "type": _NUMBERS["select"],
        "placeholder": "Choose",
        "min_values": int(required),
        "max_values": 1,
        "options": list(options),
    }


def _input(field: FormField, value: str) -> Json:
    """What somebody typed is never lost, even where it is over the field's own limit."""
    kept = value[: limits.INPUT]
    is_long = field.kind == "paragraph"
    made: Json = {
        "type": _NUMBERS["input"],
        "style": limits.PARAGRAPH if is_long else limits.SHORT,
        "max_length": min(max(field.limit, len(kept), 1), limits.INPUT),
    }
    example = _example(field)
    made |= {"placeholder": example} if example else {}
    return made | ({"value": kept} if kept else {})


def _example(field: FormField) -> str:
    is_range = field.low is not None and field.high is not None and field.high <= _COUNTABLE
    if field.kind == "number" and is_range:
        return f"{field.low} to {field.high}"
    return EXAMPLES.get(field.kind, "")
