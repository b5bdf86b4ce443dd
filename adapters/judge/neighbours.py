"""What trying the neighbours of a reference showed: which draws tell it from them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from adapters.judge.picking import killed
from bot.domain.exercises import Draw

Progress = Callable[[int, int, str], None]
"""Steps done, steps in all, what is being done."""
Kills = Mapping[Draw, frozenset[int]]
"""Numbered pairs of neighbour and reading, by the draw that tells them apart."""


@dataclass(frozen=True, slots=True)
class Found:
    """`survivors` no candidate told apart, `missed` the chosen ones do not; named by what differs.

    Neighbours that end with an error at once are not among the `ran`: their author is told.
    """

    hidden: tuple[Draw, ...]
    ran: int
    killed: int
    survivors: tuple[str, ...]
    missed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """`apart` has the draws that tell the neighbour from each right reading; 0 is the sample."""

    what: str
    apart: tuple[frozenset[int], ...]

    @property
    def survives(self) -> bool:
        return not all(self.apart)


def kills(drawn: Sequence[Draw], tried: Sequence[Tried]) -> Kills:
    pairs = [places for entry in tried if not entry.survives for places in entry.apart]
    return {
        draw: frozenset(number for number, places in enumerate(pairs) if place in places)
        for place, draw in enumerate(drawn, 1)
    }


def found(hidden: tuple[Draw, ...], kills: Kills, tried: Sequence[Tried]) -> Found:
    survivors = [entry for entry in tried if entry.survives]
    missed = _missed(killed(hidden, kills), [entry for entry in tried if not entry.survives])
    return Found(
        hidden,
        len(tried),
        len(tried) - len(survivors) - len(missed),
        tuple(entry.what for entry in survivors),
        missed,
    )


def _missed(done: frozenset[int], tried: Sequence[Tried]) -> tuple[str, ...]:
    """What the sample tells apart needs no hidden draw."""
    missed, first = [], 0
    for entry in tried:
        pairs = enumerate(entry.apart, first)
        first += len(entry.apart)
        if not all(0 in places or number in done for number, places in pairs):
            missed.append(entry.what)
    return tuple(missed)
