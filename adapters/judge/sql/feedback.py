"""The first true thing to tell about an answer, from the cheapest to the dearest.

Rows are shown for the sample alone; about hidden data only the name of its property is told.
"""

from collections.abc import Sequence

from adapters.judge.feedback import Words, named
from adapters.judge.sql.compare import fitting
from adapters.judge.sql.difference import counts_apart, near_miss, rows_apart
from adapters.judge.sql.results import Result
from adapters.judge.work import Json
from bot.domain.exercises import LONGEST_SUBMISSION, Material, Outcome, Stage, Verdict

RIGHT = "Right, on the sample and on the hidden data."
WORDS = Words(
    nothing="There is no query in this. Send one that starts with SELECT or WITH.",
    too_long=f"That is longer than {LONGEST_SUBMISSION:,} characters. A query needs a tenth.",
    control="There is a control character in the text. Type the query anew or paste plain text.",
    timeout="The query took too long and was stopped. Does a join multiply the rows?",
    memory="The query needed too much memory. Filter or group before joining.",
    output="The result is too large. Return only what the question asks for.",
    died="The query could not be finished. Write it more simply.",
)
WIDEST = 72
STAGES = {
    "syntax": (Outcome.ERROR, Stage.SYNTAX),
    "name": (Outcome.ERROR, Stage.NAME),
    "runtime": (Outcome.ERROR, Stage.RUNTIME),
    "refused": (Outcome.REFUSED, Stage.NAME),
}


def fault(value: Json, text: str, material: Material) -> Verdict:
    """An error that ended the query; on hidden data its own words are not repeated."""
    told = value if isinstance(value, dict) else {}
    outcome, stage = STAGES.get(str(told.get("stage")), STAGES["runtime"])
    database = _count(told.get("database"))
    if database:
        return Verdict(outcome, stage, f"The query runs on the sample, {_but(material, database)}")
    says = str(told.get("says", ""))[:300] or WORDS.died
    return Verdict(outcome, stage, says, _pointed(text, told))


def wrong_on_sample(expected: Result, got: Result, keys: Sequence[int]) -> Verdict:
    near = near_miss(expected, got, keys)
    if len(expected.columns) != len(got.columns):
        return Verdict(Outcome.WRONG, Stage.RESULT, near)
    says = near or _apart(expected, got)
    return Verdict(Outcome.WRONG, Stage.RESULT, says, rows_apart(expected, got))


def wrong_on_hidden(
    expected: Result, got: Result, keys: Sequence[int], material: Material, database: int
) -> Verdict:
    near = "" if len(expected.columns) != len(got.columns) else near_miss(expected, got, keys)
    says = near or f"Right on the sample, {_but(material, database)}"
    return Verdict(Outcome.WRONG, Stage.RESULT, says)


def columns_differ() -> Verdict:
    """Every database could be matched, each with another order of columns."""
    says = "The columns cannot be told apart. Return them in the order of the question."
    return Verdict(Outcome.WRONG, Stage.RESULT, says)


def right(notes: Sequence[str]) -> Verdict:
    return Verdict(Outcome.CORRECT, Stage.RESULT, RIGHT, share=1.0, notes=tuple(notes))


def misses(expected: Sequence[Result], got: Sequence[Result], keys: Sequence[int]) -> list[int]:
    """The databases that do not agree, the sample being 0."""
    pairs = zip(expected, got, strict=True)
    return [place for place, (e, g) in enumerate(pairs) if fitting([e], [g], keys) is None]


def _apart(expected: Result, got: Result) -> str:
    if len(expected.rows) != len(got.rows):
        return counts_apart(expected, got)
    return "Some values on the sample are not the ones asked for."


def _but(material: Material, database: int) -> str:
    """`database` counts the sample as 0."""
    return f"but not on {named(material, database - 1)}."


def _pointed(text: str, told: dict[str, Json]) -> str:
    """The member's line with a caret under the place."""
    line, column = _count(told.get("line")), _count(told.get("column"))
    lines = text.split("\n")
    if not 1 <= line <= len(lines) or column < 1:
        return ""
    start = max(0, column - WIDEST // 2) if len(lines[line - 1]) > WIDEST else 0
    shown = lines[line - 1].replace("\t", " ").rstrip("\r")[start : start + WIDEST]
    head = f"line {line}: {'…' if start else ''}"
    return f"{head}{shown}\n{' ' * (len(head) + min(column - 1 - start, len(shown)))}^"


def _count(value: Json) -> int:
    return value if type(value) is int and 0 <= value < 100_000 else 0
