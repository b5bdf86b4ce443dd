"""Making a payload fit, by the cures its violations name, until nothing is wrong with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from adapters.shapes import Cure, Json, Violation

Path = tuple[str | int, ...]
_ORDER: tuple[Cure, ...] = ("cut", "trim", "forget", "fill", "drop")


@dataclass(frozen=True, slots=True)
class Tools:
    """A platform's own ways: to shorten a text or a list to so much, and what is usual at a place.

    Each makes its place smaller or right, or mending would never end.
    """

    cut: Callable[[Path, str, int], str]
    trim: Callable[[Path, list[Any], int], list[Any]]
    usual: Callable[[str], Any]


def mended(
    payload: Json, wrong: Callable[[Json], Sequence[Violation]], tools: Tools
) -> tuple[Json, list[Violation]]:
    """The payload without violations, and what had to be mended; a right one as it came.

    First texts are cut, then lists shortened, then what may be left out is; at last whatever is
    still wrong goes with the innermost item it is part of.
    """
    found = list(wrong(payload))
    if not found:
        return payload, []
    made = _fresh(payload)
    left: Sequence[Violation] = found
    while left:
        _round(made, left, tools)
        left = wrong(made)
    return made, found


def _round(payload: Json, found: Sequence[Violation], tools: Tools) -> None:
    """One kind of cure, since each may make the next ones needless."""
    cure = next(cure for cure in _ORDER if any(v.cure == cure for v in found))
    places: dict[Path, int] = {}
    for one in found:
        if one.cure == cure:
            path = _path(payload, one.pointer)
            place = _around(path) if cure == "drop" else path
            places[place] = min(one.most, places.get(place, one.most))
    # Backwards, so that what goes does not move what comes before it.
    for path in sorted(places, reverse=True):
        _apply(payload, cure, path, places[path], tools)


def _apply(payload: Json, cure: Cure, path: Path, most: int, tools: Tools) -> None:
    holder, key = _at(payload, path[:-1]), path[-1]
    match cure:
        case "cut":
            holder[key] = tools.cut(path, holder[key], most)
        case "trim":
            holder[key] = _fresh(tools.trim(path, holder[key], most))
        case "forget" | "drop":
            del holder[key]
        case "fill":
            holder[key] = _fresh(tools.usual(str(key)))


def _fresh(node: Any) -> Any:  # noqa: ANN401  any part of a payload
    """A copy in which nothing stands in two places: mending one must not mend the other."""
    if isinstance(node, dict):
        return {key: _fresh(value) for key, value in node.items()}
    return [_fresh(item) for item in node] if isinstance(node, list) else node


def _around(path: Path) -> Path:
    """Of the innermost item it is in; outside all lists, of the key at the top."""
    places = [n for n, step in enumerate(path) if isinstance(step, int)]
    return path[: places[-1] + 1] if places else path[:1]


def _path(payload: Json, pointer: str) -> Path:
    steps: list[str | int] = []
    node: Any = payload
    for step in pointer.split("/")[1:]:
        plain = step.replace("~1", "/").replace("~0", "~")
        steps.append(int(step) if isinstance(node, list) else plain)
        node = _step(node, steps[-1])
    return tuple(steps)


def _at(payload: Json, path: Path) -> Any:  # noqa: ANN401  any part of a payload
    node: Any = payload
    for step in path:
        node = _step(node, step)
    return node


def _step(node: Any, step: str | int) -> Any:  # noqa: ANN401  any part of a payload
    """What is not there is looked for only to be left out or filled."""
    if isinstance(node, list):
        return node[int(step)]
    return node.get(step) if isinstance(node, dict) else None
