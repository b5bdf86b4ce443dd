"""Making a payload fit, by a stated rule, when it does not."""

import copy
from collections.abc import Sequence
from typing import Any

from adapters.slack.mrkdwn import Json, cut, marked, plain
from adapters.slack.validate import Cure, Surface, Violation, violations

SHORTENED = "Shortened: Slack takes no more than this."
_USUAL: dict[str, Any] = {
    "text": "Prepcircle",
    "title": plain("Prepcircle"),
    "submit": plain("Send"),
    "blocks": [{"type": "context", "elements": [marked(SHORTENED)]}],
}
_ORDER: tuple[Cure, ...] = ("cut", "trim", "forget", "fill", "drop")
_Path = tuple[str | int, ...]


def fitted(payload: Json, surface: Surface) -> tuple[Json, list[Violation]]:
    """The payload without violations, and what had to be mended.

    First texts are cut at a word, ending in "…". Then lists lose their last items; a message or
    view that loses blocks keeps its last actions and what follows them, and a line says that it was
    shortened. Then what may be left out is, and at last whatever is still wrong goes with the
    button, field or block it is part of. What had nothing wrong with it comes back as it was.
    """
    found = violations(payload, surface)
    if not found:
        return payload, []
    made = copy.deepcopy(payload)
    left = found
    # Every round makes the payload smaller or fills one of the few usual places.
    while left:
        _mend(made, left, surface)
        left = violations(made, surface)
    return made, found


def _mend(payload: Json, found: Sequence[Violation], surface: Surface) -> None:
    """One kind of cure a round, since each may make the next ones needless."""
    cure = next(cure for cure in _ORDER if any(v.cure == cure for v in found))
    wrong = {_path(payload, v.pointer): v.most for v in found if v.cure == cure}
    if cure == "drop":
        wrong = {_around(path): most for path, most in wrong.items()}
    # Backwards, so that what goes does not move what comes before it.
    for path in sorted(wrong, reverse=True):
        _apply(payload, cure, path, wrong[path], surface)


def _apply(payload: Json, cure: Cure, path: _Path, most: int, surface: Surface) -> None:
    holder, key = _at(payload, path[:-1]), path[-1]
    match cure:
        case "cut":
            holder[key] = cut(holder[key], most)
        case "trim" if path == ("blocks",):
            payload["blocks"] = _fewer(payload["blocks"], most)
        case "trim":
            del holder[key][most:]
        case "forget" | "drop":
            del holder[key]
        case "fill":
            payload[str(key)] = surface if key == "type" else copy.deepcopy(_USUAL[str(key)])


def _around(path: _Path) -> _Path:
    """Of the innermost item it is in; outside all lists, of the key at the top."""
    places = [n for n, step in enumerate(path) if isinstance(step, int)]
    return path[: places[-1] + 1] if places else path[:1]


def _fewer(blocks: list[Json], most: int) -> list[Json]:
    """`most` of them: from the start, then the last actions and what follows them."""
    actions = [n for n, block in enumerate(blocks) if block.get("type") == "actions"]
    tail = blocks[actions[-1] :] if actions else []
    if len(tail) > most // 2:
        tail = tail[: most // 2]
    kept = max(0, most - len(tail) - 1)
    return [*blocks[:kept], *_USUAL["blocks"], *tail][:most]


def _path(payload: Json, pointer: str) -> _Path:
    steps: list[str | int] = []
    node: Any = payload
    for escaped in pointer.split("/")[1:]:
        step = escaped.replace("~1", "/").replace("~0", "~")
        steps.append(int(step) if isinstance(node, list) else step)
        node = _step(node, steps[-1])
    return tuple(steps)


def _at(payload: Json, path: _Path) -> Any:  # noqa: ANN401  any part of a payload
    node: Any = payload
    for step in path:
        node = _step(node, step)
    return node


def _step(node: Any, step: str | int) -> Any:  # noqa: ANN401  any part of a payload
    """What is not there is looked for only to be left out or filled."""
    if isinstance(node, list):
        return node[int(step)]
    return node.get(step) if isinstance(node, dict) else None
