"""What went wrong with a query, in words for its author. Positions are in the member's text."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Literal

import duckdb

from adapters.judge.texts import without_paths
from adapters.judge.work import Json

LONGEST = 240
_NAME = re.compile(r'(?:column|table|Table)\s+(?:name\s+)?"([^"\n]{1,63})"')
_MISSING = re.compile(r'does not have a column named "([^"\n]{1,63})"')
_QUOTED = re.compile(r'"([^"\n]{1,63})"')
_CALL = re.compile(r"argument types '([^'\n]{1,80})'")
_CARET = re.compile(r"LINE (\d+): (.*)\n( *)\^")
_SCHEMA = re.compile(r'"?\bd\d+"?\."?')


@dataclass(frozen=True, slots=True)
class Fault:
    """`line` and `column` count from 1; 0 when the place is not known."""

    stage: Literal["syntax", "name", "runtime", "refused"]
    says: str
    line: int = 0
    column: int = 0

    def plain(self, database: int = 0) -> Json:
        """Only what happened on the shown sample may quote values."""
        says = clean(self.says) if database == 0 else ""
        place = {"line": self.line, "column": self.column, "database": database}
        return {"stage": self.stage, "says": says, **place}


def clean(text: str) -> str:
    """No paths, no names of hidden schemas, not long."""
    return _SCHEMA.sub("", without_paths(text))[:LONGEST]


def bound(error: Exception, text: str, columns: Iterable[str]) -> Fault:
    """For an error DuckDB raised before or while it ran."""
    message = str(error).partition(": ")[2] or str(error)
    if not isinstance(error, duckdb.BinderException | duckdb.CatalogException):
        return Fault("runtime", _while_running(error, message))
    for sign, tell in _BINDER:
        if sign in message:
            says, name = tell(message, columns)
            return Fault("name", says, *find(text, name))
    return Fault("name", message.partition("\n")[0])


def unparsed(error: duckdb.Error, text: str) -> Fault:
    """DuckDB's parser knows the line and the word that surprised it."""
    message = str(error).partition(": ")[2].partition("\n")[0]
    caret, near = _CARET.search(str(error)), _QUOTED.search(message)
    says = message[:1].upper() + message[1:] + "."
    if near and text.rstrip(" \n\t;").endswith(near[1]):
        says = f"The query ends too early: something is missing after `{near[1]}`, or before it."
    if caret is None:
        return Fault("syntax", says)
    column = len(caret[3]) - len(f"LINE {caret[1]}: ") + 1
    return Fault("syntax", says, int(caret[1]), max(column, 1))


def find(text: str, name: str) -> tuple[int, int]:
    """Line and column of the first such word, or zeros."""
    found = re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE) if name else None
    if found is None:
        return 0, 0
    start = found.start()
    return text.count("\n", 0, start) + 1, start - (text.rfind("\n", 0, start) + 1) + 1


def suggestion(name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name.lower(), [entry.lower() for entry in known], 1)
    return f" Did you mean `{near[0]}`?" if near else ""


def _while_running(error: Exception, message: str) -> str:
    if isinstance(error, duckdb.OutOfMemoryException):
        return "The query needs too much memory. Filter or group earlier."
    if "ivision by zero" in message:
        return "A division by zero. NULLIF(…, 0) around the divisor gives NULL instead."
    if "More than one row returned by a subquery" in message:
        return "A subquery that stands for one value gives several rows. Make it one, or say IN."
    # After an empty line come the place and advice about settings.
    return message.partition("\n\n")[0]


Told = tuple[str, str]
"""The sentence and the name to point at."""


def _no_column(message: str, columns: Iterable[str]) -> Told:
    found = _MISSING.search(message) or _NAME.search(message)
    name = found[1] if found else ""
    candidates = _QUOTED.findall(message.partition("andidate bindings")[2].partition("LINE")[0])
    names = [candidate.rpartition(".")[2] for candidate in candidates]
    return f"There is no column `{name}` here.{suggestion(name, [*names, *columns])}", name


def _no_table(message: str, _: Iterable[str]) -> Told:
    name, *candidates = _QUOTED.findall(message.partition("LINE")[0])
    return f"No table in FROM is called `{name}`.{suggestion(name, candidates)}", name


def _ungrouped(message: str, _: Iterable[str]) -> Told:
    found = _NAME.search(message)
    name = found[1] if found else ""
    says = f"`{name}` is neither in GROUP BY nor inside an aggregate such as MAX. It must be one."
    return says, name


def _ambiguous(message: str, _: Iterable[str]) -> Told:
    name, *places = _QUOTED.findall(message.partition("LINE")[0])
    named = " or ".join(f"`{place}`" for place in places[:2])
    return f"`{name}` is in more than one table. Say which: {named}.", name


def _no_such_call(message: str, _: Iterable[str]) -> Told:
    found = _CALL.search(message)
    if "(DATE, BIGINT)" in message:
        return "A date takes days of type INT: cast the number, as in day + n::int.", ""
    return f"{found[1] if found else 'That'} does not fit: look at the types, or CAST.", ""


def _said(sentence: str) -> Callable[[str, Iterable[str]], Told]:
    return lambda _message, _columns: (sentence, "")


_BINDER: tuple[tuple[str, Callable[[str, Iterable[str]], Told]], ...] = (
    ("does not have a column named", _no_column),
    ("not found in FROM clause", _no_column),
    ("Referenced table", _no_table),
    ("must appear in the GROUP BY", _ungrouped),
    ("Ambiguous reference", _ambiguous),
    ("No function matches", _no_such_call),
    (
        "WHERE clause cannot contain window",
        _said("WHERE runs before window functions. Compute it in an inner query, filter outside."),
    ),
    (
        "WHERE clause cannot contain aggregates",
        _said("WHERE runs before rows are grouped. HAVING filters groups."),
    ),
    (
        "calls cannot be nested",
        _said("One aggregate inside another: work out the inner one in a query of its own."),
    ),
)
