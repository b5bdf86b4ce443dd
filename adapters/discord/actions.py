"""Buttons and drop-downs: what they carry, and what that means when it comes back.

A button's custom id is its action token, so that it works for ever. Two things are added to it,
neither of which a token can hold: `ask:` before it means that pressing only asks whether it is
meant, and `#2` behind it tells the second button with the same token on a card from the first.
"""

import itertools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar, assert_never
from urllib.parse import quote

from adapters.discord import limits
from adapters.discord.markdown import NOTHING, escape, strong
from adapters.shapes import Json
from adapters.text import break_at, flat
from bot.cards import Action, Actions, Button, Card, Link, Select, Text, Toggle, plain

T = TypeVar("T")
_ASK = "ask:"
_PICK = "pick"
_AGAIN = re.compile(r"#\d+\Z")
_WEB = re.compile(r"https?://([A-Za-z0-9-]+\.)+[A-Za-z0-9-]{2,}(:\d+)?([/?#][!-~]*)?")
_TICKED, _OPEN = "☑", "☐"
_STYLES = {"plain": limits.SECONDARY, "primary": limits.PRIMARY, "danger": limits.DANGER}
_NUMBERS = limits.NUMBERS


def confirm_id(token: str) -> str:
    return _ASK + token


def confirmed(token: str) -> str:
    """The token that this one asks about; empty when it asks nothing."""
    return token.removeprefix(_ASK) if token.startswith(_ASK) else ""


def chosen(data: Mapping[str, Any]) -> str:
    """The token in what an interaction with a component brings; empty when nothing was picked."""
    picked = data.get("values") or [""]
    is_menu = data.get("component_type") == _NUMBERS["select"]
    return _AGAIN.sub("", str(picked[0] if is_menu else data.get("custom_id", "")))


def sure_card(token: str, label: str) -> Card:
    """Asks on a card of its own, which only the person sees and can dismiss."""
    calm = Text(plain("Nothing has happened yet. If you do not mean it, dismiss this message."))
    return Card(f"{label}?", (calm, Actions((Button(label, token, "danger"),))), "notice")


def label_of(message: Mapping[str, Any], custom_id: str) -> str:
    """What stands on the button, on the message that an interaction came from."""
    for component in _inside(message.get("components")):
        if component.get("custom_id") == custom_id and component.get("label"):
            return str(component["label"])
    return "Yes"


class Rows:
    """The actions of one card. Only its first primary button is shown as one."""

    def __init__(self) -> None:
        self._used: Counter[str] = Counter()
        self._menus = itertools.count(1)
        self._may_be_primary = True

    def drawn(self, items: Sequence[Action]) -> list[Json]:
        """Rows of buttons and drop-downs, and texts where those say too little."""
        return [made for run in _runs(items) for made in self._run(run)]

    def _run(self, run: Sequence[Action]) -> list[Json]:
        match run[0]:
            case Select() as select:
                return self._select(select)
            case Link(label=label, url=url) if not _address(url):
                return [text(f"{strong(label)} {escape(url)}".strip() or NOTHING)]
            case _:
                buttons = [self._button(item) for item in run if not isinstance(item, Select)]
                return [_row(some) for some in _chunks(buttons, limits.BUTTONS)]

    def _button(self, item: Button | Link | Toggle) -> Json:
        match item:
            case Button(label=label, token=token):
                asks = bool(item.confirm.strip())
                return self._press(label, confirm_id(token) if asks else token, self._style(item))
            case Toggle(label=label, token=token, on=on):
                box = _TICKED if on else _OPEN
                return self._press(f"{box} {label}", token, limits.SECONDARY)
            case Link(label=label, url=url):
                return {**_labelled(label), "style": limits.LINK, "url": _address(url)}
            case unreachable:
                assert_never(unreachable)

    def _press(self, label: str, token: str, style: int) -> Json:
        return {**_labelled(label), "style": style, "custom_id": _unique(token, self._used)}

    def _style(self, button: Button) -> int:
        if button.style != "primary":
            return _STYLES[button.style]
        first, self._may_be_primary = self._may_be_primary, False
        return limits.PRIMARY if first else limits.SECONDARY

    def _select(self, select: Select) -> list[Json]:
        """Its label stands in it until something is picked, above it from then on."""
        label = flat(select.label)
        is_picked = any(select.chosen == token != "" for _, token in select.options)
        above = [text(strong(label))] if label and (is_picked or not select.options) else []
        used: Counter[str] = Counter()
        options = [_option(*each, select.chosen, used) for each in select.options]
        menus = [self._menu(label, some) for some in _chunks(options, limits.OPTIONS)]
        return [*above, *map(_row, ([menu] for menu in menus))]

    def _menu(self, label: str, options: Sequence[Json]) -> Json:
        return {
            "type": _NUMBERS["select"],
            "custom_id": f"{_PICK}:{next(self._menus)}",
            "placeholder": label or NOTHING,
            "options": list(options),
        }


def text(content: str) -> Json:
    return {"type": _NUMBERS["text"], "content": content}


def option(label: str, value: str, *, picked: bool) -> Json:
    """A long label flows over into the smaller line below."""
    whole = flat(label) or NOTHING
    at = break_at(whole, limits.OPTION) or limits.OPTION
    made: Json = {"label": whole[:at].rstrip(), "value": value}
    rest = whole[at:].strip()
    return made | ({"description": rest} if rest else {}) | ({"default": True} if picked else {})


def _option(label: str, token: str, chosen: str, used: Counter[str]) -> Json:
    picked = token == chosen != "" and not used[token]
    return option(label, _unique(token, used), picked=picked)


def _unique(token: str, used: Counter[str]) -> str:
    used[token] += 1
    return token if used[token] == 1 else f"{token}#{used[token]}"


def _labelled(label: str) -> Json:
    return {"type": _NUMBERS["button"], "label": flat(label) or NOTHING}


def _row(components: Sequence[Json]) -> Json:
    return {"type": _NUMBERS["row"], "components": list(components)}


def _runs(items: Sequence[Action]) -> Iterator[list[Action]]:
    """What goes together: buttons in rows; a drop-down, or a link that is none, by itself."""
    numbers = itertools.count()

    def kind(item: Action) -> object:
        alone = isinstance(item, Select) or (isinstance(item, Link) and not _address(item.url))
        return next(numbers) if alone else "buttons"

    return (list(run) for _, run in itertools.groupby(items, kind))


def _address(url: str) -> str:
    """As Discord takes it; empty when it would not: a link then is only shown."""
    made = quote(url.strip(), safe="%:/?#[]@!$&'()*+,;=~")
    return made if _WEB.fullmatch(made) and len(made) <= limits.URL else ""


def _chunks(items: Sequence[T], most: int) -> list[Sequence[T]]:
    return [items[n : n + most] for n in range(0, len(items), most)]


def _inside(components: object) -> Iterator[Mapping[str, Any]]:
    for component in components if isinstance(components, list) else ():
        if isinstance(component, Mapping):
            yield component
            yield from _inside(component.get("components"))
            yield from _inside([component.get("accessory")])
