"""The library: every item of the bank, found, tried and seen as each surface would show it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from aiohttp import web
from markupsafe import Markup

from adapters.playground.moments import Reader, reader_in
from adapters.playground.render import TEMPLATES, Origin, render_block, render_card
from bot.cards import Card, Text, markup
from bot.ports import Clock

LABELS = {"skill": "Skill", "level": "Level", "format": "Format", "track": "Track"}
LONGEST_ANSWER, LARGEST_SEED = 2000, 9999
_NOWHERE = Origin("", "")
_VALUE = re.compile(r"\{([a-z][a-z0-9_.]*)(?::[^{}]*)?\}")


@dataclass(frozen=True, slots=True)
class Shown:
    """An item in the list."""

    family: str
    stem: str
    skill: str
    level: int
    format: str
    tracks: Sequence[str]
    status: str


@dataclass(frozen=True, slots=True)
class Specimen:
    """One drawing of an item. `verdict` says what the answer that was tried is worth, if any."""

    shown: Shown
    question: Card
    answer: Card
    verdict: str
    example: str
    surfaces: Sequence[tuple[str, str]]
    figures: Sequence[tuple[str, str]]


class Shelf(Protocol):
    def choices(self) -> Mapping[str, Sequence[tuple[str, str]]]:
        """(value, label) pairs by the fields of LABELS."""
        ...

    def find(self, text: str, chosen: Mapping[str, str]) -> Sequence[Shown]:
        """Items that hold all words of the text and are as chosen; nothing chosen is anything."""
        ...

    async def specimen(self, family: str, seed: int, answer: str) -> Specimen | None:
        """None for an unknown family."""
        ...


class Library:
    def __init__(self, shelf: Shelf, clock: Clock) -> None:
        self._shelf, self._clock = shelf, clock

    def routes(self) -> list[web.AbstractRouteDef]:
        return [web.get("/library", self.items), web.get("/library/{family}", self.item)]

    async def items(self, request: web.Request) -> web.StreamResponse:
        text = request.query.get("text", "")[:LONGEST_ANSWER]
        chosen = {field: request.query.get(field, "") for field in LABELS}
        reader = reader_in("UTC", self._clock.now())
        found = [(item, _stem(item, reader)) for item in self._shelf.find(text, chosen)]
        return _page(
            "library.html", text=text, chosen=chosen, labels=LABELS, found=found,
            choices=self._shelf.choices(), address=_address,
        )  # fmt: skip

    async def item(self, request: web.Request) -> web.StreamResponse:
        seed, answer = _seed(request), request.query.get("answer", "").strip()[:LONGEST_ANSWER]
        found = await self._shelf.specimen(request.match_info["family"], seed, answer)
        if found is None:
            raise web.HTTPNotFound(text="There is no such item.")
        reader = reader_in("UTC", self._clock.now())
        return _page(
            "item.html", item=found, seed=seed, answer=answer,
            address=_address(found.shown.family),
            question=render_card(found.question, reader, _NOWHERE),
            told=render_card(found.answer, reader, _NOWHERE),
        )  # fmt: skip


def _stem(item: Shown, reader: Reader) -> Markup:
    """With a named blank for each value that a drawing fills in: drawing them all is slow."""
    told = _VALUE.sub(lambda value: f"‹{value[1].replace('_', ' ')}›", item.stem)
    return render_block(Text(markup(told)), reader, _NOWHERE)


def _seed(request: web.Request) -> int:
    typed = request.query.get("seed", "1")
    return min(int(typed), LARGEST_SEED) if typed.isdecimal() and len(typed) < 9 else 1


def _address(family: str) -> str:
    return f"/library/{quote(family)}"


def _page(template: str, **values: object) -> web.Response:
    text = TEMPLATES.get_template(template).render(**values)
    return web.Response(text=text, content_type="text/html")
