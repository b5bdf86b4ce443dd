"""Somebody plays with real buttons: presses any, twice, from elsewhere, bent, between nonsense."""

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cards import Button, Card, Select, Toggle
from bot.curriculum.catalog import Curriculum
from bot.domain.ids import ActorRef
from bot.ports import Pressed, Request, Submitted, Typed
from tests.commands.stage import (
    ANA,
    BEN,
    EVE,
    HOST,
    OTHER_ROOM,
    ROOM,
    Stage,
    actions,
    open_stage,
    said,
)
from tests.commands.test_hostile import (
    people,
    requests,
    rooms,
    survives,
    words,
)


@dataclass(frozen=True)
class Press:
    """A button seen before, picked by number; `bend` says what is put into its token, and where."""

    number: int
    bend: tuple[int, str] | None = None


@dataclass(frozen=True)
class Fill:
    """The form behind a button seen before, each field filled with the next of these words."""

    number: int
    texts: list[str]


Move = Request | Press | Fill
PIECES = ("", ":", "9", "-", "A", "%00", " ", "é", "v1")
bends = st.tuples(st.integers(0, 99), st.sampled_from(PIECES))
presses = st.builds(Press, st.integers(0, 999), st.one_of(st.none(), st.none(), bends))
fills = st.builds(Fill, st.integers(0, 999), st.lists(words, min_size=1, max_size=5))
moves: st.SearchStrategy[Move] = st.one_of(presses, presses, fills, requests)
steps = st.lists(st.tuples(people, rooms, moves), min_size=3, max_size=12)


@dataclass
class Pocket:
    """Every token that anybody was shown so far."""

    tokens: list[str] = field(default_factory=list)

    def keep(self, card: Card) -> None:
        self.tokens += [made for made in tokens_of(card) if made not in self.tokens]

    def request(self, stage: Stage, move: Move) -> Request:
        match move:
            case Press(number=number, bend=bend):
                made = self.tokens[number % len(self.tokens)]
                return Pressed(made if bend is None else bent(made, *bend))
            case Fill(number=number, texts=texts):
                return self._filled(stage, number, texts)
            case _:
                return move

    def _filled(self, stage: Stage, number: int, texts: list[str]) -> Request:
        forms = [f for made in self.tokens if (f := stage.desk.form(Pressed(made))) is not None]
        form = forms[number % len(forms)]
        given = {f.name: texts[place % len(texts)] for place, f in enumerate(form.fields)}
        return Submitted(form.token, given)


def tokens_of(card: Card) -> Iterator[str]:
    for item in actions(card):
        if isinstance(item, Button | Toggle):
            yield item.token
        elif isinstance(item, Select):
            yield from (made for _, made in item.options)


def bent(made: str, place: int, put: str) -> str:
    """One character replaced."""
    at = place % len(made)
    return made[:at] + put + made[at + 1 :]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=steps)
def test_no_sequence_of_moves_breaks_the_desk(
    prepared: Path,
    tmp_path: Path,
    curriculum: Curriculum,
    steps: list[tuple[ActorRef, str, Move]],
) -> None:
    path = Path(shutil.copy(prepared, tmp_path / "case.db"))

    async def play() -> None:
        stage = open_stage(path, curriculum)
        try:
            await _plays(stage, steps)
        finally:
            stage.store.close()

    asyncio.run(play())


async def _plays(stage: Stage, steps: list[tuple[ActorRef, str, Move]]) -> None:
    pocket = Pocket()
    for who, line in ((HOST, "circle"), (ANA, "today"), (BEN, "settings"), (EVE, "start")):
        pocket.keep(await stage.types(who, line))
    for who, line in ((HOST, "doctor"), (ANA, "home"), (BEN, "note Mind the ties."), (EVE, "home")):
        pocket.keep(await stage.types(who, line))
    for post in await stage.posts():
        pocket.keep(post.card)
    for who, where, move in steps:
        stage.passes(minutes=7)
        stage.watch.refusals.clear()
        pocket.keep(await survives(stage, who, pocket.request(stage, move), where, "Ana"))
    assert (await stage.types(EVE, "help", OTHER_ROOM)).title == "What you can do here"


@pytest.mark.parametrize("who", [HOST, ANA, EVE], ids=lambda who: who.user)
async def test_every_button_in_reach_can_be_pressed_by_anybody_twice(
    any_stage: Stage, who: ActorRef
) -> None:
    """Breadth first through what the cards offer, as far as a patient visitor goes."""
    stage, pocket = any_stage, Pocket()
    await stage.opens(ANA, BEN, day=5)
    for line in ("today", "circle", "settings", "board", "checklist", "drill", "home", "note x"):
        pocket.keep(await stage.types(who, line))
    for place in range(90):
        if place >= len(pocket.tokens) or "erase" in pocket.tokens[place]:
            continue
        stage.passes(minutes=3)
        for _ in range(2):
            pocket.keep(await stage.presses(who, pocket.tokens[place], ROOM))
    assert stage.watch.crashes == []
    assert "help" in said((await stage.reply(who, Typed("qqqqqq"))).card)
