"""Which entry of the inventory of sources is embodied by what, and which by nothing yet."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.curriculum.catalog import Curriculum
from bot.curriculum.library import CoverageEntry, Kind, Library
from bot.curriculum.reading import Reading
from bot.domain.calculators.catalog import CALCULATORS

Found = tuple[Kind, str]
"""A kind of content and its name."""
CONTENT: frozenset[Kind] = frozenset(
    {"drill", "card", "checklist", "rubric", "script", "worksheet", "calculator"}
)
"""Kinds that are files or functions here, and so can be looked for."""


@dataclass(frozen=True, slots=True)
class Covered:
    """`content` is what names the entry as its source; `gap` says what is missing, if anything."""

    id: str
    entry: CoverageEntry
    content: tuple[Found, ...]
    gap: str = ""


def coverage(reading: Reading) -> tuple[Covered, ...]:
    """In the order of the coverage file."""
    found = _found(reading.curriculum, reading.library)
    names = _names(reading.curriculum, reading.library)
    return tuple(
        _covered(name, entry, tuple(found.get(name, ())), names)
        for name, entry in reading.library.coverage.items()
    )


def unlisted(reading: Reading) -> Sequence[str]:
    """Entries that content names as a source and the coverage file does not know."""
    known = {*reading.library.coverage, "own"}
    return sorted(set(_found(reading.curriculum, reading.library)) - known)


def _covered(
    name: str, entry: CoverageEntry, content: tuple[Found, ...], names: frozenset[Found]
) -> Covered:
    listed: tuple[Found, ...] = tuple((entry.kind, by) for by in entry.by)
    if entry.kind not in CONTENT:
        return Covered(name, entry, content, _unsaid(entry, content))
    unknown = [by for kind, by in listed if (kind, by) not in names]
    if unknown:
        return Covered(name, entry, content, f"there is no {entry.kind} {unknown[0]}")
    content = (*listed, *(one for one in content if one not in listed))
    has_kind = any(kind == entry.kind for kind, _ in content)
    return Covered(name, entry, content, "" if has_kind else f"no {entry.kind} names it")


def _unsaid(entry: CoverageEntry, content: tuple[Found, ...]) -> str:
    """The first words name what embodies it, the next why nothing is ready for what waits."""
    if not entry.by:
        return "nothing says what embodies it"
    if entry.kind == "waiting" and not content and len(entry.by) < 2:
        return "nothing is ready, and `by` does not say why"
    return ""


def _found(curriculum: Curriculum, library: Library) -> Mapping[str, list[Found]]:
    found: dict[str, list[Found]] = defaultdict(list)
    for kind, name, sources in (*_of_curriculum(curriculum), *_of_library(library)):
        for source in sources:
            found[source].append((kind, name))
    return found


Sourced = tuple[Kind, str, Sequence[str]]


def _of_curriculum(curriculum: Curriculum) -> Iterator[Sourced]:
    """Drafts and retired drills embody nothing: nobody is served one."""
    for family in curriculum.families.values():
        if family.status in {"live", "pilot"}:
            yield "drill", family.family, family.seed_ref
    for track in curriculum.tracks.values():
        for check in track.file.checklist:
            yield "checklist", check.id, [check.seed_ref]
        for fact in track.facts:
            yield "card", f"{track.id}/{fact.id}", fact.seed_ref
    for rubric in curriculum.rubrics.values():
        yield "rubric", rubric.id, rubric.seed_ref


def _of_library(library: Library) -> Iterator[Sourced]:
    for case in library.cases.values():
        yield "card", f"case/{case.id}", case.seed_ref
    for sheet in library.worksheets.values():
        yield "worksheet", sheet.id, sheet.seed_ref
    for script in library.scripts.values():
        yield "script", script.track, script.seed_ref
        for entry in script.rounds:
            yield "script", f"{script.track}/{entry.id}", entry.seed_ref
    for calculator in CALCULATORS:
        yield "calculator", calculator.name, calculator.seed_ref


def _names(curriculum: Curriculum, library: Library) -> frozenset[Found]:
    listed = (*_of_curriculum(curriculum), *_of_library(library))
    return frozenset((kind, name) for kind, name, _ in listed)
