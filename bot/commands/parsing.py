"""From what a person did to a command and its validated parameters."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError

from bot.commands.spec import Command, Params, extra
from bot.domain.errors import InvalidInput, NotFound
from bot.domain.units import shorten
from bot.ports import Pressed, Request, Submitted, Typed
from bot.tokens import read

LONGEST_LINE = 4000
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """`values` are raw texts by parameter; `pressed` says that they came from a button."""

    command: Command
    values: Mapping[str, str]
    pressed: bool = False


class Grammar:
    """Finds commands by name; `defaults` say what a bare group name means."""

    def __init__(self, commands: Sequence[Command], defaults: Mapping[str, str]) -> None:
        self._by_name = {command.name: command for command in commands}
        self._defaults = defaults
        self.visible = [command for command in commands if not command.hidden]

    def parse(self, request: Request) -> Parsed:
        match request:
            case Typed(text=text):
                return self._typed(text)
            case Pressed(token=token):
                return self._token(token)
            case Submitted(token=token, values=values):
                parsed = self._token(token)
                _check_legible(*values, *values.values())
                unknown = set(values) - set(parsed.command.asked)
                if unknown:
                    named = shorten(sorted(unknown)[0], 30)
                    raise InvalidInput(f"The form has no field “{named}”.")
                return Parsed(parsed.command, {**parsed.values, **values}, pressed=True)

    def find(self, name: str) -> Command | None:
        return self._by_name.get(self._defaults.get(name, name))

    def suggest(self, name: str) -> str:
        """Kind words about a command that does not exist."""
        names = [command.name for command in self.visible]
        wanted = name.lower()
        close = get_close_matches(wanted, names, 1, 0.8)
        # The second word may have been a value.
        close = close or get_close_matches(wanted.split(" ")[0], names, 1, 0.5)
        return f"Did you mean `/prep {close[0]}`?" if close else "`/prep help` lists them all."

    def _typed(self, text: str) -> Parsed:
        if len(text) > LONGEST_LINE:
            raise InvalidInput(f"That is longer than {LONGEST_LINE} characters.", "Be brief.")
        _check_legible(text)
        words = text.split()
        if not words:
            return Parsed(self._by_name["help"], {})
        for length in (2, 1):
            name = " ".join(words[:length]).lower()
            command = self.find(name)
            if command is not None and not command.hidden and len(words) >= length:
                rest = text.strip().split(maxsplit=length)[length:]
                return Parsed(command, _positional(command, rest[0] if rest else ""))
        shown = shorten(words[0], 30)
        raise NotFound(f"There is no command “{shown}”.", self.suggest(" ".join(words[:2])))

    def _token(self, token: str) -> Parsed:
        found = read(token)
        command = None if found is None else self._by_name.get(found[0])
        if found is None or command is None:
            raise NotFound("That button belongs to another version.", "Try `/prep today`.")
        if len(found[1]) > len(command.fields):
            raise InvalidInput("That button says more than I understand.", "Try `/prep today`.")
        _check_legible(*found[1])
        named = dict(zip(command.fields, found[1], strict=False))
        return Parsed(command, named, pressed=True)


def _check_legible(*texts: str) -> None:
    """A NUL or half a surrogate pair is text to Python and to no database."""
    if any("\0" in text or (not text.isascii() and _HALF.search(text)) for text in texts):
        raise InvalidInput("That holds a character I cannot keep.", "Type it anew as plain text.")


def _positional(command: Command, text: str) -> dict[str, str]:
    """Words in the order of the fields; the last one, if it says so, takes the rest of the line."""
    fields = list(command.asked)
    values: dict[str, str] = {}
    rest = text.strip()
    while rest and len(values) < len(fields):
        name = fields[len(values)]
        if extra(command.asked[name], "rest"):
            values[name] = rest
            return values
        values[name], rest = _word(rest)
    if rest:
        raise InvalidInput(
            f"“{shorten(rest, 40)}” is more than I expected.",
            f"For example: `{command.example or command.usage}`",
        )
    return values


_QUOTED = re.compile(r"""^(?:"([^"]*)"|'([^']*)')(?:\s+|$)(.*)$""", re.DOTALL)


def _word(text: str) -> tuple[str, str]:
    """The first word, or what stands in quotes; quotes that never close are ordinary letters."""
    quoted = _QUOTED.match(text)
    if quoted:
        return quoted[1] or quoted[2] or "", quoted[3].strip()
    first, *others = text.split(maxsplit=1)
    return first, others[0] if others else ""


def validate(parsed: Parsed) -> Params:
    """Raises InvalidInput that lists every field that does not fit, with an example."""
    given = {name: value for name, value in parsed.values.items() if value != ""}
    try:
        return parsed.command.params.model_validate(given)
    except ValidationError as error:
        lines = [_complaint(parsed.command, dict(detail)) for detail in error.errors()]
        example = parsed.command.example or parsed.command.usage
        raise InvalidInput(" ".join(lines), f"For example: `{example}`") from error


_PLAIN = {
    "int_parsing": "it takes a whole number",
    "string_too_long": "at most {max_length} characters",
    "greater_than_equal": "the smallest is {ge}",
    "less_than_equal": "the largest is {le}",
    "literal_error": "it takes {expected}",
}


def _in_plain_words(detail: Mapping[str, Any]) -> str:
    """The validator's own words are a programmer's."""
    known = _PLAIN.get(detail["type"])
    if known is None:
        return str(detail["msg"]).removeprefix("Value error, ").rstrip(".")
    return known.format(**detail.get("ctx", {}))


def _complaint(command: Command, detail: Mapping[str, Any]) -> str:
    place = detail["loc"]
    name = str(place[0]) if isinstance(place, tuple) and place else ""
    field = command.fields.get(name)
    label = (field.title or name) if field else name
    if detail["type"] == "missing":
        return f"{label} is missing."
    message = _in_plain_words(detail)
    typed = shorten(str(detail.get("input", "")), 30)
    return f"{label}: “{typed}” does not fit ({message[:1].lower()}{message[1:]})."
