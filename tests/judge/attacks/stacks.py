"""What attacks are thrown at: the judge of each tier, and the sandbox with nothing around it."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from importlib.util import find_spec

from adapters.judge.python.grader import grade as grade_python
from adapters.judge.sandbox.limits import MEGABYTE
from adapters.judge.sandbox.link import Loaded
from adapters.judge.sandbox.tiers import DEVELOPMENT, GUEST_SECONDS, IN_GUEST, WASM, Walls
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
SQL = SqlExercise(_MATERIAL, RIGHT["sql"])
PYTHON = PythonExercise(_MATERIAL, "answer", RIGHT["python"])
_PLAYERS = ["p1", "p2", "p2"]
BARE: Mapping[Language, Loaded] = {
    "sql": Loaded("tests.judge.attacks.bare_sql", LANGUAGES["sql"].above),
    "python": Loaded("tests.judge.attacks.bare", LANGUAGES["python"].above),
}
DEVELOPING: Mapping[Language, Loaded] = {
    "sql": replace(LANGUAGES["sql"], confinement=Walls().loose)
}
Try = Callable[[Language, str, Workers], Awaitable[tuple[str, str]]]


class Hurried:
    """Workers that give every job another time: less, unless told."""

    def __init__(self, workers: Workers, seconds: float = SECONDS) -> None:
        self._workers, self._seconds = workers, seconds

    async def run(self, job: Job) -> Ran:
        return await self._workers.run(replace(job, seconds=self._seconds))


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
        grade_sql(SQL, text, workers) if language == "sql" else grade_python(PYTHON, text, workers)
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


async def in_guest(language: Language, text: str, workers: Workers) -> tuple[str, str]:
    """As `judged`, with the time that an interpreter takes to start there."""
    return await judged(language, text, Hurried(workers, SECONDS + GUEST_SECONDS))


def _seen(verdict: Verdict) -> str:
    reasons = [reason for bucket in verdict.buckets for reason in bucket.reasons]
    return "\n".join([verdict.message, verdict.shown, *verdict.notes, *reasons])


GUESTS: Mapping[Language, Loaded] = {"python": IN_GUEST} if find_spec(Walls().extra) else {}
STACKS: Mapping[str, tuple[Mapping[Language, Loaded], Try]] = {
    "judge": (LANGUAGES, judged),
    "bare": (BARE, bare),
    DEVELOPMENT: (DEVELOPING, judged),
    WASM: (GUESTS, in_guest),
}
