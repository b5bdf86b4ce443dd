"""Ways to go on with a half-typed command line."""

from collections.abc import Iterator

from bot.commands.registry import GRAMMAR
from bot.commands.spec import Command, choices_of
from bot.curriculum.catalog import Curriculum
from bot.ports import Completion

MOST = 12


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
        for label, value in choices_of(curriculum, fields[len(words) - 1]):
            if value.startswith(wanted) or f" {wanted}" in f" {label.lower()}":
                yield Completion(f"{done} {value}", label)
