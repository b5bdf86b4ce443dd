"""Whether Discord would take a payload: its limits, applied the strictest way and offline."""

from collections.abc import Iterable

from adapters.discord import limits
from adapters.discord.limits import Surface as Surface
from adapters.shapes import Book, Found, Json, Relation, Seen, Violation, check

_TYPES: dict[int | str, str] = {number: name for name, number in limits.NUMBERS.items()}


def violations(payload: Json, surface: Surface) -> list[Violation]:
    """All of them. `payload` is a message's body, or the `data` of an interaction's answer."""
    found, seen = check(_BOOK, payload, surface)
    found += _repeated(seen)
    if surface == "message":
        found += [*_crowded(payload, seen), *_wordy(payload, seen)]
    return found


def weight(component: object) -> int:
    """How many components it is to Discord."""
    if not isinstance(component, dict):
        return 1
    inner = component.get("components")
    listed = inner if isinstance(inner, list) else []
    return 1 + sum(map(weight, listed)) + ("accessory" in component)


def _crowded(payload: Json, seen: Iterable[Seen]) -> Found:
    count = sum(one.name in limits.NUMBERS for one in seen)
    if count > limits.COMPONENTS:
        rule = f"at most {limits.COMPONENTS} components, has {count}"
        pointer, inside = _body(payload)
        yield Violation(pointer, rule, "trim", limits.COMPONENTS - count + inside)


def _wordy(payload: Json, seen: Iterable[Seen]) -> Found:
    """Too much text together: the longest are to be cut; where all are short, the last ones go."""
    texts = [one for one in seen if one.name == "text"]
    lengths = [_length(one.node.get("content")) for one in texts]
    rule = f"at most {limits.TEXT} characters of text, has {sum(lengths)}"
    if sum(lengths) <= limits.TEXT:
        return
    fair = _fair_share(lengths, limits.PAGE)
    if fair < limits.SNIPPET:
        pointer, inside = _body(payload)
        yield Violation(pointer, rule, "trim", inside - 1)
        return
    for one, length in zip(texts, lengths, strict=True):
        if length > fair:
            yield Violation(f"{one.pointer}/content", rule, "cut", fair)


def _body(payload: Json) -> tuple[str, int]:
    """Where what a message shows is listed, and how much that weighs."""
    shown = payload["components"]
    if len(shown) == 1 and isinstance(shown[0], dict) and "components" in shown[0]:
        return "/components/0/components", weight(shown[0]) - 1
    return "/components", sum(map(weight, shown))


def _length(content: object) -> int:
    return len(content) if isinstance(content, str) else 0


def _fair_share(lengths: Iterable[int], room: int) -> int:
    """The greatest length to which all can be cut so that they fit together."""
    waiting = sorted(lengths)
    while waiting and waiting[0] <= room // len(waiting):
        room -= waiting.pop(0)
    return room // len(waiting) if waiting else room


def _repeated(seen: Iterable[Seen]) -> Found:
    known: set[str] = set()
    for one in seen:
        name = str(one.node.get("custom_id") or "")
        if name in known:
            yield Violation(f"{one.pointer}/custom_id", f"{name} is there already")
        known |= {name} - {""}


def _row(node: Json, at: str) -> Found:
    """A drop-down fills its row."""
    inner = node.get("components")
    kinds = [c.get("type") for c in inner if isinstance(c, dict)] if isinstance(inner, list) else []
    if limits.NUMBERS["select"] in kinds and len(kinds) > 1:
        yield Violation(f"{at}/components", "a drop-down stands alone", "trim", 1)


def _button(node: Json, at: str) -> Found:
    is_link = node.get("style") == limits.LINK
    needed, other = ("url", "custom_id") if is_link else ("custom_id", "url")
    if needed not in node:
        yield Violation(f"{at}/{needed}", f"needs {needed}")
    if other in node:
        yield Violation(f"{at}/{other}", f"has no {other}", "forget")


def _menu(node: Json, at: str) -> Found:
    """Options differ, and no more of them are picked already than may be."""
    listed = node.get("options")
    options = listed if isinstance(listed, list) else []
    known: set[str] = set()
    free = _most(node, len(options))
    for number, option in enumerate(options):
        if not isinstance(option, dict):
            continue
        value = str(option.get("value"))
        if value in known:
            yield Violation(f"{at}/options/{number}/value", f"{value} is there already")
        known.add(value)
        if option.get("default") is True and (free := free - 1) < 0:
            yield Violation(f"{at}/options/{number}/default", "too many are picked", "forget")


def _most(node: Json, count: int) -> int:
    usual = count if node.get("type") == limits.NUMBERS["boxes"] else 1
    most = node.get("max_values", usual)
    return most if isinstance(most, int) else usual


def _numbers(node: Json, at: str) -> Found:
    """At least so many, and no fewer at most."""
    low, high = node.get("min_values", 0), node.get("max_values", 1)
    if isinstance(low, int) and isinstance(high, int) and low > high:
        yield Violation(f"{at}/min_values", "is over max_values", "forget")
    if node.get("required") is True and low == 0 and "min_values" in node:
        yield Violation(f"{at}/min_values", "none would do, yet one is required", "forget")


def _asked(node: Json, at: str) -> Found:
    yield from _menu(node, at)
    yield from _numbers(node, at)


def _label(node: Json, at: str) -> Found:
    """The usual answer to this differs from one kind of component to the next."""
    asked = node.get("component")
    if isinstance(asked, dict) and "required" not in asked:
        yield Violation(f"{at}/component/required", "must say whether it is required")


def _input(node: Json, at: str) -> Found:
    low, high = node.get("min_length", 0), node.get("max_length", limits.INPUT)
    if not (isinstance(low, int) and isinstance(high, int) and high > 0):
        return
    if low > high:
        yield Violation(f"{at}/min_length", "is over max_length", "forget")
    elif _length(node.get("value")) > high:
        yield Violation(f"{at}/value", "is over max_length", "cut", high)


_RELATIONS: dict[str, Relation] = {
    "row": _row,
    "button": _button,
    "select": _asked,
    "boxes": _asked,
    "radios": _menu,
    "upload": _numbers,
    "input": _input,
    "label": _label,
}
_BOOK = Book(limits.SHAPES, _TYPES, _RELATIONS)
