"""The curriculum as the rest of the core sees it: frozen, checked, looked up by id."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from bot.curriculum.families import (
    ChoiceFamily,
    FlawFamily,
    NumericFamily,
    OpenFamily,
    OrderFamily,
    PythonFamily,
    SqlFamily,
)
from bot.curriculum.tracks import CheckEntry, DayEntry, FactEntry, RubricFile, TrackFile
from bot.domain.errors import NotFound
from bot.domain.exercises import Language
from bot.domain.picking import Candidate
from bot.domain.timeline import Rules, plan_days

AnyFamily = (
    ChoiceFamily | NumericFamily | OrderFamily | FlawFamily | OpenFamily | SqlFamily | PythonFamily
)
SPRINT_DAYS = 14


@dataclass(frozen=True)
class Track:
    """A track file with its lookups."""

    file: TrackFile
    facts: tuple[FactEntry, ...] = ()

    @property
    def id(self) -> str:
        return self.file.id

    @property
    def title(self) -> str:
        return self.file.title

    @cached_property
    def rules(self) -> Rules:
        return {kind: entry.rule() for kind, entry in self.file.slots.items()}

    @cached_property
    def reviews(self) -> frozenset[int]:
        return frozenset(entry.day for entry in self.file.days if entry.review)

    def day(self, plan_day: int) -> DayEntry:
        return self.file.days[plan_day - 1]

    def check(self, check_id: str) -> CheckEntry:
        found = next((c for c in self.file.checklist if c.id.lower() == check_id.lower()), None)
        if found is None:
            known = ", ".join(c.id for c in self.file.checklist)
            raise NotFound(f"There is no checklist item {check_id}.", f"The items are {known}.")
        return found

    def plan(self, length: int) -> tuple[int, ...]:
        """The plan days of a circle of `length` days; 14 gives the sprint."""
        if length == SPRINT_DAYS:
            return tuple(range(self.file.sprint.first, self.file.sprint.last + 1))
        return tuple(plan_days(length, tuple(self.file.drop_first), tuple(self.file.rest_after)))


@dataclass(frozen=True)
class Curriculum:
    """Everything the content folder holds. `checksums` are per family, of the file's bytes."""

    families: Mapping[str, AnyFamily] = field(default_factory=dict)
    tracks: Mapping[str, Track] = field(default_factory=dict)
    rubrics: Mapping[str, RubricFile] = field(default_factory=dict)
    checksums: Mapping[str, str] = field(default_factory=dict)
    skill_names: Mapping[str, str] = field(default_factory=dict)
    runs: frozenset[Language] = frozenset()
    """Languages in which answers can be run here."""
    courses: dict[tuple[str, tuple[int, ...]], tuple[str, ...]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )
    """What bot.curriculum.course has worked out, by track and plan."""

    def track(self, track_id: str) -> Track:
        found = self.tracks.get(track_id)
        if found is None:
            known = ", ".join(sorted(self.tracks)) or "none"
            raise NotFound(f"There is no track “{track_id}”.", f"The tracks are: {known}.")
        return found

    def family(self, family_id: str) -> AnyFamily:
        found = self.families.get(family_id)
        if found is None:
            raise NotFound(f"There is no drill “{family_id}” any more.", "Try `/prep drill`.")
        return found

    def skill_name(self, skill: str) -> str:
        return self.skill_names.get(skill, skill)

    @cached_property
    def skills(self) -> tuple[str, ...]:
        """Skills that have something to practise, sorted."""
        return tuple(sorted({family.skill for family in self.playable}))

    @cached_property
    def playable(self) -> tuple[AnyFamily, ...]:
        """Families that can be served today: live or pilot, and executed ones where they run."""
        return tuple(
            family
            for _, family in sorted(self.families.items())
            if family.status in {"live", "pilot"} and self.can_ask(family)
        )

    @cached_property
    def practice(self) -> tuple[tuple[str, str], ...]:
        """What practice can be asked for, as (label, name): skills, then single drills.

        Made once, as it is looked through with every letter somebody types.
        """
        skills = ((self.skill_name(skill), skill) for skill in self.skills)
        return (*skills, *((self._title(family), family.family) for family in self.playable))

    def _title(self, family: AnyFamily) -> str:
        words = family.family.removeprefix(f"{family.skill}.").replace("-", " ").capitalize()
        return f"{words} · {self.skill_name(family.skill)}"

    def can_ask(self, family: AnyFamily) -> bool:
        return not isinstance(family, SqlFamily | PythonFamily) or family.format in self.runs

    @cached_property
    def _by_track(self) -> dict[str, tuple[AnyFamily, ...]]:
        return {
            track: tuple(family for family in self.playable if track in family.tracks)
            for track in self.tracks
        }

    def of_track(self, track_id: str) -> tuple[AnyFamily, ...]:
        return self._by_track.get(track_id, ())

    @cached_property
    def _candidates(self) -> dict[str, tuple[Candidate, ...]]:
        return {
            track: tuple(Candidate(f.family, f.skill, f.level, bool(f.params)) for f in families)
            for track, families in self._by_track.items()
        }

    def candidates(self, track_id: str) -> tuple[Candidate, ...]:
        """The same as the next drill is chosen from; made once, as a track has hundreds."""
        return self._candidates.get(track_id, ())
