"""The first true thing to tell about a function, from the cheapest to the dearest.

Values and texts of errors are shown for the sample alone; about hidden data only the name of its
property is told.
"""

from adapters.judge.feedback import Words
from adapters.judge.python import showing
from adapters.judge.python.compare import ORDER
from adapters.judge.python.results import Fault, Value
from bot.domain.exercises import LONGEST_SUBMISSION, Outcome, Stage, Verdict

WORDS = Words(
    nothing="There is no code in this. Define the function that is asked for.",
    too_long=f"That is longer than {LONGEST_SUBMISSION:,} characters. Code here needs a tenth.",
    control="There is a control character in the text. Paste it as plain text.",
    timeout="It took too long and was stopped. Is there a loop that does not end?",
    memory="It needed too much memory. Do you build a table much larger than the input?",
    output="It returns too much. Return only what is asked for.",
    died="Your code ended its process. Return a value instead.",
    blanks="\t\n\r\f",
)
WIDEST = 72
_STAGES = {"syntax": Stage.SYNTAX, "name": Stage.NAME, "runtime": Stage.RUNTIME}


def fault(found: Fault, text: str) -> Verdict:
    """In the member's own words: from reading the text, or from the sample."""
    where = f"Line {found.line}: " if found.line else ""
    shown = caret(text, found.line, found.column)
    return Verdict(Outcome.ERROR, _STAGES[found.stage], f"{where}{found.says}", shown)


def hidden_fault(found: Fault, where: str) -> Verdict:
    """Its text could hold hidden values; the name of a built-in error cannot."""
    what = f"an error ({found.kind})" if found.kind else "an error"
    message = f"Right on the sample, but it ends with {what} on {where}."
    return Verdict(Outcome.WRONG, Stage.RESULT, message)


def wrong_on_sample(expected: Value, got: Value, reason: str) -> Verdict:
    near = showing.near(expected, got) if reason != ORDER else ""
    said = near or f"On the sample: {reason}"
    return Verdict(Outcome.WRONG, Stage.RESULT, said, showing.side_by_side(expected, got))


def wrong_on_hidden(where: str) -> Verdict:
    return Verdict(Outcome.WRONG, Stage.RESULT, f"Right on the sample, but not on {where}.")


def wrong_at_scale(rows: int, found: Fault | None) -> Verdict:
    how = "it ends with an error" if found is not None else "it gives other values"
    message = f"Right on small data, but {how} on {rows:,} rows."
    return Verdict(Outcome.WRONG, Stage.RESULT, message)


def caret(text: str, line: int, column: int) -> str:
    """The line at fault with a mark under the place."""
    lines = text.splitlines()
    if not 0 < line <= len(lines):
        return ""
    said = lines[line - 1].expandtabs(1)
    first = max(0, column - WIDEST + 1)
    cut = said[first : first + WIDEST]
    return f"{cut}\n{' ' * (column - 1 - first)}^" if column > 0 else cut
