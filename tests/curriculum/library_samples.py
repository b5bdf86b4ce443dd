"""Sound fields of a case, a worksheet and a script, for the small content folder."""

from copy import deepcopy
from typing import Any

from tests.curriculum.samples import Fields

CASE: Fields = {
    "id": "late-label",
    "title": "A late label",
    "tracks": ["tiny"],
    "brief": ["One.", "Two.", "Three."],
    "vote": "reject",
    "reason": "no-so-what",
    "reveal": "Out.",
    "lesson": ["Ask.", "Say.", "Stop."],
    "seed_ref": ["S0-14"],
}
SHEET: Fields = {
    "id": "scope",
    "title": "Scope",
    "tracks": ["tiny"],
    "when": "Before work.",
    "rubric": "story",
    "fields": [
        {"id": "problem", "label": "Problem", "ask": "Whose?", "example": "Ana's."},
        {"id": "answer", "label": "Answer", "ask": "What?", "example": "A list.",
         "after": ["problem"]},
    ],
}  # fmt: skip
ROUND: Fields = {
    "id": "screen",
    "title": "A call",
    "minutes": 30,
    "filter": "Clear?",
    "candidate": "Tell me.",
    "sheet": ["Ask.", "Wait.", "Note."],
    "ladder": ["Why?", "Why that?", "Why then?"],
    "pushback": "No.",
    "timers": [{"at": 0, "say": "Go."}, {"at": 25, "say": "Five left."}],
    "interruptions": {"lines": ["One.", "Two.", "Three."], "first": 8, "last": 20},
    "rubric": "story",
    "reasons": ["jargon", "incomplete"],
    "seed_ref": ["S0-15"],
}


def a_case(**changes: Any) -> Fields:  # noqa: ANN401  any field
    return deepcopy({**CASE, **changes})


def a_sheet(**changes: Any) -> Fields:  # noqa: ANN401  any field
    return deepcopy({**SHEET, **changes})


def a_round(**changes: Any) -> Fields:  # noqa: ANN401  any field
    return deepcopy({**ROUND, **changes})


def a_script(*rounds: Fields, **changes: Any) -> Fields:  # noqa: ANN401  any field
    named = [a_round(id=f"round-{n}") for n in range(1, 4)]
    return {"track": "tiny", "title": "Rounds", "rounds": list(rounds) or named, **changes}
