"""What Discord's client does with a typed command: find it, read the options, check them.

`/prep drill skill:sql.window count:3` is read as the client shows it; options can be given as
keywords too, which is the only way for attachments.
"""

import re
from collections.abc import Mapping
from typing import Any

from tests.discord.api_commands import GROUP, SUBCOMMAND
from tests.discord.permissions import BITS
from tests.discord.records import Json
from tests.discord.resolving import Resolved

STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER, ATTACHMENT = range(3, 12)
CHAT_INPUT = 1
STRING_CHARACTERS, LARGEST = 6_000, 2**53
BOOLEANS = {"true": True, "false": False}


class ClientRefuses(Exception):
    """The client would not let a person send this."""


def find(place: Resolved, kind: int, name: str) -> Json:
    """A registered command that is offered there. Raises LookupError, ClientRefuses."""
    scopes = [place.state.commands.get(scope, {}) for scope in (place.room.guild, "")]
    known = [one for scope in scopes for one in scope.values() if one["type"] == kind]
    found = next((one for one in known if one["name"] == name), None)
    if found is None:
        raise LookupError(f"no command {name!r} among {[one['name'] for one in known]}")
    needed, held = found.get("default_member_permissions"), _held(place)
    if place.room.guild and int(needed or 0) & ~held:
        raise ClientRefuses(f"/{name} is not offered to them")
    contexts = found.get("contexts")
    if contexts is not None and (0 if place.room.guild else 1) not in contexts:
        raise ClientRefuses(f"/{name} is not offered there")
    return found


def _held(place: Resolved) -> int:
    names = place.asker.may if place.asker else set(BITS)
    return -1 if "administrator" in names else sum(1 << BITS[name] for name in names)


def sent(place: Resolved, line: str, given: Mapping[str, object]) -> Json:
    """The data of a whole command."""
    command, path, leaf, rest = _found(place, line)
    typed = {**_split(rest, _options(leaf)), **given}
    _refuse_missing(leaf, typed)
    values = [_value(place, _option(leaf, name), value) for name, value in typed.items()]
    return _data(place, command, path, values)


def half_sent(place: Resolved, line: str, given: Mapping[str, object]) -> Json:
    """The data of a command while it is typed, the last option in focus."""
    command, path, leaf, rest = _found(place, line)
    typed = {**_split(rest, _options(leaf)), **given}
    if not typed:
        raise ClientRefuses(f"nothing is being typed into {line!r}")
    last = _option(leaf, list(typed)[-1])
    if not last.get("autocomplete"):
        raise ClientRefuses(f"{last['name']} completes nothing")
    values = [_half_value(_option(leaf, name), value) for name, value in typed.items()]
    values[-1]["focused"] = True
    return _data(place, command, path, values)


def _found(place: Resolved, line: str) -> tuple[Json, list[Json], Json, str]:
    """The command, the groups walked through, where that ends, and the rest of the line."""
    word, _, rest = line.removeprefix("/").partition(" ")
    command = leaf = find(place, CHAT_INPUT, word)
    path: list[Json] = []
    while any(option["type"] in {SUBCOMMAND, GROUP} for option in _options(leaf)):
        word, _, rest = rest.strip().partition(" ")
        leaf = _option(leaf, word)
        path.append(leaf)
    return command, path, leaf, rest.strip()


def _options(leaf: Json) -> list[Json]:
    return leaf.get("options") or []


def _option(leaf: Json, name: str) -> Json:
    for option in _options(leaf):
        if option["name"] == name:
            return option
    raise LookupError(f"no {name!r} among {[option['name'] for option in _options(leaf)]}")


def _split(rest: str, options: list[Json]) -> dict[str, object]:
    """`name:value name:value`; a value goes on until the next known name."""
    if not rest:
        return {}
    names = "|".join(re.escape(option["name"]) for option in options) or r"(?!)"
    parts = re.split(rf"(?:^|\s+)({names}):", rest)
    if parts[0]:
        raise ClientRefuses(f"{parts[0]!r} belongs to no option of {names}")
    return dict(zip(parts[1::2], map(str.strip, parts[2::2]), strict=True))


def _refuse_missing(leaf: Json, typed: Mapping[str, object]) -> None:
    missing = [
        option["name"]
        for option in _options(leaf)
        if option.get("required") and option["name"] not in typed
    ]
    if missing:
        raise ClientRefuses(f"this option is required: {missing}")


def _data(place: Resolved, command: Json, path: list[Json], values: list[Json]) -> Json:
    options = values
    for group in reversed(path):
        options = [{"name": group["name"], "type": group["type"], "options": options}]
    told: Json = {"id": command["id"], "name": command["name"], "type": command["type"]}
    told |= {"options": options} if options else {}
    told |= {"resolved": place.found} if place.found else {}
    return told | ({"guild_id": command["guild_id"]} if "guild_id" in command else {})


def _half_value(option: Json, value: object) -> Json:
    return {"name": option["name"], "type": option["type"], "value": value}


def _value(place: Resolved, option: Json, value: object) -> Json:
    named = {
        USER: place.person,
        CHANNEL: place.channel,
        ROLE: place.role,
        MENTIONABLE: place.mentionable,
    }
    kind = option["type"]
    told: object
    if kind in named:
        told = named[kind](str(value))
    elif kind == ATTACHMENT:
        told = place.file(value)
    elif kind == BOOLEAN:
        told = BOOLEANS[str(value).lower()]
    else:
        told = _number(option, value) if kind in {INTEGER, NUMBER} else _string(option, value)
    return {"name": option["name"], "type": kind, "value": told}


def _number(option: Json, value: object) -> float:
    try:
        number = int(str(value)) if option["type"] == INTEGER else float(str(value))
    except ValueError:
        raise ClientRefuses(f"{option['name']}: {value!r} is no number") from None
    low, high = option.get("min_value", -LARGEST), option.get("max_value", LARGEST)
    if not low <= number <= high:
        raise ClientRefuses(f"{option['name']}: {number} is out of bounds")
    return (
        float(_chosen(option, number)) if option["type"] == NUMBER else int(_chosen(option, number))
    )


def _string(option: Json, value: object) -> str:
    text = str(value)
    least, most = option.get("min_length") or 0, option.get("max_length") or STRING_CHARACTERS
    if not least <= len(text) <= most:
        raise ClientRefuses(f"{option['name']}: {len(text)} characters")
    return str(_chosen(option, text))


def _chosen(option: Json, value: Any) -> Any:  # noqa: ANN401  a string or a number
    """Where choices are given only they can be sent; a name stands for its value."""
    choices = option.get("choices") or []
    by_name = {choice["name"]: choice["value"] for choice in choices}
    if not choices or value in by_name.values():
        return value
    if value not in by_name:
        raise ClientRefuses(f"{option['name']}: {value!r} is not among {list(by_name)}")
    return by_name[value]
