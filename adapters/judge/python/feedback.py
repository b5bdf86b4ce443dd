"""The first true thing to tell about a function, from the cheapest to the dearest.

Values and texts of errors are shown for the sample alone; about hidden data only the name of its
property is told.
"""

from adapters.judge.python.compare import flat
from adapters.judge.python.results import Fault, Value
from adapters.judge.sql.difference import aligned, as_text
from adapters.judge.work import End
from bot.domain.exercises import LONGEST_SUBMISSION, Outcome, Stage, Verdict

NOTHING = "There is no code in this. Define the function that is asked for."
TOO_LONG = f"That is longer than {LONGEST_SUBMISSION:,} characters. Code here needs a tenth."
CONTROL = "There is a control character in the text. Paste it as plain text."
LOST = "The judge lost this answer. Nothing is counted; please send it again."
TIMEOUT = "It took too long and was stopped. Is there a loop that does not end?"
MEMORY = "It needed too much memory. Do you build a table much larger than the input?"
OUTPUT = "It returns too much. Return only what is asked for."
DIED = "Your code ended its process. Return a value instead."
LISTED, WIDEST = 6, 72
_STAGES = {"syntax": Stage.SYNTAX, "name": Stage.NAME, "runtime": Stage.RUNTIME}


def before_running(text: str) -> Verdict | None:
    """What is wrong with the characters themselves."""
    if len(text) > LONGEST_SUBMISSION:
        return Verdict(Outcome.REFUSED, Stage.LENGTH, TOO_LONG)
    if not text.strip():
        return Verdict(Outcome.REFUSED, Stage.LENGTH, NOTHING)
    if any(ord(sign) < 32 and sign not in "\t\n\r\f" for sign in text):
        return Verdict(Outcome.REFUSED, Stage.LENGTH, CONTROL)
    return None


def stopped(end: End) -> Verdict:
    match end:
        case "timeout":
            return Verdict(Outcome.TIMEOUT, Stage.RUNTIME, TIMEOUT)
        case "memory":
            return Verdict(Outcome.ERROR, Stage.RUNTIME, MEMORY)
        case "output":
            return Verdict(Outcome.ERROR, Stage.RUNTIME, OUTPUT)
        case "lost":
            return Verdict(Outcome.LOST, Stage.RUNTIME, LOST)
        case _:
            return Verdict(Outcome.ERROR, Stage.RUNTIME, DIED)


def fault(found: Fault, text: str) -> Verdict:
    """In the member's own words: from reading the text, or from the sample."""
    where = f"Line {found.line}: " if found.line else ""
    shown = caret(text, found.line, found.column)
    return Verdict(Outcome.ERROR, _STAGES[found.stage], f"{where}{found.says}", shown)


def hidden_fault(found: Fault, named: str) -> Verdict:
    """Its text could hold hidden values; the name of a built-in error cannot."""
    what = f"a {found.kind}" if found.kind else "an error"
    message = f"Right on the sample, but it ends with {what} when {named}."
    return Verdict(Outcome.WRONG, Stage.RESULT, message)


def wrong_on_sample(expected: Value, got: Value, reason: str) -> Verdict:
    shown = f"expected\n{table(expected)}\n\nyours\n{table(got)}"
    return Verdict(Outcome.WRONG, Stage.RESULT, f"On the sample: {reason}", shown)


def wrong_on_hidden(named: str) -> Verdict:
    return Verdict(Outcome.WRONG, Stage.RESULT, f"Right on the sample, but not when {named}.")


def caret(text: str, line: int, column: int) -> str:
    """The line at fault with a mark under the place."""
    lines = text.splitlines()
    if not 0 < line <= len(lines):
        return ""
    said = lines[line - 1].expandtabs(1)
    first = max(0, column - WIDEST + 1)
    cut = said[first : first + WIDEST]
    return f"{cut}\n{' ' * (column - 1 - first)}^" if column > 0 else cut


def table(value: Value) -> str:
    """The first rows, lined up."""
    if value.kind == "cell":
        return as_text(flat(value))
    rows = [_row(part) for part in value.parts[:LISTED]]
    if value.index is not None:
        keys = [as_text(flat(key)) for key in value.index[:LISTED]]
        rows = [[key, *row] for key, row in zip(keys, rows, strict=False)]
    head = [list(value.names)] if value.names else []
    left = len(value.parts) - LISTED
    more = f"\n… {left} more" if left > 0 else ""
    return (aligned([*head, *rows]) if rows else " ".join(value.names) or "(nothing)") + more


def _row(part: Value | tuple[Value, ...]) -> list[str]:
    cells = part if isinstance(part, tuple) else (part,)
    return [as_text(flat(cell)) for cell in cells]
