"""What a platform takes, as data, and where a payload breaks it.

A shape names the keys an object may have and the rule for each; any other key is refused. Lengths
are code points of what is sent, so after escaping.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, assert_never

Json = dict[str, Any]
Name = str
Cure = Literal["cut", "trim", "forget", "drop", "fill"]
"""Shorten the text, shorten the list, do without the key, do without the whole item it is part of,
or put the usual thing in an empty place."""


@dataclass(frozen=True, slots=True)
class Violation:
    """`pointer` is a JSON pointer into the payload; `cure` and `most` say how to mend it."""

    pointer: str
    rule: str
    cure: Cure = "drop"
    most: int = 0


Found = Iterator[Violation]


@dataclass(frozen=True, slots=True)
class Line:
    """A string; blank counts as empty. What is no prose, such as an id, must not be `cuttable`."""

    most: int
    least: int = 1
    needed: bool = True
    pattern: str = ""
    cuttable: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """A list of strings."""

    of: Line
    most: int
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Whole:
    low: int
    high: int
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Flag:
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    values: frozenset[int] | frozenset[str]
    needed: bool = False


@dataclass(frozen=True, slots=True)
class One:
    """An object of one of these shapes."""

    of: frozenset[Name]
    needed: bool = True


@dataclass(frozen=True, slots=True)
class Many:
    """A list of objects of these shapes."""

    of: frozenset[Name]
    most: int
    least: int = 1
    needed: bool = True


Rule = Line | Lines | Whole | Flag | Known | One | Many
Shape = Mapping[str, Rule]
Relation = Callable[[Json, str], Found]
"""What the parts of one object, found at this pointer, must agree on."""


@dataclass(frozen=True, slots=True)
class Book:
    """All shapes of a platform; `types` names them by what an object states as its `type`.

    What is not named there states none, and is known by where it stands.
    """

    shapes: Mapping[Name, Shape]
    types: Mapping[int | str, Name]
    relations: Mapping[Name, Relation]


@dataclass(frozen=True, slots=True)
class Seen:
    pointer: str
    name: Name
    node: Json


def check(book: Book, payload: Json, name: Name) -> tuple[list[Violation], list[Seen]]:
    """What is wrong, and every object that was met, in order."""
    walk = _Walk(book)
    return [*walk.shaped(payload, name, "")], walk.seen


def escaped(key: str) -> str:
    """As a step of a JSON pointer."""
    return key.replace("~", "~0").replace("/", "~1")


class _Walk:
    def __init__(self, book: Book) -> None:
        self._book = book
        self._typed = frozenset(book.types.values())
        self.seen: list[Seen] = []

    def shaped(self, node: Json, name: Name, at: str) -> Found:
        self.seen.append(Seen(at, name, node))
        shape = self._book.shapes[name]
        for key in node:
            if key not in shape and (key != "type" or name not in self._typed):
                yield Violation(f"{at}/{escaped(key)}", f"no such key in {name}", "forget")
        for key, rule in shape.items():
            if key in node:
                yield from self._value(node[key], rule, f"{at}/{key}")
            elif rule.needed:
                yield Violation(f"{at}/{key}", f"needs {key}", "drop" if at else "fill")
        if name in self._book.relations:
            yield from self._book.relations[name](node, at)

    def _value(self, value: object, rule: Rule, at: str) -> Found:
        match rule:
            case Line():
                yield from _line(value, rule, at)
            case Lines():
                yield from _lines(value, rule, at)
            case One(of=of, needed=needed):
                yield from self._one(value, of, at, _cure(needed=needed))
            case Many():
                yield from self._many(value, rule, at)
            case Flag() | Known() | Whole():
                yield from _simple(value, rule, at)
            case unreachable:
                assert_never(unreachable)

    def _one(self, value: object, of: frozenset[Name], at: str, cure: Cure) -> Found:
        if not isinstance(value, dict):
            yield Violation(at, "must be an object", cure)
            return
        name = self._name(value, of)
        if name not in of:
            yield Violation(at, f"{name or value.get('type')} is not possible here", cure)
        else:
            yield from self.shaped(value, name, at)

    def _name(self, value: Json, of: frozenset[Name]) -> Name:
        if not of & self._typed:
            return next(iter(of))
        kind = _plainly(value.get("type"))
        return "" if kind is None else self._book.types.get(kind, "")

    def _many(self, value: object, rule: Many, at: str) -> Found:
        if not isinstance(value, list):
            yield Violation(at, "must be a list", _cure(needed=rule.needed))
            return
        if len(value) < rule.least:
            yield Violation(at, f"at least {rule.least}", _cure(needed=rule.needed))
        if len(value) > rule.most:
            yield Violation(at, f"at most {rule.most}, has {len(value)}", "trim", rule.most)
        for number, item in enumerate(value):
            yield from self._one(item, rule.of, f"{at}/{number}", "drop")


def _cure(*, needed: bool) -> Cure:
    return "drop" if needed else "forget"


def _line(value: object, rule: Line, at: str) -> Found:
    cure = _cure(needed=rule.needed)
    if not isinstance(value, str):
        yield Violation(at, "must be a string", cure)
    elif rule.least and not value.strip():
        yield Violation(at, "is blank", cure)
    elif len(value) > rule.most:
        words = f"at most {rule.most} characters, has {len(value)}"
        yield Violation(at, words, "cut" if rule.cuttable else cure, rule.most)
    elif rule.pattern and not re.fullmatch(rule.pattern, value):
        yield Violation(at, f"must look like {rule.pattern}", cure)


def _lines(value: object, rule: Lines, at: str) -> Found:
    if not isinstance(value, list):
        yield Violation(at, "must be a list", _cure(needed=rule.needed))
        return
    if len(value) > rule.most:
        yield Violation(at, f"at most {rule.most}, has {len(value)}", "trim", rule.most)
    for number, item in enumerate(value):
        yield from _line(item, rule.of, f"{at}/{number}")


def _simple(value: object, rule: Flag | Known | Whole, at: str) -> Found:
    match rule:
        case Flag():
            right, wanted = isinstance(value, bool), "true or false"
        case Known(values=values):
            right, wanted = _plainly(value) in values, f"one of {sorted(map(str, values))}"
        case Whole(low=low, high=high):
            number = _plainly(value)
            right = isinstance(number, int) and low <= number <= high
            wanted = f"a whole number from {low} to {high}"
        case unreachable:
            assert_never(unreachable)
    if not right:
        yield Violation(at, f"must be {wanted}", _cure(needed=rule.needed))


def _plainly(value: object) -> int | str | None:
    """What can be looked up without a surprise: to Python, though to no platform, true is 1."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    return value
