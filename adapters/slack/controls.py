"""What can be pressed, picked and ticked on a card."""

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import TypeVar, assert_never

from adapters.shapes import Json
from adapters.slack import limits
from adapters.slack.mrkdwn import NOTHING, cut, literal, option, plain, section, sections, strong
from bot.cards import Action, Button, Link, Select, Toggle

_T = TypeVar("_T")
TICKED, OPEN = "☑", "☐"
_SPOKEN = {TICKED: "done", OPEN: "not done"}
"""What a screen reader says of them by itself differs, down to nothing."""


class Controls:
    """Of one payload: numbers them through, and lets one button stand out."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._may_be_primary = True

    def drawn(self, items: Sequence[Action]) -> list[Json]:
        return [made for run in _runs(items) for made in self._run(run)]

    def _run(self, run: Sequence[Action]) -> list[Json]:
        match run[0]:
            case Link(label=label, url=url) if not _is_web(url):
                return sections(literal(f"{label}: {url}"))
            case Button() | Link():
                return _rows([self._button(i) for i in run if isinstance(i, Button | Link)])
            case Toggle():
                toggles = [item for item in run if isinstance(item, Toggle)]
                return _rows([self._boxes(some) for some in chunks(toggles, limits.BOXES)])
            case Select() as select:
                return [self._select(select)]
            case unreachable:
                assert_never(unreachable)

    def _button(self, item: Button | Link) -> Json:
        made: Json = {"type": "button", "text": plain(item.label), **_spoken(item.label)}
        if isinstance(item, Link):
            return {**made, "action_id": self._id("link"), "url": item.url}
        made |= {"action_id": self._id("press"), "value": item.token}
        if item.style == "danger" or (item.style == "primary" and self._may_be_primary):
            made["style"] = item.style
            self._may_be_primary &= item.style != "primary"
        return made | _confirm(item)

    def _boxes(self, toggles: Sequence[Toggle]) -> Json:
        options = [option(toggle.label, toggle.token) for toggle in toggles]
        on = [made for made, toggle in zip(options, toggles, strict=True) if toggle.on]
        made = {"type": "checkboxes", "action_id": self._id("toggle"), "options": options}
        return made | ({"initial_options": on} if on else {})

    def _select(self, select: Select) -> Json:
        """Beside its label, which a drop-down with something chosen no longer shows."""
        label = section(strong(" ".join(select.label.split())) or NOTHING)
        if not select.options:
            return label
        options = [option(label, token) for label, token in select.options]
        chosen = [made for made in options if select.chosen and made["value"] == select.chosen]
        menu: Json = {"type": "static_select", "action_id": self._id("pick"), "options": options}
        menu["placeholder"] = plain("Choose")
        return {**label, "accessory": menu | ({"initial_option": chosen[0]} if chosen else {})}

    def _id(self, kind: str) -> str:
        return f"{kind}:{next(self._numbers)}"


def _runs(items: Sequence[Action]) -> Iterator[list[Action]]:
    """What goes together into one block: buttons, check boxes, or one of the rest."""
    numbers = itertools.count()

    def row(item: Action) -> object:
        match item:
            case Link(url=url) if not _is_web(url):
                return next(numbers)
            case Button() | Link():
                return "buttons"
            case Toggle():
                return "boxes"
            case Select():
                return next(numbers)
            case unreachable:
                assert_never(unreachable)

    return (list(run) for _, run in itertools.groupby(items, row))


def _rows(elements: list[Json]) -> list[Json]:
    return [{"type": "actions", "elements": some} for some in chunks(elements, limits.ELEMENTS)]


def _spoken(label: str) -> Json:
    """For a label that begins with a box."""
    box, _, rest = label.partition(" ")
    if box not in _SPOKEN:
        return {}
    return {"accessibility_label": cut(f"{_SPOKEN[box]}: {plain(rest)['text']}", limits.LABEL)}


def _confirm(button: Button) -> Json:
    if not button.confirm.strip():
        return {}
    agree = plain(button.label)
    asked = {
        "title": plain("Are you sure?"),
        "text": plain(button.confirm),
        "confirm": agree if len(agree["text"]) <= limits.CONFIRM_BUTTON else plain("Yes"),
        "deny": plain("Cancel"),
    }
    return {"confirm": asked | ({"style": "danger"} if button.style == "danger" else {})}


def chunks(items: Sequence[_T], most: int) -> list[Sequence[_T]]:
    return [items[n : n + most] for n in range(0, len(items), most)]


def _is_web(url: str) -> bool:
    return len(url) <= limits.URL and re.fullmatch(limits.WEB, url) is not None
