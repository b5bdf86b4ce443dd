"""What attacks are thrown at: the whole judge, and the sandbox with nothing else around it."""

import json
from collections.abc import Mapping
from dataclasses import replace

from adapters.judge.python.grader import grade as grade_python
from adapters.judge.sandbox.limits import MEGABYTE
from adapters.judge.sandbox.link import Loaded
from adapters.judge.sandbox.workers import LANGUAGES
from adapters.judge.sql.grader import grade as grade_sql
from adapters.judge.work import Job, Ran, Workers
from bot.domain.exercises import (
    Draw,
    Language,
    Material,
    PythonExercise,
    SqlExercise,
    Verdict,
)

SECONDS = 1.5
"""Less than members get, for what is expected to use it up."""
RIGHT: Mapping[Language, str] = {
    "sql": "SELECT player_id, COUNT(*) AS sessions FROM sessions GROUP BY player_id",
    "python": "def answer(sessions):\n    return sessions.groupby('player_id').size().to_dict()\n",
}
_MATERIAL = Material(
    "game_sessions",
    ("sessions",),
    sample=Draw(1, 6),
    hidden=(Draw(2, 8, "ties"), Draw(3, 8, "duplicates"), Draw(4, 4, "empty")),
    properties=(
        ("ties", "players who share a place"),
        ("duplicates", "reports that came twice"),
        ("empty", "no sessions at all"),
    ),
)
_SQL = SqlExercise(_MATERIAL, RIGHT["sql"])
_PYTHON = PythonExercise(_MATERIAL, "answer", RIGHT["python"])
_PLAYERS = ["p1", "p2", "p2"]
BARE: Mapping[Language, Loaded] = {
    "sql": Loaded("tests.judge.attacks.bare_sql", LANGUAGES["sql"].above),
    "python": Loaded("tests.judge.attacks.bare", LANGUAGES["python"].above),
}


class Hurried:
    """Workers that give every job less time."""

    def __init__(self, workers: Workers) -> None:
        self._workers = workers

    async def run(self, job: Job) -> Ran:
        return await self._workers.run(replace(job, seconds=SECONDS))


def marked(languages: Mapping[Language, Loaded], mark: int) -> Mapping[Language, Loaded]:
    """The same, with a number that is seen in the command line of each process it starts."""
    return {
        name: replace(loaded, above=loaded.above // MEGABYTE * MEGABYTE + mark)
        for name, loaded in languages.items()
    }


async def judged(language: Language, text: str, workers: Workers) -> tuple[str, str]:
    """The outcome, and all that a member would see."""
    if "timeout" in text.split("\n")[0]:
        workers = Hurried(workers)
    verdict = await (
        grade_sql(_SQL, text, workers)
        if language == "sql"
        else grade_python(_PYTHON, text, workers)
    )
    return verdict.outcome, _seen(verdict)


async def bare(language: Language, text: str, workers: Workers) -> tuple[str, str]:
    """How it ended, or whether the values are right, and what came back."""
    if text != RIGHT[language]:
        workers = Hurried(workers)
    ran = await workers.run(Job(language, json.dumps({"players": _PLAYERS}), text))
    if ran.end != "done":
        return ran.end, ""
    right = ran.value == {"p1": 1, "p2": 2}
    return "correct" if right else "wrong", json.dumps(ran.value)


def _seen(verdict: Verdict) -> str:
    reasons = [reason for bucket in verdict.buckets for reason in bucket.reasons]
    return "\n".join([verdict.message, verdict.shown, *verdict.notes, *reasons])
