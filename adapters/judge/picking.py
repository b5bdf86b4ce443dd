"""Which small databases tell a right answer from its neighbours: a few out of many.

And which of those that fail an answer is named to its author.
"""

import itertools
from collections.abc import Mapping, Sequence

from bot.domain.exercises import Draw, Material

SIZES = (8, 5, 12, 20)
EMPTY = "empty"
PLAIN = "plain"
FIRST_SEED = 101
"""The seeds of samples are small numbers."""


def candidates(shapes: Sequence[str], wanted: int) -> tuple[Draw, ...]:
    """Each shape in turn with new seeds and sizes; the empty one once, last."""
    drawn = [shape for shape in dict.fromkeys((PLAIN, *shapes)) if shape != EMPTY]
    seeds = range(FIRST_SEED, FIRST_SEED + max(wanted, len(drawn)))
    sizes = itertools.cycle(size for size in SIZES for _ in drawn)
    pairs = zip(seeds, itertools.cycle(drawn), sizes, strict=False)
    return (*(Draw(seed, size, shape) for seed, shape, size in pairs), Draw(0, 0, EMPTY))


def picked(
    drawn: Sequence[Draw], kills: Mapping[Draw, frozenset[int]], shapes: Sequence[str]
) -> tuple[Draw, ...]:
    """Greedily until all that can be told apart is, a database of each shape and the empty one.

    Plain ones come first: an error that ends an answer there is not blamed on a property.
    """
    chosen = [draw for draw in drawn if draw.shape == EMPTY]
    for shape in dict.fromkeys((PLAIN, *shapes)):
        _add_best(chosen, [draw for draw in drawn if draw.shape == shape], kills, needed=True)
    while _add_best(chosen, drawn, kills, needed=False):
        pass
    places = {PLAIN: 0, EMPTY: 2}
    return tuple(sorted(chosen, key=lambda draw: (places.get(draw.shape, 1), draw.seed)))


def blamed(material: Material, missed: Sequence[int], ran: int) -> int:
    """Which of the hidden draws that fail, counted from 0, says most about the error.

    A named shape does; but what fails wherever there are rows has nothing to do with the shapes.
    The first `ran` gave a result; an error kept the others from it.
    """
    named, hidden = {shape for shape, _ in material.properties} - {PLAIN}, material.hidden[:ran]
    filled = {place for place, draw in enumerate(hidden) if draw.shape != EMPTY}
    if filled <= set(missed):
        return missed[0]
    return next((place for place in missed if hidden[place].shape in named), missed[0])


def as_written(draw: Draw) -> str:
    """As a drill's file has it."""
    return f"{{seed: {draw.seed}, size: {draw.size}, shape: {draw.shape}}}"


def killed(chosen: Sequence[Draw], kills: Mapping[Draw, frozenset[int]]) -> frozenset[int]:
    return frozenset().union(*(kills[draw] for draw in chosen))


def _add_best(
    chosen: list[Draw], drawn: Sequence[Draw], kills: Mapping[Draw, frozenset[int]], *, needed: bool
) -> bool:
    """The one that adds most; `needed`: one of them all the same. Whether something was added."""
    done = killed(chosen, kills)
    gains = [(len(kills[draw] - done), draw) for draw in drawn if draw not in chosen]
    gain, best = max(gains, key=lambda pair: pair[0], default=(0, None))
    if best is None or not (gain or needed):
        return False
    chosen.append(best)
    return True
