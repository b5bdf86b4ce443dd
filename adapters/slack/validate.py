"""Whether Slack would take a payload: the limits applied, the strictest way, without asking it.

Lengths are code points of what is sent, so after escaping. What the tables do not know is refused.
"""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any, assert_never

from adapters.shapes import Cure, Flag, Found, Json, Known, Line, One, Whole, escaped
from adapters.shapes import Violation as Violation
from adapters.slack import limits
from adapters.slack.limits import Grid, Lines, Many, Rule, Words
from adapters.slack.limits import Surface as Surface


def violations(payload: Json, surface: Surface) -> list[Violation]:
    """All of them. `payload` is a view, or a message's `text` and `blocks`."""
    check = _Check(surface)
    return [*check.shaped(payload, surface, ""), *check.agreement(), *_whole(payload, surface)]


class _Check:
    """One walk through a payload; notes on its way what must agree across objects."""

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._actions: list[tuple[str, Json]] = []
        self._tables: list[tuple[str, int]] = []

    def shaped(self, node: Json, name: str, at: str) -> Found:
        shape = limits.SHAPES[name]
        for key in node:
            if key not in shape and (key != "type" or name in limits.UNTYPED):
                # Only a key that nobody knows can hold the signs that pointers are made of.
                yield Violation(f"{at}/{escaped(str(key))}", f"no such key in {name}", "forget")
        for key, rule in shape.items():
            if key in node:
                yield from self._value(node[key], rule, f"{at}/{key}")
            elif rule.needed:
                yield Violation(f"{at}/{key}", f"needs {key}", "drop" if at else "fill")
        if "action_id" in node or "focus_on_load" in node:
            self._actions.append((at, node))
        if name in _RELATIONS:
            yield from _RELATIONS[name](node, at)

    def agreement(self) -> Found:
        """Between what was seen."""
        named = [(at, node["action_id"]) for at, node in self._actions if "action_id" in node]
        ids = [(f"{at}/action_id", _block_of(at), name) for at, name in named]
        yield from _repeated(ids, "action_id")
        focused = [at for at, node in self._actions if node.get("focus_on_load")]
        for at in focused[1:]:
            yield Violation(f"{at}/focus_on_load", "only one may have the focus", "forget")
        for at, _ in self._tables[limits.TABLES :]:
            yield Violation(at, f"at most {limits.TABLES} table in a message")
        if sum(size for _, size in self._tables) > limits.TABLE_TEXT:
            yield Violation(self._tables[-1][0], f"at most {limits.TABLE_TEXT} letters in tables")

    def _value(self, value: object, rule: Rule, at: str) -> Found:
        match rule:
            case Line():
                yield from _line(value, rule, at)
            case Words():
                yield from self._words(value, rule, at)
            case One(of=of, needed=needed):
                yield from self._one(value, of, at, "drop" if needed else "forget")
            case Lines():
                yield from _lines(value, rule, at)
            case Many():
                yield from self._many(value, rule, at)
            case Grid():
                yield from self._grid(value, rule, at)
            case Flag() | Known() | Whole():
                yield from _simple(value, rule, at)
            case unreachable:
                assert_never(unreachable)

    def _words(self, value: object, rule: Words, at: str) -> Found:
        kinds = limits.TEXTS if rule.marked else frozenset({"plain_text"})
        found = [*self._one(value, kinds, at, "drop")]
        if not rule.needed:
            found = [v if v.cure == "cut" else Violation(at, v.rule, "forget") for v in found]
        yield from found or _longer(value, rule.most, at)

    def _one(self, value: object, of: frozenset[str], at: str, cure: Cure) -> Found:
        if not isinstance(value, dict):
            yield Violation(at, "must be an object", cure)
            return
        name = next(iter(of)) if of <= limits.UNTYPED else str(value.get("type"))
        if name not in of:
            yield Violation(at, f"{name} is not possible here", cure)
        elif self._surface not in limits.ONLY_ON.get(name, {self._surface}):
            yield Violation(at, f"{name} is not possible in a {self._surface}", cure)
        else:
            yield from self.shaped(value, name, at)

    def _many(self, value: object, rule: Many, at: str) -> Found:
        if not isinstance(value, list) or not value:
            cure: Cure = "forget" if not rule.needed else "fill" if at == "/blocks" else "drop"
            yield Violation(at, "is empty", cure)
            return
        if len(value) > rule.most:
            yield _too_many(at, len(value), rule.most)
        for number, item in enumerate(value):
            found = [*self._one(item, rule.of, f"{at}/{number}", "drop")]
            yield from found
            if not found and rule.of >= limits.TEXTS and item["type"] in limits.TEXTS:
                yield from _longer(item, rule.words, f"{at}/{number}")

    def _grid(self, rows: object, rule: Grid, at: str) -> Found:
        if not isinstance(rows, list) or not all(isinstance(r, list) and r for r in rows or [0]):
            yield Violation(at, "must be rows of cells")
            return
        if len(rows) > rule.rows:
            yield _too_many(at, len(rows), rule.rows)
        if max(map(len, rows)) > rule.cells or len({*map(len, rows)}) > 1:
            yield Violation(at, f"rows must be equally long, at most {rule.cells} cells")
        cells = [
            (f"{at}/{y}/{x}", cell) for y, row in enumerate(rows) for x, cell in enumerate(row)
        ]
        for place, cell in cells:
            for found in self._one(cell, rule.of, place, "drop"):
                # A cell less would shift its row, so the table goes as a whole.
                yield Violation(at, f"{found.rule} ({found.pointer})")
        self._tables.append((at.removesuffix("/rows"), sum(_size(cell) for _, cell in cells)))


def _line(value: object, rule: Line, at: str) -> Found:
    cure: Cure = "drop" if rule.needed else "forget"
    if not isinstance(value, str):
        yield Violation(at, "must be a string", cure)
    elif rule.least and not value.strip():
        yield Violation(at, "is blank", "fill" if at == "/text" else cure)
    elif len(value) > rule.most:
        rule_text = f"at most {rule.most} characters, has {len(value)}"
        yield Violation(at, rule_text, "cut" if rule.cuttable else cure, rule.most)
    elif rule.pattern and not re.fullmatch(rule.pattern, value):
        yield Violation(at, f"must look like {rule.pattern}", cure)


def _lines(value: object, rule: Lines, at: str) -> Found:
    """A whole list is forgotten for one bad string: without it, more is possible and not less."""
    if not isinstance(value, list) or not 0 < len(value) <= rule.most:
        yield Violation(at, f"must be a list of 1 to {rule.most}", "forget")
        return
    for found in (found for item in value for found in _line(item, rule.each, at)):
        yield Violation(at, found.rule, "forget")


def _simple(value: object, rule: Flag | Known | Whole, at: str) -> Found:
    match rule:
        case Flag():
            right, wanted = isinstance(value, bool), "true or false"
        case Known(values=values):
            right, wanted = str(value) in values, f"one of {sorted(map(str, values))}"
        case Whole(low=low, high=high):
            right = type(value) in {int, float} and low <= float(str(value)) <= high
            wanted = f"a number from {low} to {high}"
        case unreachable:
            assert_never(unreachable)
    if not right:
        yield Violation(at, f"must be {wanted}", "drop" if rule.needed else "forget")


def _longer(value: Any, most: int, at: str) -> Found:  # noqa: ANN401  a checked text object
    if len(value["text"]) > most:
        rule = f"at most {most} characters, has {len(value['text'])}"
        yield Violation(f"{at}/text", rule, "cut", most)


def _too_many(at: str, count: int, most: int) -> Violation:
    return Violation(at, f"at most {most}, has {count}", "trim", most)


def _size(cell: object) -> int:
    """How much text is in there, at whatever depth."""
    if isinstance(cell, dict):
        return sum(
            len(v) if isinstance(v, str) else _size(v) for k, v in cell.items() if k != "type"
        )
    return sum(map(_size, cell)) if isinstance(cell, list) else 0


def _block_of(at: str) -> str:
    return "/".join(at.split("/", 3)[:3])


def _view(node: Json, name: str) -> Found:
    if node.get("type") != name:
        yield Violation("/type", f"must be {name}", "fill")


def _either(node: Json, at: str, this: str, that: str) -> Found:
    if (this in node) == (that in node):
        yield Violation(f"{at}/{this}", f"needs either {this} or {that}")


def _section(node: Json, at: str) -> Found:
    if "text" not in node and "fields" not in node:
        yield Violation(f"{at}/text", "needs text or fields")


def _menu(node: Json, at: str) -> Found:
    yield from _either(node, at, "options", "option_groups")
    yield from _chosen(node, at)


def _chosen(node: Json, at: str) -> Found:
    """What is picked already must be one of what there is to pick, to the letter."""
    for key in ("initial_option", "initial_options"):
        if key in node:
            picked = node[key] if isinstance(node[key], list) else [node[key]]
            if any(option not in _known(node) for option in picked):
                yield Violation(f"{at}/{key}", "is none of the options", "forget")


def _known(node: Json) -> list[object]:
    groups = [node, *_list(node.get("option_groups"))]
    return [o for group in groups if isinstance(group, dict) for o in _list(group.get("options"))]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _typed(node: Json, at: str) -> Found:
    low, high = node.get("min_length", 0), node.get("max_length", limits.INPUT)
    if isinstance(low, int) and isinstance(high, int):
        if low > high:
            yield Violation(f"{at}/min_length", "is over max_length", "forget")
        elif "max_length" in node and len(str(node.get("initial_value", ""))) > high:
            yield Violation(f"{at}/max_length", "is under the initial_value", "forget")


_RELATIONS: dict[str, Callable[[Json, str], Found]] = {
    "modal": lambda node, _: _view(node, "modal"),
    "home": lambda node, _: _view(node, "home"),
    "section": _section,
    "image": lambda node, at: _either(node, at, "image_url", "slack_file"),
    "static_select": _menu,
    "multi_static_select": _menu,
    "checkboxes": _chosen,
    "radio_buttons": _chosen,
    "plain_text_input": _typed,
}
"""What the parts of one object must agree on, by its shape."""


def _whole(payload: Json, surface: Surface) -> Found:
    """What the blocks of one payload must agree on."""
    blocks = _list(payload.get("blocks"))
    placed = [(f"/blocks/{n}", b) for n, b in enumerate(blocks) if isinstance(b, dict)]
    named = [(f"{at}/block_id", "", b["block_id"]) for at, b in placed if "block_id" in b]
    yield from _repeated(named, "block_id")
    asks = any(block.get("type") == "input" for _, block in placed)
    if surface == "modal" and asks and "submit" not in payload:
        yield Violation("/submit", "needs submit, as it asks for something", "fill")
    prose = [(at, len(str(b.get("text")))) for at, b in placed if b.get("type") == "markdown"]
    if sum(size for _, size in prose) > limits.MARKDOWN:
        yield Violation(prose[-1][0], f"at most {limits.MARKDOWN} letters of markdown")
    yield from _weight(payload, blocks, surface)


def _weight(payload: Json, blocks: list[Any], surface: Surface) -> Found:
    if surface == "message":
        weight, most = _size(blocks) + len(blocks) * limits.BLOCK_WEIGHT, limits.MESSAGE_WEIGHT
    else:
        weight, most = len(json.dumps(payload)), limits.VIEW_BYTES
    if weight > most:
        kept = max(0, min(len(blocks) - 1, len(blocks) * most // weight))
        yield Violation("/blocks", f"may weigh at most {most}, weighs {weight}", "trim", kept)


def _repeated(found: Iterable[tuple[str, str, object]], what: str) -> Found:
    seen: set[tuple[str, str]] = set()
    for at, scope, value in found:
        if (scope, str(value)) in seen:
            yield Violation(at, f"{what} {value} is there already")
        seen.add((scope, str(value)))
