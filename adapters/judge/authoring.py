"""Proves that an exercise is fair: right answers pass, wrong ones and their like do not.

For authors and for the check of the content; it runs the author's own queries, nobody else's.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from adapters.judge.neighbours import Found, Progress
from adapters.judge.picking import as_written
from adapters.judge.python.grader import grade as grade_python
from adapters.judge.python.proof import search as search_python
from adapters.judge.sql.grader import grade as grade_sql
from adapters.judge.work import Workers
from bot.datasets.catalogue import CATALOGUE
from bot.datasets.showing import as_text
from bot.domain.exercises import Draw, Exercise, Material, Outcome, SqlExercise, Verdict

UNTOLD = "nothing tells “{}” apart: name a property that does, or list it under `equivalent`"
TOLD = "`equivalent` lists “{}”, which no longer survives: take it out"
CANDIDATES, FUNCTION_CANDIDATES = 70, 40
LEAST_KILLED = 0.95
_HIDDEN, _SAMPLE = (
    re.compile(rf"^([ ]+){field}:.*(?:\n|\Z)((?:\1(?:{more}).*(?:\n|\Z))*)", re.MULTILINE)
    for field, more in (("hidden", "[ ]|-"), ("sample", "[ ]"))
)
"""A field with the deeper lines that belong to it; a list may begin right below its name."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """`bucket` is where a wrong Python answer loses; queries have one only."""

    text: str
    why: str
    bucket: str = "works"


@dataclass(frozen=True, slots=True)
class Claims:
    """What an author says about the exercise, and which slips make no difference."""

    accepted: tuple[str, ...] = ()
    wrong: tuple[Wrong, ...] = ()
    equivalent: tuple[str, ...] = ()

    @property
    def neighbours(self) -> dict[str, str]:
        """By name the wrong answers that data can tell from a right one."""
        numbered = enumerate(self.wrong, 1)
        return {_wrong(n): wrong.text for n, wrong in numbered if wrong.bucket == "works"}


@dataclass(frozen=True, slots=True)
class Report:
    """`survivors` no candidate told apart, and the author does not list them as the same.

    `missed` some candidate tells apart and the hidden ones do not.
    """

    sample: str
    hidden: tuple[Draw, ...]
    ran: int = 0
    killed: int = 0
    survivors: tuple[str, ...] = ()
    missed: tuple[str, ...] = ()
    complaints: tuple[str, ...] = ()
    messages: Mapping[str, str] = field(default_factory=dict)
    """What members who send each wrong answer will read."""

    @property
    def share(self) -> float:
        """Of the slips that make a difference, how many the hidden data finds."""
        total = self.killed + len(self.missed)
        return self.killed / total if total else 1.0

    @property
    def good(self) -> bool:
        return not self.complaints and self.share >= LEAST_KILLED


async def check_exercise(
    exercise: Exercise,
    claims: Claims,
    workers: Workers,
    progress: Progress = lambda _done, _all, _what: None,
    *,
    pick: bool = True,
    candidates: int = CANDIDATES,
) -> Report:
    """`pick` chooses the hidden databases anew; otherwise those of the exercise are tried.

    Raises KeyError for an unknown data set, ValueError for a reference that cannot be run.
    """
    report = Report(sample_text(exercise.material), exercise.material.hidden)
    if isinstance(exercise, SqlExercise):
        report = _search(exercise, claims, report, progress, pick=pick, candidates=candidates)
    else:
        most = min(candidates, FUNCTION_CANDIDATES)
        near = claims.neighbours
        found = await search_python(exercise, near, workers, progress, pick=pick, candidates=most)
        report = _with_found(report, found, claims)
    chosen = replace(exercise, material=replace(exercise.material, hidden=report.hidden))
    return await _prove(chosen, claims, workers, report, progress)


def sample_text(material: Material) -> str:
    """The shown tables as members see them."""
    drawn = material.sample
    data = CATALOGUE[material.data].make(drawn.seed, drawn.size, drawn.shape)
    return "\n\n".join(f"{name}\n{as_text(data.table(name))}" for name in material.tables)


def with_hidden(text: str, draws: Sequence[Draw]) -> str:
    """A drill file's text with other hidden databases; all else stays as it was written.

    Raises ValueError for a file without a line for its sample.
    """
    found = _HIDDEN.search(text)
    if found:
        return text[: found.start()] + hidden_block(draws, found[1]) + text[found.end() :]
    after = _SAMPLE.search(text)
    if after is None:
        raise ValueError("the file has no line `sample:` to put the hidden drawings under")
    above = text[: after.end()].removesuffix("\n") + "\n"
    return above + hidden_block(draws, after[1]) + text[after.end() :]


def hidden_block(draws: Sequence[Draw], indent: str = "  ") -> str:
    lines = [f"{indent}hidden:"]
    lines += [f"{indent}  - {as_written(draw)}" for draw in draws]
    return "\n".join(lines) + "\n"


def _search(
    exercise: SqlExercise,
    claims: Claims,
    report: Report,
    progress: Progress,
    *,
    pick: bool,
    candidates: int,
) -> Report:
    # Imported here: sqlglot and DuckDB come with an extra, and only this needs them.
    from adapters.judge.sql.searching import search  # noqa: PLC0415

    found = search(exercise, claims.neighbours, progress, pick=pick, candidates=candidates)
    return _with_found(report, found, claims)


def _with_found(report: Report, found: Found, claims: Claims) -> Report:
    listed = set(claims.equivalent)
    return replace(
        report,
        hidden=found.hidden,
        ran=found.ran,
        killed=found.killed,
        survivors=tuple(what for what in found.survivors if what not in listed),
        missed=found.missed,
        complaints=_not_named(found, claims),
    )


def _not_named(found: Found, claims: Claims) -> tuple[str, ...]:
    """A slip that only a forgotten property would show must not pass for the same.

    Listed wrong answers that nothing tells apart are complained about when they are graded.
    """
    known = {*claims.equivalent, *claims.neighbours}
    new = [UNTOLD.format(what) for what in found.survivors if what not in known]
    stale = [TOLD.format(what) for what in claims.equivalent if what not in found.survivors]
    return (*new, *stale)


async def _prove(
    exercise: Exercise, claims: Claims, workers: Workers, report: Report, progress: Progress
) -> Report:
    right = _right(exercise, claims)
    complaints: list[str] = []
    messages: dict[str, str] = {}
    for number, (name, text) in enumerate(right):
        progress(number, len(right), "right answers")
        verdict = await _graded(exercise, text, workers)
        complaints += _not_right(name, verdict, text)
    for number, wrong in enumerate(claims.wrong):
        progress(number, len(claims.wrong), "wrong answers")
        verdict = await _graded(exercise, wrong.text, workers)
        messages[wrong.why] = verdict.message
        complaints += _not_wrong(_wrong(number + 1), verdict, wrong)
    return replace(report, complaints=(*complaints, *report.complaints), messages=messages)


def _right(exercise: Exercise, claims: Claims) -> list[tuple[str, str]]:
    """Right answers with what complaints call them: by the field, from 1."""
    readings = enumerate(exercise.readings, 1)
    accepted = enumerate(claims.accepted, 1)
    return [
        ("the reference", exercise.reference),
        *((f"reading {number}", text) for number, text in readings),
        *((f"accepted {number}", text) for number, text in accepted),
    ]


def _wrong(number: int) -> str:
    return f"wrong {number}"


async def _graded(exercise: Exercise, text: str, workers: Workers) -> Verdict:
    if isinstance(exercise, SqlExercise):
        return await grade_sql(exercise, text, workers)
    return await grade_python(exercise, text, workers)


def _not_right(name: str, verdict: Verdict, text: str) -> list[str]:
    if verdict.outcome is Outcome.CORRECT:
        return []
    return [f"{name} ({_head(text)}) is graded {verdict.outcome}: {verdict.message}"]


def _not_wrong(name: str, verdict: Verdict, wrong: Wrong) -> list[str]:
    """A wrong answer runs and loses where it should."""
    if verdict.outcome not in {Outcome.CORRECT, Outcome.WRONG}:
        return [f"{name} does not run: {verdict.message}"]
    lost = [bucket.name for bucket in verdict.buckets if bucket.score < FULL]
    if verdict.outcome is Outcome.WRONG or wrong.bucket in lost:
        return []
    return [f"{name} ({wrong.why}) is graded {verdict.outcome}"]


FULL = 4
"""The best score of a bucket."""


def _head(text: str) -> str:
    return " ".join(text.split())[:60]
