"""Ways to go on with a half-typed command line."""

from collections.abc import Iterator, Sequence

from pydantic.fields import FieldInfo

from bot.commands.registry import GRAMMAR
from bot.commands.spec import Command, choices_of, extra
from bot.curriculum.catalog import Curriculum
from bot.ports import Completion

MOST = 25
"""As many as the narrowest platform takes."""


def complete(text: str, curriculum: Curriculum) -> list[Completion]:
    """`text` is the line without the slash word; the answers are whole lines."""
    typed = text.lstrip()
    found = [*_names(typed), *_values(typed, curriculum)]
    return found[:MOST]


def _names(typed: str) -> Iterator[Completion]:
    wanted = typed.lower()
    for command in GRAMMAR.visible:
        if command.name.startswith(wanted) and command.name != wanted.rstrip():
            yield Completion(command.name, command.summary)
        elif command.name == wanted.rstrip() and not typed.endswith(" "):
            yield Completion(command.name, _next(command))


def _next(command: Command) -> str:
    asked = ", ".join(field.title or name for name, field in command.asked.items())
    return f"{command.summary}. Then: {asked}" if asked else command.summary


def _values(typed: str, curriculum: Curriculum) -> Iterator[Completion]:
    """Values for the parameter the cursor stands in, where the choices are known."""
    for command in GRAMMAR.visible:
        if not typed.lower().startswith(f"{command.name} "):
            continue
        words = typed[len(command.name) + 1 :].split(" ")
        fields = list(command.asked.values())
        if len(words) > len(fields):
            continue
        done = " ".join([command.name, *words[:-1]])
        wanted = words[-1].lower()
        for label, value in _fitting(_choices(curriculum, fields[len(words) - 1]), wanted):
            yield Completion(f"{done} {value}", label)


def _fitting(choices: Sequence[tuple[str, str]], wanted: str) -> list[tuple[str, str]]:
    """What begins so itself, then what has a word that does."""
    begun = [(label, value) for label, value in choices if value.startswith(wanted)]
    named = [one for one in choices if f" {wanted}" in f" {one[0].lower()}"]
    return list(dict.fromkeys([*begun, *named]))


def _choices(curriculum: Curriculum, field: FieldInfo) -> Sequence[tuple[str, str]]:
    return _helped() if extra(field, "choices") == "commands" else choices_of(curriculum, field)


def _helped() -> list[tuple[str, str]]:
    """One word each, as a value is: help for a group lists what is in it."""
    inside: dict[str, list[str]] = {}
    for command in GRAMMAR.visible:
        name, _, inner = command.name.partition(" ")
        inside.setdefault(name, []).append(inner or command.summary)
    return [(", ".join(parts), name) for name, parts in inside.items()]
