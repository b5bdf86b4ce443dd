"""Making a payload fit, by a stated rule, when it does not."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from adapters import text
from adapters.discord import limits, markdown
from adapters.discord.limits import Surface
from adapters.discord.validate import violations, weight
from adapters.mending import Path, Tools, mended
from adapters.shapes import Json, Violation

NAME = "Prepcircle"
_TEXT, _ROW = limits.NUMBERS["text"], limits.NUMBERS["row"]
SHORTENED: Json = {"type": _TEXT, "content": "-# Shortened: Discord takes no more than this."}
_BODY: Path = ("components", 0, "components")
_USUAL: dict[str, Any] = {
    "flags": limits.LAYOUT,
    "allowed_mentions": {"parse": []},
    "components": [SHORTENED],
    "title": NAME,
    "custom_id": NAME,
    "choices": [],
}


def fitted(payload: Json, surface: Surface) -> tuple[Json, list[Violation]]:
    """The payload without violations, and what had to be mended.

    First texts are cut at a word, ending in "…"; of a message with too much text, the longest ones.
    Then lists lose their last items. A message with too many components, or too many short texts,
    loses those before its last row of buttons, and a line says that it was shortened. Then what may
    be left out is, and at last whatever is still wrong goes with the button, field or row it is
    part of.
    """
    return mended(payload, partial(violations, surface=surface), _TOOLS)


def _cut(path: Path, content: str, most: int) -> str:
    return markdown.cut(content, most) if path[-1] == "content" else text.cut(content, most)


def _trim(path: Path, items: list[Any], most: int) -> list[Any]:
    holds_everything = path[-1] == "components" and len(path) <= len(_BODY)
    return _fewer(items, most) if holds_everything else items[:most]


def _fewer(components: Sequence[Any], most: int) -> list[Any]:
    """As many as weigh `most`: from the start, then the last row and what follows it."""
    rows = [n for n, c in enumerate(components) if isinstance(c, dict) and c.get("type") == _ROW]
    at = rows[-1] if rows else len(components)
    before, after = components[:at], components[at:]
    most -= weight(SHORTENED)
    tail = _first(after, max(most // 2, most - _weights(before)))
    return [*_first(before, most - _weights(tail)), SHORTENED, *tail]


def _weights(components: Sequence[Any]) -> int:
    return sum(map(weight, components))


def _first(components: Sequence[Any], most: int) -> list[Any]:
    kept: list[Any] = []
    for component in components:
        most -= weight(component)
        if most < 0:
            break
        kept.append(component)
    return kept


_TOOLS = Tools(_cut, _trim, lambda key: _USUAL[key])
