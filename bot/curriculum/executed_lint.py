"""What a machine can say about executed families without running anything."""

from collections.abc import Iterator

from bot.curriculum.families import DrawEntry, ExecutedBase
from bot.datasets.catalogue import CATALOGUE

Finding = tuple[str, str, str]
FEWEST_ACCEPTED = 5
_UNNAMED = frozenset({"plain"})
"""Shapes that plant nothing, so that a miss on them has no name."""


def findings(family: ExecutedBase) -> Iterator[Finding]:
    recipe = CATALOGUE.get(family.data.set)
    if recipe is None:
        known = ", ".join(sorted(CATALOGUE))
        yield "data.set", f"there is no data set “{family.data.set}”", f"use one of: {known}"
        return
    yield from _tables(family)
    yield from _draws(family, frozenset(recipe.shapes))
    if len(family.accepted) < FEWEST_ACCEPTED:
        fix = f"write right answers in other words, {FEWEST_ACCEPTED} of them"
        yield "accepted", f"has {len(family.accepted)} answers", fix


def _tables(family: ExecutedBase) -> Iterator[Finding]:
    drawn = CATALOGUE[family.data.set].make(0, 1, "empty")
    known = [table.name for table in drawn.tables]
    for name in family.data.tables:
        if name not in known:
            yield "data.tables", f"there is no table {name}", f"the tables are: {', '.join(known)}"


def _draws(family: ExecutedBase, shapes: frozenset[str]) -> Iterator[Finding]:
    fix = f"the shapes are: {', '.join(sorted(shapes))}"
    for entry in (family.data.sample, *family.data.hidden):
        if entry.shape not in shapes:
            yield "data", f"has no shape “{entry.shape}”", fix
    for name in family.properties:
        if name not in shapes:
            yield "data", f"has no shape “{name}”, a name under `properties`", fix
    yield from _names(family, [entry for entry in family.data.hidden if entry.shape in shapes])


def _names(family: ExecutedBase, hidden: list[DrawEntry]) -> Iterator[Finding]:
    for shape in dict.fromkeys(entry.shape for entry in hidden):
        if shape not in family.properties and shape not in _UNNAMED:
            fix = "say what members are told when it fails there"
            yield "properties", f"do not name the shape “{shape}”", fix
