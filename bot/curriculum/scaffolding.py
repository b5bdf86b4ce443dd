"""New content files: valid as they are written, and waiting for words."""

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.curriculum import templates
from bot.curriculum.catalog import Curriculum
from bot.curriculum.families import ChoiceFamily, FlawFamily, OpenFamily
from bot.domain.errors import Closed, InvalidInput, NotFound

KINDS = ("drill", "track", "card")
_DRILL = re.compile(r"^[a-z]{1,16}\.[a-z]{1,16}\.[a-z0-9-]{3,48}$")
_NAME = re.compile(r"^[a-z][a-z0-9-]{2,47}$")
_PREFIX = re.compile(r"^CK(\d+)-")


def create(folder: Path, known: Curriculum, kind: str, name: str, form: str, like: str) -> Path:
    """Writes the file; raises StudyError for a name that will not do or is taken."""
    makers: Mapping[str, Callable[[], tuple[Path, str]]] = {
        "drill": lambda: _drill(known, name, form),
        "track": lambda: _track(known, name, like),
        "card": lambda: _card(known, name),
    }
    if kind not in makers:
        raise InvalidInput(f"There is no kind “{kind}”.", f"The kinds are {', '.join(KINDS)}.")
    if not folder.is_dir():
        raise NotFound(f"There is no folder {folder}.", "Make it, or name another.")
    below, text = makers[kind]()
    path = folder / below
    if path.exists():
        raise Closed(f"{path} is there already.", "Choose another name.")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def _drill(known: Curriculum, name: str, form: str) -> tuple[Path, str]:
    if not _DRILL.match(name):
        raise InvalidInput(f"“{name}” is no name of a drill.", "One looks like sql.window.my-ties.")
    if form not in templates.DRILLS:
        raise InvalidInput(f"No start is kept for “{form}”.", f"Try {', '.join(templates.DRILLS)}.")
    skill, _, stem = name.rpartition(".")
    if known.skill_names and skill not in known.skill_names:
        raise NotFound(f"There is no skill “{skill}”.", "content/skills.yaml lists them all.")
    head = templates.HEAD.format(
        family=name, skill=skill, form=form, tracks=", ".join(_tracks(known, skill)),
        seconds=templates.SECONDS.get(form, 75), source=_source(known, skill),
    )  # fmt: skip
    body = templates.DRILLS[form].replace("RUBRIC", _rubric(known, form))
    body = body.replace("SHORT", _short(known, skill)).replace("NAME", name)
    text = head + body + templates.TAIL
    return Path("drills") / skill / f"{stem}.yaml", text


def _tracks(known: Curriculum, skill: str) -> list[str]:
    """Those that draw the skill, else all; where there are none yet, a name to be replaced."""
    drawing = [t.id for t in known.tracks.values() if t.file.weights.get(skill)]
    return drawing or sorted(known.tracks) or ["my-track"]


def _rubric(known: Curriculum, form: str) -> str:
    """One that other drills of the format use, as it has the parts that the format asks for."""
    drills = known.families.values()
    used = (f.rubric for f in drills if isinstance(f, OpenFamily) and f.format == form)
    return next(used, next(iter(sorted(known.rubrics)), "rubric"))


def _short(known: Curriculum, skill: str) -> str:
    """A drill that is served and answered by taps, of the same skill or near it if there is one."""
    area = skill.partition(".")[0] + "."
    taps = [f for f in known.playable if isinstance(f, ChoiceFamily | FlawFamily)]
    order = sorted(taps, key=lambda f: (f.skill != skill, not f.skill.startswith(area), f.family))
    return order[0].family if order else "sql.window.short"


def _source(known: Curriculum, skill: str) -> str:
    """What other drills of the skill go back to; the author mends it."""
    siblings = (f for f in known.families.values() if f.skill == skill)
    return next((f.seed_ref[0] for f in siblings), "S0-13")


def _track(known: Curriculum, name: str, like: str) -> tuple[Path, str]:
    """Days, weights and slots of another track, whose drills it borrows."""
    _check_name(name)
    model = known.track(like).file.model_dump(mode="json", by_alias=True)
    number = 1 + max(_prefix(t.file.checklist[0].id) for t in known.tracks.values())
    fields = {**model, **templates.TRACK, "id": name, "borrows": [like]}
    fields["checklist"] = [_check(entry, number) for entry in model["checklist"]]
    fields["days"] = [_day(entry, number) for entry in model["days"]]
    text = yaml.safe_dump(fields, sort_keys=False, allow_unicode=True, width=98)
    return Path("tracks") / f"{name}.yaml", templates.TRACK_HEAD.format(like=like) + text


def _check(entry: Mapping[str, Any], number: int) -> dict[str, Any]:
    return {**entry, "id": _renumbered(entry["id"], number), "seed_ref": "own"}


def _day(entry: Mapping[str, Any], number: int) -> dict[str, Any]:
    """Without the families that the other track names for the day."""
    drill = {field: entry["drill"][field] for field in ("skill", "form")}
    return {**entry, "drill": drill, "checklist": _renumbered(entry["checklist"], number)}


def _prefix(check: str) -> int:
    found = _PREFIX.match(check)
    return int(found[1]) if found else 0


def _renumbered(check: str, number: int) -> str:
    return _PREFIX.sub(f"CK{number}-", check)


def _card(known: Curriculum, name: str) -> tuple[Path, str]:
    _check_name(name)
    tracks = ", ".join(sorted(known.tracks))
    return Path("cases") / f"{name}.yaml", templates.CARD.format(id=name, tracks=tracks)


def _check_name(name: str) -> None:
    if not _NAME.match(name):
        raise InvalidInput(f"“{name}” is no name.", "Small letters, digits and hyphens: acme-ds.")
