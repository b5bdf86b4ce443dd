"""`/prep` as Discord's own commands, and what somebody does with them back as a typed line.

Discord wants to know beforehand what can be typed. What the content decides, such as the skills, is
completed while typing instead: the commands stay the same when the content changes.
"""

import hashlib
import itertools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from pydantic.fields import FieldInfo

from adapters.discord import limits
from adapters.discord.forms import EXAMPLES
from adapters.shapes import Json
from adapters.text import cut, flat
from bot.commands.registry import COMMANDS, GRAMMAR
from bot.commands.spec import Command, extra
from bot.ports import Completion

NAME = "prep"
SUMMARY = "Interview practice in a circle: one drill a day"
NOTE = "Save as drill note"
"""The entry in a message's own menu."""

Translated = Callable[[str], Mapping[str, str]]
"""Other languages' words for an English text, by Discord's name of the language."""

_SLASH, _ON_MESSAGE = 1, 3
_SUBCOMMAND, _GROUP, _STRING, _INTEGER = 1, 2, 3, 4
# Where it can be installed and used: by a server or a person, there or with the bot alone.
_REACH: Json = {"integration_types": [0, 1], "contexts": [0, 1]}


def english_only(_: str) -> Mapping[str, str]:
    return {}


def application_commands(
    translated: Translated = english_only, commands: Sequence[Command] = COMMANDS
) -> list[Json]:
    """All there is to register, every time the same for the same commands."""
    words = _Words(translated)
    visible = [command for command in commands if not command.hidden]
    names = dict.fromkeys(command.name.split(" ")[0] for command in visible)
    slash = {
        **words.described(NAME, SUMMARY),
        "type": _SLASH,
        "options": [words.entry(name, visible) for name in names],
        **_REACH,
    }
    return [slash, {**words.named(NOTE), "type": _ON_MESSAGE, **_REACH}]


def fingerprint(commands: Sequence[Json]) -> str:
    """Differs when, and only when, something must be registered anew."""
    text = json.dumps(commands, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def typed(data: Mapping[str, Any]) -> str:
    """A used command as the line that somebody would have typed, without the slash word."""
    name, options = _called(data)
    given = {str(option["name"]): str(option.get("value", "")).strip() for option in options}
    values = [(given.get(param, ""), field) for param, field in _asked(name).items()]
    while values and not values[-1][0]:
        values.pop()
    return _line(name, values)


def half_typed(data: Mapping[str, Any]) -> str:
    """The same up to the value that is being typed; of that, the last word."""
    name, options = _called(data)
    given = {str(option["name"]): str(option.get("value", "")).strip() for option in options}
    at = next((str(option["name"]) for option in options if option.get("focused")), "")
    before = itertools.takewhile(lambda one: one[0] != at, _asked(name).items())
    values = [(given.get(param, ""), field) for param, field in before]
    return f"{_line(name, values)} {given.get(at, '').split(' ')[-1]}"


def suggestions(completions: Iterable[Completion]) -> Json:
    """What is offered for that value."""
    offered = [
        {"name": cut(flat(one.note) or one.text, limits.CHOICE), "value": one.text.split(" ")[-1]}
        for one in completions
    ]
    return {"choices": offered[: limits.CHOICES]}


class _Words:
    """Names and descriptions, with their translations where there are some."""

    def __init__(self, translated: Translated) -> None:
        self._translated = translated

    def named(self, name: str) -> Json:
        return {"name": name, **self._others("name_localizations", name)}

    def described(self, name: str, summary: str) -> Json:
        description = cut(flat(summary), limits.DESCRIPTION)
        others = self._others("description_localizations", summary)
        return {**self.named(name), "description": description, **others}

    def entry(self, name: str, commands: Sequence[Command]) -> Json:
        inner = [command for command in commands if command.name.startswith(f"{name} ")]
        if not inner:
            found = next(command for command in commands if command.name == name)
            return self._subcommand(name, found)
        usual = GRAMMAR.find(name) or inner[0]
        options = [self._subcommand(command.name.split(" ")[1], command) for command in inner]
        return {**self.described(name, usual.summary), "type": _GROUP, "options": options}

    def _subcommand(self, name: str, command: Command) -> Json:
        """Nothing is required where a form asks for what is missing."""
        options = [
            {**self._option(param, field), "required": field.is_required() and not command.form}
            for param, field in command.asked.items()
        ]
        listed = sorted(options, key=lambda option: not option["required"])
        made = {**self.described(name, command.summary), "type": _SUBCOMMAND}
        return made | ({"options": listed} if listed else {})

    def _option(self, name: str, field: FieldInfo) -> Json:
        made = self.described(name, _explained(field))
        fixed = extra(field, "options")
        if fixed:
            listed = [{**self.named(str(label)), "value": str(value)} for label, value in fixed]
            return {**made, "type": _STRING, "choices": listed}
        if field.annotation is int:
            return {**made, "type": _INTEGER, **_bounds(field)}
        completed = {"autocomplete": True} if extra(field, "choices") else {}
        return {**made, "type": _STRING, **_lengths(field), **completed}

    def _others(self, key: str, text: str) -> Json:
        found = dict(self._translated(text))
        return {key: found} if found else {}


def _explained(field: FieldInfo) -> str:
    """Its label, an example where its form is strict, and the hint."""
    label, hint = field.title or "", extra(field, "hint") or ""
    example = EXAMPLES.get(extra(field, "widget") or "", "")
    asked = f"{label}, such as {example}" if example else label
    return f"{asked}. {hint}" if hint else asked


def _bounds(field: FieldInfo) -> Json:
    found = {type(m).__name__: m for m in field.metadata}
    low, high = getattr(found.get("Ge"), "ge", None), getattr(found.get("Le"), "le", None)
    made = {"min_value": low} if low is not None else {}
    # What is larger than Discord knows to count need not be bounded for it.
    return made | (
        {"max_value": high} if high is not None and high <= limits.LARGEST_NUMBER else {}
    )


def _lengths(field: FieldInfo) -> Json:
    found = {type(m).__name__: m for m in field.metadata}
    low = getattr(found.get("MinLen"), "min_length", None)
    high = getattr(found.get("MaxLen"), "max_length", None)
    made = {"min_length": low} if low is not None else {}
    return made | ({"max_length": min(high, limits.OPTION_TEXT)} if high is not None else {})


def _called(data: Mapping[str, Any]) -> tuple[str, Sequence[Mapping[str, Any]]]:
    """The command's name, and what was given to it."""
    names: list[str] = []
    options: Sequence[Mapping[str, Any]] = data.get("options") or ()
    while options and options[0].get("type") in {_SUBCOMMAND, _GROUP}:
        names.append(str(options[0]["name"]))
        options = options[0].get("options") or ()
    return " ".join(names), options


def _asked(name: str) -> Mapping[str, FieldInfo]:
    command = GRAMMAR.find(name)
    return {} if command is None else command.asked


def _line(name: str, values: Iterable[tuple[str, FieldInfo]]) -> str:
    words = (value if extra(field, "rest") else _word(value) for value, field in values)
    return " ".join([name, *words])


def _word(value: str) -> str:
    """So that it is read as one word, whatever is in it."""
    if value and value[0] not in "\"'" and not any(c.isspace() for c in value):
        return value
    quote = "'" if '"' in value else '"'
    return f"{quote}{value.replace(quote, '’')}{quote}"
