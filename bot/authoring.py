"""Proving executed drills: for the one author checks, and for all that check-content gates."""

import asyncio
import os
import re
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from adapters.judge.authoring import (
    Claims,
    Report,
    Wrong,
    check_exercise,
    hidden_block,
    with_hidden,
)
from adapters.judge.sandbox.tiers import Sandbox
from bot.curriculum.executing import exercise_of
from bot.curriculum.families import NO_DRAWINGS, PythonFamily, SqlFamily
from bot.curriculum.reading import Problem, Reading

Executed = SqlFamily | PythonFamily
_EXECUTED: TypeAdapter[Executed] = TypeAdapter(Executed)
Progress = Callable[[int, int, str], None]
TOGETHER = 6
"""Families that are proved one after the other in a sandbox."""
GATE_CANDIDATES = 16
"""Further drawings the gate tries beside the hidden ones, to see what those miss."""


@dataclass(frozen=True, slots=True)
class Proof:
    family: str
    report: Report | None
    """None: it could not be run, `error` says why."""
    error: str = ""

    @property
    def good(self) -> bool:
        return self.report is not None and self.report.good

    @property
    def complaint(self) -> str:
        """One line, empty when it holds."""
        if self.report is None:
            return f"{self.family}: {self.error}"
        if self.report.complaints:
            return f"{self.family}: {self.report.complaints[0]}"
        if not self.report.good:
            missed = "; ".join(self.report.missed[:3])
            return f"{self.family}: hidden data finds {self.report.share:.0%} of slips ({missed})"
        return ""


def refusals(drill: str, folder: Path, reading: Reading) -> list[Problem]:
    """Why the file that holds the drill was not read; none: there is no such file."""
    return [problem for problem in reading.problems if _holds(folder.parent / problem.file, drill)]


def _holds(path: Path, drill: str) -> bool:
    """By its place or by the id in it: either may be the mistake."""
    skill, _, name = drill.rpartition(".")
    if path.parts[-2:] == (skill, f"{name}.yaml"):
        return True
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    return re.search(rf"^family: *{re.escape(drill)}\s", text, re.MULTILINE) is not None


def undrawn(folder: Path, problems: list[Problem]) -> tuple[Executed, Path] | None:
    """The drill, with its file, that is refused for nothing but its missing drawings."""
    if len(problems) != 1 or not problems[0].message.startswith(NO_DRAWINGS):
        return None
    path = folder.parent / problems[0].file
    fields = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return _EXECUTED.validate_python({**fields, "status": "draft"}), path
    except ValidationError:  # a bare date, which the reader of the folder takes for text
        return None


async def prove(family: Executed, progress: Progress, *, pick: bool) -> Proof:
    """`pick` looks for hidden drawings; otherwise those of the file are tried."""
    box = await _examined()
    try:
        return await _prove(family, box, progress, pick=pick)
    finally:
        box.close()


def prove_all(reading: Reading, done: Callable[[int, int], None]) -> list[Proof]:
    """Every executed family that has hidden drawings, with these; a process for each core.

    The others are drafts that were never checked: there is nothing yet to be proved on.
    """
    families = [
        family
        for _, family in sorted(reading.curriculum.families.items())
        if isinstance(family, Executed) and family.data.hidden
    ]
    parts = [families[start : start + TOGETHER] for start in range(0, len(families), TOGETHER)]
    proofs: list[Proof] = []
    # Fresh ones: a fork of a program that has threads may wait for ever.
    with ProcessPoolExecutor(os.cpu_count(), get_context("spawn")) as processes:
        for part in processes.map(_prove_part, parts):
            proofs += part
            done(len(proofs), len(families))
    return proofs


def _prove_part(families: list[Executed]) -> list[Proof]:
    return asyncio.run(_prove_each(families))


async def _prove_each(families: list[Executed]) -> list[Proof]:
    box = await _examined()
    try:
        return [await _prove(family, box, _silent, pick=False) for family in families]
    finally:
        box.close()


async def _examined() -> Sandbox:
    box = Sandbox()
    await box.examine()
    return box


async def _prove(family: Executed, box: Sandbox, progress: Progress, *, pick: bool) -> Proof:
    more = {} if pick else {"candidates": GATE_CANDIDATES}
    try:
        report = await check_exercise(
            exercise_of(family), _claims(family), box, progress, pick=pick, **more
        )
    except Exception as error:
        return Proof(family.family, None, _told(error))
    return Proof(family.family, report)


def _told(error: Exception) -> str:
    """The two kinds that the proof raises on purpose speak for themselves."""
    if type(error) in {KeyError, ValueError} and error.args:
        return str(error.args[0])
    return f"{type(error).__name__}: {error}"


def _claims(family: Executed) -> Claims:
    if isinstance(family, SqlFamily):
        wrong = tuple(Wrong(entry.query, entry.why) for entry in family.wrong)
    else:
        wrong = tuple(Wrong(entry.code, entry.why, entry.bucket) for entry in family.wrong)
    return Claims(tuple(family.accepted), wrong, tuple(family.equivalent))


def write_hidden(path: Path, report: Report) -> None:
    """Put the drawings that were picked into the drill's file; all else stays as it is.

    Raises ValueError, the file untouched, where its layout does not allow for that.
    """
    old = path.read_text(encoding="utf-8")
    new = with_hidden(old, report.hidden)
    fields = yaml.safe_load(old)
    picked = yaml.safe_load(hidden_block(report.hidden))["hidden"]
    if _fields(new) != {**fields, "data": {**fields["data"], "hidden": picked}}:
        raise ValueError("the hidden drawings do not fit into the file as it is laid out")
    path.write_text(new, encoding="utf-8")


def _fields(text: str) -> object:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError:
        return None


def _silent(_done: int, _all: int, _what: str) -> None: ...
