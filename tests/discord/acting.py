"""What a Discord client does with what it shows: find a button, pick options, fill in a form."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

from tests.discord import elements as e
from tests.discord.records import Json
from tests.discord.resolving import Resolved
from tests.discord.slash import ClientRefuses

Held = TypeVar("Held")


def find_button(components: Iterable[Json], wanted: str) -> Json:
    """By its custom id, else by what stands on it. Raises LookupError, ClientRefuses."""
    shown = [one for one in e.every(components) if one["type"] == e.BUTTON]
    by_token = [one for one in shown if one.get("custom_id") == wanted]
    by_label = [one for one in shown if one.get("label") == wanted]
    for found in [*by_token, *by_label]:
        if found.get("disabled"):
            raise ClientRefuses(f"{wanted!r} is greyed out")
        if found["style"] == e.LINK:
            raise ClientRefuses(f"{wanted!r} leads to {found['url']}")
        return found
    named = [(one.get("label"), one.get("custom_id")) for one in shown]
    raise LookupError(f"no button {wanted!r} among {named}")


def find_select(components: Iterable[Json], wanted: str) -> Json:
    """The select that offers this, or one that offers people, roles or channels."""
    shown = [one for one in e.every(components) if one["type"] in e.SELECTS]
    for found in shown:
        offers = {text for option in found.get("options", []) for text in _names(option)}
        if wanted in offers or found["type"] != e.STRING_SELECT:
            if found.get("disabled"):
                raise ClientRefuses(f"the menu with {wanted!r} is greyed out")
            return found
    raise LookupError(f"no option {wanted!r} among {e.tokens_of(components)}")


def _names(option: Json) -> tuple[str, str]:
    return option["value"], option["label"]


def picked(place: Resolved, select: Json, wanted: Iterable[str]) -> Json:
    """The data of a select that now holds this."""
    values = _values(place, select, tuple(wanted))
    least, most = select.get("min_values", 1), select.get("max_values", 1)
    if not least <= len(values) <= most:
        raise ClientRefuses(f"{len(values)} picked, {least} to {most} wanted")
    told: Json = {"component_type": select["type"], "custom_id": select["custom_id"]}
    told |= {"values": values, "id": select["id"]}
    return told | ({"resolved": place.found} if place.found else {})


def _values(place: Resolved, select: Json, wanted: Iterable[str]) -> list[str]:
    named = {
        e.USER_SELECT: place.person,
        e.ROLE_SELECT: place.role,
        e.MENTIONABLE_SELECT: place.mentionable,
        e.CHANNEL_SELECT: place.channel,
    }
    if select["type"] in named:
        return [named[select["type"]](one) for one in wanted]
    return [_offered(select, one) for one in wanted]


def _offered(field: Json, wanted: str) -> str:
    for option in field.get("options") or []:
        if wanted in _names(option):
            return str(option["value"])
    raise LookupError(f"no option {wanted!r} among {field.get('options')}")


def filled(place: Resolved, components: list[Json], values: Mapping[str, object]) -> list[Json]:
    """A modal as a person leaves it: `values` by custom id or label. Raises ClientRefuses."""
    names = {name for outer, inner in e.inputs(components) for name in _called(outer, inner)}
    unknown = set(values) - names
    if unknown:
        raise LookupError(f"no fields {sorted(unknown)} among {sorted(names)}")
    return [_sent(place, component, values) for component in components]


def _called(outer: Json, inner: Json) -> tuple[str, str]:
    return inner["custom_id"], str(outer.get("label") or inner.get("label") or "")


def _sent(place: Resolved, outer: Json, values: Mapping[str, object]) -> Json:
    """A top-level component as it comes back; texts come back without their content."""
    told: Json = {"type": outer["type"], "id": outer["id"]}
    within = [_leaf(place, outer, inner, values) for inner in e.children(outer)]
    if outer["type"] == e.LABEL:
        return {**told, "component": within[0]}
    return {**told, "components": within} if outer["type"] == e.ROW else told


def _leaf(place: Resolved, outer: Json, inner: Json, values: Mapping[str, object]) -> Json:
    given = [values[name] for name in _called(outer, inner) if name in values]
    told = {"type": inner["type"], "id": inner["id"], "custom_id": inner["custom_id"]}
    held = _held(place, inner, given[0] if given else _start(inner))
    empty = held.get("value", held.get("values")) in ("", None, [])
    if empty and _required(inner):
        raise ClientRefuses(f"{inner['custom_id']}: this field is required")
    return {**told, **held}


def _required(inner: Json) -> bool:
    """Everything must be filled in unless it says otherwise; a check box need not be ticked."""
    return inner["type"] != e.CHECKBOX and bool(inner.get("required", True))


def _start(inner: Json) -> object:
    """What it holds before anybody touches it."""
    chosen = [one["value"] for one in inner.get("options") or [] if one.get("default")]
    match inner["type"]:
        case e.TEXT_INPUT:
            return inner.get("value") or ""
        case e.RADIO_GROUP:
            return next(iter(chosen), None)
        case e.CHECKBOX:
            return bool(inner.get("default"))
        case _:
            return chosen


def _held(place: Resolved, inner: Json, given: object) -> Json:
    match inner["type"]:
        case e.TEXT_INPUT:
            return {"value": _text(inner, str(given))}
        case e.RADIO_GROUP:
            return {"value": _offered(inner, str(given)) if given else None}
        case e.CHECKBOX:
            return {"value": bool(given)}
        case e.FILE_UPLOAD:
            return {"values": [place.file(one) for one in _files(inner, given)]}
        case e.CHECKBOX_GROUP:
            most = len(inner.get("options") or [])
            return {"values": _bounded(inner, [_offered(inner, one) for one in _many(given)], most)}
        case _:
            return {"values": _bounded(inner, _values(place, inner, _many(given)), 1)}


def _text(inner: Json, text: str) -> str:
    least, most = inner.get("min_length") or 0, inner.get("max_length") or 4_000
    if len(text) > most or (text and len(text) < least):
        raise ClientRefuses(f"{inner['custom_id']}: {len(text)} characters")
    return text


def _many(given: object) -> list[str]:
    if isinstance(given, str):
        return [given] if given else []
    assert isinstance(given, list | tuple), given
    return [str(one) for one in given]


def _files(inner: Json, given: object) -> list[object]:
    files = list(given) if isinstance(given, list) else [given]
    return _bounded(inner, files, 1)


def _bounded(inner: Json, held: list[Held], most: int) -> list[Held]:
    least = inner.get("min_values", 1)
    if held and not least <= len(held) <= (inner.get("max_values") or most):
        raise ClientRefuses(f"{inner['custom_id']}: {len(held)} chosen")
    return held
