"""Proving executed drills: for the one author checks, and for all that check-content gates."""

import asyncio
import os
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path

from adapters.judge.authoring import Claims, Report, Wrong, check_exercise, with_hidden
from adapters.judge.sandbox.tiers import Sandbox
from bot.curriculum.executing import exercise_of
from bot.curriculum.families import PythonFamily, SqlFamily
from bot.curriculum.reading import Reading

Executed = SqlFamily | PythonFamily
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


async def prove(family: Executed, progress: Progress, *, pick: bool) -> Proof:
    """`pick` looks for hidden drawings; otherwise those of the file are tried."""
    box = await _examined()
    try:
        return await _prove(family, box, progress, pick=pick)
    finally:
        box.close()


def prove_all(reading: Reading, done: Callable[[int, int], None]) -> list[Proof]:
    """Every executed family with its own hidden drawings, a process for each core."""
    families = [
        family
        for _, family in sorted(reading.curriculum.families.items())
        if isinstance(family, SqlFamily | PythonFamily)
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
        return Proof(family.family, None, f"{type(error).__name__}: {error}")
    return Proof(family.family, report)


def _claims(family: Executed) -> Claims:
    if isinstance(family, SqlFamily):
        wrong = tuple(Wrong(entry.query, entry.why) for entry in family.wrong)
    else:
        wrong = tuple(Wrong(entry.code, entry.why, entry.bucket) for entry in family.wrong)
    return Claims(tuple(family.accepted), wrong, tuple(family.equivalent))


def write_hidden(path: Path, report: Report) -> None:
    """Put the drawings that were picked into the drill's file; all else stays as it is."""
    text = path.read_text(encoding="utf-8")
    path.write_text(with_hidden(text, report.hidden), encoding="utf-8")


def _silent(_done: int, _all: int, _what: str) -> None: ...
