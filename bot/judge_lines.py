"""`prepcircle judge`: answers in, verdicts out, a JSON line each; for authors and automation."""

import asyncio
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from bot.cards import Card
from bot.curriculum.catalog import AnyFamily, Curriculum
from bot.curriculum.executing import exercise_of
from bot.curriculum.families import PythonFamily, SqlFamily
from bot.curriculum.reading import read, read_more
from bot.domain.exercises import Exercise, Outcome, Stage, Verdict
from bot.domain.ids import ActorRef, CohortId, PersonId, Platform
from bot.judging import Quiet, open_judge
from bot.plain_text import plain_text
from bot.ports import Asker, Isolation, Judge, Task
from bot.usecases.submitting import unwrapped
from bot.views.executed import TITLES, verdict_blocks

_ASKER = Asker(PersonId(0), CohortId(0), ActorRef(Platform("terminal"), "", "author"))
_BAD_LINE = 'Each line is {"code": TEXT}.'
_LIVE = re.compile(r"(?<=[@<])(?=.)|(?<=`)(?=`)|(?<=\])(?=\()", re.DOTALL)
"""After what could begin a mention, a link or a block of code."""
_CONTROL = re.compile(
    r"\x1b\[[0-9;?]*[ -/]*[@-~]|[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]"
)
_WORDS = {Outcome.LOST: "error"}


class CannotJudge(Exception):
    """One line for whoever typed the command."""


def exercise(drill: str, content: Path, more: Path | None) -> Exercise:
    """Raises CannotJudge."""
    family = _family(_curriculum(content, more), drill)
    if not isinstance(family, SqlFamily | PythonFamily):
        raise CannotJudge(f"{drill} is not run; its format is {family.format}.")
    return exercise_of(family)


def _curriculum(content: Path, more: Path | None) -> Curriculum:
    known = read(content).curriculum
    if more is None:
        return known
    reading = read_more(more, known)
    for problem in reading.problems:
        print(problem, file=sys.stderr)  # noqa: T201  the author reads the terminal
    return reading.curriculum


def _family(curriculum: Curriculum, drill: str) -> AnyFamily:
    if drill not in curriculum.families:
        raise CannotJudge(f"There is no drill {drill}.")
    return curriculum.families[drill]


async def serve(
    asked: Exercise,
    developing: bool,
    lines: TextIO,
    say: Callable[[str], None],
    wanted: str = "auto",
) -> None:
    """Answers each line in turn until they end; `wanted` as in open_judge.

    Raises CannotJudge when nothing can or may be run here.
    """
    developers = "terminal:author" if developing else ""
    judge = open_judge(wanted, developers, Quiet(), lambda _: None)
    if isinstance(judge, Isolation):
        raise CannotJudge(judge.why)
    try:
        await judge.serve()
        known = judge.isolation()
        ready = asked.kind in known.languages
        why = {} if ready else {"why": known.why}
        say(json.dumps({"ready": ready, "tier": known.tier, **why}))
        while line := await asyncio.to_thread(lines.readline):
            if line.strip():
                say(json.dumps(await _answer(judge, asked, line)))
    finally:
        judge.close()


async def _answer(judge: Judge, asked: Exercise, line: str) -> dict[str, str]:
    text = _code(line)
    if text is None:
        return {"verdict": "error", "reply": _BAD_LINE}
    verdict = await _verdict(judge, asked, text)
    card = Card(TITLES[verdict.outcome][0], tuple(verdict_blocks(verdict)))
    word = _WORDS.get(verdict.outcome, str(verdict.outcome))
    return {"verdict": word, "reply": harmless(plain_text(card))}


def _code(line: str) -> str | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    code = found.get("code") if isinstance(found, dict) else None
    return code if isinstance(code, str) else None


async def _verdict(judge: Judge, asked: Exercise, text: str) -> Verdict:
    try:
        return [
            n
            async for n in judge.judge(Task(asked, unwrapped(text), _ASKER))
            if isinstance(n, Verdict)
        ][-1]
    except Exception as error:
        said = f"The judge failed: {type(error).__name__}."
        return Verdict(Outcome.LOST, Stage.RUNTIME, said)


def harmless(text: str) -> str:
    """Nothing in it is a mention, a link, a style or a control character on any surface."""
    kept = _CONTROL.sub("", text.encode(errors="replace").decode())
    return _LIVE.sub("\u200b", kept)
