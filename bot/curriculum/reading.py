"""Reads the content folder. A bad file becomes problems and is left out; nothing raises."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import TypeAdapter, ValidationError

from bot.curriculum.cases import CaseFile
from bot.curriculum.catalog import AnyFamily, Curriculum, Track
from bot.curriculum.families import Family, FamilyBase, SeedRef, Strict
from bot.curriculum.lending import with_lent
from bot.curriculum.library import CoverageEntry, Library, loose_ends
from bot.curriculum.scripts import ScriptFile
from bot.curriculum.tracks import FactFile, RubricFile, TrackFile
from bot.curriculum.worksheets import WorksheetFile
from bot.domain.exercises import Language

T = TypeVar("T")
_BASE: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_FAMILY: TypeAdapter[AnyFamily] = TypeAdapter(Family)
_TRACK, _FACTS, _RUBRIC = TypeAdapter(TrackFile), TypeAdapter(FactFile), TypeAdapter(RubricFile)
_SKILLS = TypeAdapter(dict[str, str])
_COVERAGE = TypeAdapter(dict[SeedRef, CoverageEntry])
_KINDS: dict[str, TypeAdapter[Any]] = {
    "drills": _FAMILY, "tracks": _TRACK, "facts": _FACTS, "rubrics": _RUBRIC,
    "cases": TypeAdapter(CaseFile), "worksheets": TypeAdapter(WorksheetFile),
    "scripts": TypeAdapter(ScriptFile),
}  # fmt: skip


LONGEST_FILE, MOST_NESTING = 1_000_000, 10_000
_NESTING = (b"[", b"{", b"-", b"?")
"""What opens a level in YAML; some 30,000 levels overflow the C parser's stack."""


class _Loader(_BASE):  # type: ignore[misc]  # which one it is depends on the machine
    """Leaves dates as text, so that a wrong one is reported with its field and line."""

    yaml_implicit_resolvers = {
        first: [rule for rule in rules if rule[0] != "tag:yaml.org,2002:timestamp"]
        for first, rules in _BASE.yaml_implicit_resolvers.items()
    }


@dataclass(frozen=True, slots=True)
class Problem:
    """`line` counts from 1; `fix` says how to mend it."""

    file: str
    line: int
    field: str
    message: str
    fix: str = ""

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" + (f": {self.field}" if self.field else "")
        return f"{where}: {self.message}" + (f" → {self.fix}" if self.fix else "")


@dataclass(frozen=True)
class Reading:
    curriculum: Curriculum
    problems: tuple[Problem, ...]
    paths: dict[str, Path]
    """File of each family."""
    library: Library = field(default_factory=Library)


def read(folder: Path) -> Reading:
    reader = _Reader(folder)
    if not folder.is_dir():
        fix = "name the folder with the tracks in PREPCIRCLE_CONTENT"
        reader.problems.append(Problem(str(folder), 1, "", "is no folder", fix))
    reader.skill_names = reader.take_map(_SKILLS, folder / "skills.yaml")
    reader.coverage = reader.take_map(_COVERAGE, folder / "coverage.yaml")
    for kind in ("rubrics", "facts", "tracks", "drills", "cases", "worksheets", "scripts"):
        for path in _files(folder / kind):
            reader.take(kind, path)
    return reader.finish()


def read_more(folder: Path, known: Curriculum) -> Reading:
    """`known` with the drills of another folder, laid out like content/ or flat."""
    reader = _Reader(folder, anywhere=True)
    reader.rubrics = dict(known.rubrics)
    inner = folder / "drills"
    for path in _files(inner if inner.is_dir() else folder):
        reader.take("drills", path)
    found = {**known.families, **reader.families}
    return Reading(replace(known, families=found), tuple(reader.problems), reader.paths)


def _files(folder: Path) -> list[Path]:
    """Without the dangling links that some editors leave beside an open file."""
    return sorted(path for path in folder.rglob("*.yaml") if path.is_file())


class _Reader:
    def __init__(self, folder: Path, *, anywhere: bool = False) -> None:
        """`anywhere`: drills need not lie in a folder of their skill, under their own name."""
        self.folder, self.anywhere = folder, anywhere
        self.problems: list[Problem] = []
        self.families: dict[str, AnyFamily] = {}
        self.tracks: dict[str, Track] = {}
        self.rubrics: dict[str, RubricFile] = {}
        self.checksums: dict[str, str] = {}
        self.paths: dict[str, Path] = {}
        self.facts: dict[str, FactFile] = {}
        self.skill_names: dict[str, str] = {}
        self.cases: dict[str, CaseFile] = {}
        self.worksheets: dict[str, WorksheetFile] = {}
        self.scripts: dict[str, ScriptFile] = {}
        self.coverage: dict[str, CoverageEntry] = {}

    def take(self, kind: str, path: Path) -> None:
        name = str(path.relative_to(self.folder.parent))
        data = path.read_bytes()
        entry = self._parse(_KINDS[kind], name, data)
        if entry is not None:
            self._keep(entry, path, name, data)

    def take_map(self, adapter: TypeAdapter[dict[str, T]], path: Path) -> dict[str, T]:
        if not path.exists():
            return {}
        name = str(path.relative_to(self.folder.parent))
        return self._parse(adapter, name, path.read_bytes()) or {}

    def _parse(self, adapter: TypeAdapter[T], name: str, data: bytes) -> T | None:
        if len(data) > LONGEST_FILE or sum(map(data.count, _NESTING)) > MOST_NESTING:
            self.problems.append(Problem(name, 1, "", "is too large or too deep", "split it"))
            return None
        try:
            data.decode()
            return adapter.validate_python(yaml.load(data, Loader=_Loader))
        except yaml.YAMLError as error:
            self.problems.append(_yaml_problem(name, error))
        except ValidationError as error:
            self.problems.extend(_problems(name, data, error))
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            self.problems.append(Problem(name, line, "", "is not UTF-8 text", "save it as UTF-8"))
        except (ValueError, AttributeError, RecursionError) as error:
            # The YAML library's own constructors let these out, for a value such as `!!int x`.
            self.problems.append(Problem(name, 1, "", f"cannot be read: {error}", "mend the value"))
        return None

    def _keep(self, entry: object, path: Path, name: str, data: bytes) -> None:
        match entry:
            case RubricFile() if self._is_called(entry.id, "id", path, name):
                self.rubrics[entry.id] = entry
            case FactFile() if self._is_called(entry.track, "track", path, name):
                self.facts[entry.track] = entry
            case TrackFile() if self._is_called(entry.id, "id", path, name):
                facts = self.facts.get(entry.id)
                self.tracks[entry.id] = Track(entry, tuple(facts.facts) if facts else ())
            case CaseFile() if self._is_called(entry.id, "id", path, name):
                self.cases[entry.id] = entry
            case WorksheetFile() if self._is_called(entry.id, "id", path, name):
                self.worksheets[entry.id] = entry
            case ScriptFile() if self._is_called(entry.track, "track", path, name):
                self.scripts[entry.track] = entry
            case Strict() if not isinstance(entry, FamilyBase):
                pass
            case _:
                self._keep_family(entry, path, name, data)  # type: ignore[arg-type]

    def _is_called(self, wanted: str, field: str, path: Path, name: str) -> bool:
        """One id, one file: of two with the same id the later would silently win."""
        if path.stem == wanted:
            return True
        fix = f"call the file {wanted}.yaml"
        self.problems.append(Problem(name, 1, field, "id and file name differ", fix))
        return False

    def _keep_family(self, family: AnyFamily, path: Path, name: str, data: bytes) -> None:
        expected = f"{family.skill}.{path.stem}"
        in_place = family.family == expected and path.parent.name == family.skill
        if not in_place and not self.anywhere:
            fix = f"call it {expected} in drills/{family.skill}/"
            self.problems.append(Problem(name, 1, "family", "id and file name differ", fix))
        elif (rubric := getattr(family, "rubric", None)) and rubric not in self.rubrics:
            known = ", ".join(sorted(self.rubrics)) or "none"
            message = f"there is no rubric “{rubric}”"
            self.problems.append(Problem(name, 1, "rubric", message, f"use one of: {known}"))
        else:
            self.families[family.family] = family
            self.checksums[family.family] = hashlib.sha256(data).hexdigest()[:16]
            self.paths[family.family] = path

    def finish(self) -> Reading:
        lent = with_lent(self.families, self.tracks)
        curriculum = Curriculum(lent, self.tracks, self.rubrics, self.checksums, self.skill_names)
        library = Library(self.cases, self.worksheets, self.scripts, self.coverage)
        problems = [*self.problems, *self._missing(curriculum), *self._loose(library)]
        return Reading(curriculum, tuple(problems), self.paths, library)

    def _loose(self, library: Library) -> Iterator[Problem]:
        for file, where, message in loose_ends(library, self.tracks, self.rubrics):
            fix = "write it or name another"
            yield Problem(f"{self.folder.name}/{file}", 1, where, message, fix)

    def _missing(self, curriculum: Curriculum) -> Iterator[Problem]:
        """Days that name a family which is not there."""
        for track in curriculum.tracks.values():
            for entry in track.file.days:
                for name in (entry.drill.family, entry.drill.short):
                    if name is not None and name not in curriculum.families:
                        file = f"{self.folder.name}/tracks/{track.id}.yaml"
                        fix = "write the drill or name another"
                        yield Problem(file, 1, f"day {entry.day}", f"no drill {name}", fix)


def _yaml_problem(name: str, error: yaml.YAMLError) -> Problem:
    mark = getattr(error, "problem_mark", None)
    message = getattr(error, "problem", None) or "is not readable YAML"
    fix = "check the indentation and quotes just before this line"
    return Problem(name, mark.line + 1 if mark else 1, "", message, fix)


def _problems(name: str, data: bytes, error: ValidationError) -> list[Problem]:
    root = yaml.compose(data, Loader=_Loader)
    return [_problem(name, root, dict(detail)) for detail in error.errors(include_url=False)]


def _problem(name: str, root: Any, detail: dict[str, Any]) -> Problem:  # noqa: ANN401  YAML node
    place = [part for part in detail["loc"] if not str(part).endswith("Family")]
    if place and place[0] in _FORMATS:
        place = place[1:]
    message = str(detail["msg"]).removeprefix("Value error, ")
    fix = _FIXES.get(detail["type"], "")
    return Problem(name, _line(root, place), ".".join(map(str, place)), message, fix)


_FORMATS = {"mcq", "multi", "numeric", "order", "flaw", "written", "explain", "scope", "sql",
            "python"}  # fmt: skip
_FIXES = {
    "missing": "add the field",
    "model_attributes_type": "write one `field: value` a line",
    "extra_forbidden": "remove the field or mend its spelling; `prepcircle schema` lists all",
    "union_tag_invalid": "set format to one of the known formats",
    "union_tag_not_found": "add a format line",
    "string_pattern_mismatch": "mend the spelling; see docs/authoring.md for the pattern",
}


def _line(node: Any, place: list[str | int]) -> int:  # noqa: ANN401  YAML node
    line = node.start_mark.line + 1 if node is not None else 1
    for part in place:
        if isinstance(node, yaml.MappingNode):
            found = next(((k, v) for k, v in node.value if k.value == str(part)), None)
            if found is None:
                return int(line)
            line, node = found[0].start_mark.line + 1, found[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            if part >= len(node.value):
                return int(line)
            node = node.value[part]
            line = node.start_mark.line + 1
    return int(line)


class Bookshelf:
    """Holds the curriculum in use; a reload with problems keeps the last good one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        first = read(folder)
        self.current = first.curriculum
        self.problems = first.problems
        self._stamp = stamp_of(folder)

    def run(self, languages: frozenset[Language]) -> None:
        """From now on drills in these languages are served: answers to them can be run."""
        self.current = replace(self.current, runs=languages)

    def reload_if_changed(self) -> bool:
        """True when new content is in use."""
        stamp = stamp_of(self.folder)
        if stamp == self._stamp:
            return False
        self._stamp = stamp
        reading = read(self.folder)
        self.problems = reading.problems
        if reading.problems:
            return False
        self.current = replace(reading.curriculum, runs=self.current.runs)
        return True


def stamp_of(folder: Path) -> frozenset[tuple[str, int, int]]:
    """By name too: a renamed file keeps its time."""
    stats = ((path, path.stat()) for path in _files(folder))
    return frozenset((str(path), stat.st_mtime_ns, stat.st_size) for path, stat in stats)
