"""A small content folder that is sound: a track, a rubric, facts, and one family per format."""

from copy import deepcopy
from pathlib import Path
from typing import Any

import yaml
from pydantic import TypeAdapter

from bot.curriculum.catalog import AnyFamily, Curriculum
from bot.curriculum.families import Family
from bot.curriculum.reading import Reading, read
from bot.curriculum.tracks import RubricFile
from bot.domain.timeline import SlotKind

Fields = dict[str, Any]
_ADAPTER: TypeAdapter[AnyFamily] = TypeAdapter(Family)
COMMON: Fields = {
    "skill": "sql.window",
    "tracks": ["tiny"],
    "level": 2,
    "seconds": 60,
    "seed_ref": ["S0-1"],
    "context": {"division": "Games", "product": "play log"},
    "hints": ["Think of ties.", "Count the rows."],
    "explanation": "A tie shares one place.",
    "so_what": "Name the place you mean.",
    "status": "live",
}
OPTIONS: list[Fields] = [
    {"text": "The first one", "right": True, "why": "It counts the rows."},
    {"text": "The second", "why": "It skips.", "misconception": "Ties skip."},
    {"text": "The third one", "why": "It repeats.", "misconception": "Ties repeat."},
]
STEPS: list[Fields] = [
    {"id": "look", "text": "Look at it"},
    {"id": "count", "text": "Count it", "after": ["look"]},
    {"id": "tell", "text": "Tell it", "after": ["count"]},
]
SAMPLES = {"1": "Bad.", "2": "Fair.", "4": "Good."}
BY_FORMAT: dict[str, Fields] = {
    "mcq": {"stem": "Which one numbers rows?", "options": OPTIONS},
    "multi": {
        "stem": "Which of them hold?",
        "options": [{**OPTIONS[0], "text": "The fourth"}, *OPTIONS],
    },
    "numeric": {
        "stem": "A day has {n} plays and {m} more. How many is that?",
        "params": {"n": {"from": 10, "to": 90, "step": 1}, "m": {"choice": [1, 2, 3]}},
        "answer": "n + m",
        "unit": "plays",
        "tolerance": {"abs": 0.5},
    },
    "order": {"stem": "What comes first?", "steps": STEPS},
    "flaw": {
        "stem": "Where is the slip?",
        "lines": ["One line.", "Two lines.", "Three lines."],
        "flaw_line": 2,
        "options": OPTIONS,
    },
    "written": {
        "stem": "Tell a story.",
        "rubric": "story",
        "model_answer": "Once I did.",
        "samples": SAMPLES,
    },
    "sql": {
        "stem": "Write a query.",
        "short": "sql.window.sound-mcq",
        "data": {
            "set": "game_sessions",
            "tables": ["sessions"],
            "sample": {"seed": 1, "size": 3},
            "hidden": [{"seed": 2, "shape": "gaps"}],
        },
        "properties": {"gaps": "days are missing"},
        "reference": "SELECT count(*) FROM sessions",
        "accepted": [
            f"SELECT {what} FROM sessions"
            for what in ("count(1)", "sum(1)", "count(*) AS n", "count(*)::int", "1 * count(*)")
        ],
        "wrong": [{"query": f"SELECT {n}", "why": "It looks at no session."} for n in (1, 2)],
    },
}
RUBRIC: Fields = {
    "id": "story",
    "title": "A story",
    "dimensions": [
        {"name": name, "anchors": {"0": "No.", "2": "Some.", "4": "Yes."}}
        for name in ("Act", "End")
    ],
}
FACTS: Fields = {
    "track": "tiny",
    "facts": [
        {
            "id": "span",
            "topic": "Time",
            "claim": "A month.",
            "caveat": "Ask.",
            "as_of": "2026-11-21",
            "expires": "2027-09-30",
            "source": "one publisher",
            "seed_ref": ["S0-12"],
        }
    ],
}


def a_family(form: str, name: str = "", **changes: Any) -> Fields:  # noqa: ANN401  any field
    """The sound family of a format; a change to None takes the field away."""
    family = f"sql.window.{name or f'sound-{form}'}"
    fields = {"family": family, "format": form, **COMMON, **BY_FORMAT[form], **changes}
    return deepcopy({key: value for key, value in fields.items() if value is not None})


def parsed(form: str, name: str = "", **changes: Any) -> AnyFamily:  # noqa: ANN401  any field
    return _ADAPTER.validate_python(a_family(form, name, **changes))


def a_day(number: int) -> Fields:
    drill = {"skill": "sql.window" if number % 2 else "sql.selfjoin", "form": "mcq"}
    return {"day": number, "theme": f"Theme {number}", "drill": drill, "side": "sql.window",
            "checklist": f"CK0-{1 + number % 7}", "review": number % 7 == 0}  # fmt: skip


def a_track(**changes: Any) -> Fields:  # noqa: ANN401  any field
    checks = [
        {"id": f"CK0-{n}", "title": f"Item {n}", "detail": "Do it.", "seed_ref": "S0-107"}
        for n in range(1, 8)
    ]
    track: Fields = {
        "id": "tiny",
        "title": "A tiny track",
        "role": "Intern",
        "disclaimer": "Not confirmed.",
        "weights": {"sql.window": 100},
        "phases": [{"first": 1, "last": 28, "title": "All"}],
        "slots": {str(k): {"at": 0, "late_after": 1, "when_late": "post"} for k in SlotKind},
        "drop_first": [7, 14, 21],
        "rest_after": [14, 21],
        "sprint": {"first": 15, "last": 28},
        "checklist": checks,
        "days": [a_day(number) for number in range(1, 29)],
    }
    return deepcopy({**track, **changes})


def write(path: Path, content: Fields | str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif isinstance(content, str):
        path.write_text(content, encoding="utf-8")
    else:
        path.write_text(yaml.safe_dump(content, sort_keys=False), encoding="utf-8")
    return path


def write_family(folder: Path, fields: Fields) -> Path:
    name = str(fields["family"]).rpartition(".")[2]
    return write(folder / "drills" / str(fields["skill"]) / f"{name}.yaml", fields)


def write_all(folder: Path) -> Path:
    """The whole sound folder."""
    write(folder / "skills.yaml", {"sql.window": "Windows"})
    write(folder / "rubrics" / "story.yaml", RUBRIC)
    write(folder / "facts" / "tiny.yaml", FACTS)
    write(folder / "tracks" / "tiny.yaml", a_track())
    for form in BY_FORMAT:
        write_family(folder, a_family(form))
    return folder


def reading_of(folder: Path, *families: Fields) -> Reading:
    """A bank of just these families."""
    for fields in families:
        write_family(folder, fields)
    return read(folder)


def a_curriculum(*families: AnyFamily) -> Curriculum:
    rubric = RubricFile.model_validate(RUBRIC)
    return Curriculum({f.family: f for f in families}, rubrics={"story": rubric})
