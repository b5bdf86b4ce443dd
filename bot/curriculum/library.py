"""What the content folder holds beside drills and tracks, and whether it fits together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

from bot.curriculum.cases import CaseFile
from bot.curriculum.families import Sentence, Strict
from bot.curriculum.scripts import ScriptFile
from bot.curriculum.worksheets import WorksheetFile

Kind = Literal[
    "drill", "card", "checklist", "rubric", "script", "worksheet", "calculator", "timer",
    "product", "waiting", "none",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)


class CoverageEntry(Strict):
    """How one entry of the inventory of sources is to be embodied."""

    kind: Kind
    by: list[Sentence] = []
    """Ids of content that names no source itself; for the other kinds, plain words."""


@dataclass(frozen=True)
class Library:
    """By id; scripts by the id of their track; coverage by the id in the inventory."""

    cases: Mapping[str, CaseFile] = field(default_factory=dict)
    worksheets: Mapping[str, WorksheetFile] = field(default_factory=dict)
    scripts: Mapping[str, ScriptFile] = field(default_factory=dict)
    coverage: Mapping[str, CoverageEntry] = field(default_factory=dict)


def loose_ends(
    library: Library, tracks: Mapping[str, object], rubrics: Mapping[str, object]
) -> Iterator[tuple[str, str, str]]:
    """(file below the content folder, field, what is missing) of names that lead nowhere."""
    for case in library.cases.values():
        yield from _unknown_tracks(f"cases/{case.id}.yaml", case.tracks, tracks)
    for sheet in library.worksheets.values():
        yield from _unknown_tracks(f"worksheets/{sheet.id}.yaml", sheet.tracks, tracks)
        if sheet.rubric and sheet.rubric not in rubrics:
            yield f"worksheets/{sheet.id}.yaml", "rubric", f"there is no rubric “{sheet.rubric}”"
    for script in library.scripts.values():
        yield from _unknown_tracks(f"scripts/{script.track}.yaml", [script.track], tracks)
        for entry in script.rounds:
            if entry.rubric not in rubrics:
                message = f"round {entry.id}: there is no rubric “{entry.rubric}”"
                yield f"scripts/{script.track}.yaml", "rounds", message


def _unknown_tracks(
    file: str, named: list[str], tracks: Mapping[str, object]
) -> Iterator[tuple[str, str, str]]:
    for track in named:
        if track not in tracks:
            yield file, "tracks", f"there is no track “{track}”"
