"""to_char of moments, as Postgres writes them; DuckDB's strftime has other letters."""

import re
from collections.abc import Callable, Iterator, Mapping

from sqlglot import exp

from adapters.judge.sql.refused import Refused

NO_TEXT = "Write the format of `to_char` as a text in quotes, such as 'YYYY-MM-DD'."
NUMBERS = (
    "`to_char` of a number is not available here. Use `round(…, 2)`, or `lpad(n::text, 3, '0')`."
)
NO_PATTERN = (
    "`to_char` does not know `{}` here. Patterns are YYYY, MM, DD, HH24, MI, SS and the like."
)
LONGEST_NAME = 9
"""Names of days and months are filled up to it unless FM is before them."""

_ALIKE: Mapping[str, str] = {
    "YYYY": "%Y", "YY": "%y", "MM": "%m", "DDD": "%j", "DD": "%d", "HH24": "%H", "HH12": "%I",
    "HH": "%I", "MI": "%M", "SS": "%S", "MS": "%g", "US": "%f", "IYYY": "%G", "IW": "%V",
    "ID": "%u",
}  # fmt: skip
_SHORTER = {"MM": "%-m", "DD": "%-d", "HH24": "%-H", "HH12": "%-I", "HH": "%-I", "MI": "%-M"}
"""With FM before them: without zeros."""
_NAMES = {"MONTH": "%B", "MON": "%b", "DAY": "%A", "DY": "%a", "AM": "%p", "PM": "%p"}
_KNOWN = "|".join(sorted((*_ALIKE, *_NAMES, "Q", "D"), key=len, reverse=True))
_PIECE = re.compile(
    rf'(?P<text>"[^"]*")|(?P<fm>FM)?(?P<pattern>{_KNOWN})|(?P<sign>[^A-Za-z"])', re.I
)
_OF_NUMBERS = re.compile(r"(?:FM)?[09.,\sGDSL$MI]*[09][09.,\sGDSL$MI]*", re.I)


def moments_as_text(tree: exp.Expr) -> None:
    """Changes the tree. Raises Refused."""
    for call in list(tree.find_all(exp.ToChar)):
        form = call.args.get("format")
        if not isinstance(form, exp.Literal) or not form.is_string:
            raise Refused(NO_TEXT)
        pieces = list(_pieces(call.this, form.name))
        whole = pieces[0] if pieces else exp.Literal.string("")
        for piece in pieces[1:]:
            whole = exp.DPipe(this=whole, expression=piece)
        call.replace(exp.paren(whole, copy=False))


def _pieces(moment: exp.Expr, form: str) -> Iterator[exp.Expr]:
    if _OF_NUMBERS.fullmatch(form):
        raise Refused(NUMBERS)
    place, plain = 0, ""
    while place < len(form):
        found = _PIECE.match(form, place)
        if found is None:
            raise Refused(NO_PATTERN.format(form[place : place + 8].replace("`", "")))
        place = found.end()
        if (letters := _letters(found)) is not None:
            plain += letters
            continue
        if plain:
            yield _strftime(moment, plain)
        plain = ""
        yield _worked_out(moment, found["pattern"], filled=found["fm"] is None)
    if plain:
        yield _strftime(moment, plain)


def _letters(found: re.Match[str]) -> str | None:
    """What strftime says for it, or nothing where that takes more."""
    if found["pattern"] is None:
        return (found["sign"] or found["text"][1:-1]).replace("%", "%%")
    pattern = found["pattern"].upper()
    if found["fm"] and pattern in _SHORTER:
        return _SHORTER[pattern]
    return _ALIKE.get(pattern)


def _worked_out(moment: exp.Expr, pattern: str, *, filled: bool) -> exp.Expr:
    if pattern.upper() == "Q":
        return exp.cast(exp.Quarter(this=moment.copy()), "TEXT")
    if pattern.upper() == "D":
        return exp.cast(exp.DayOfWeek(this=moment.copy()) + 1, "TEXT")
    name = _cased(pattern)(_strftime(moment, _NAMES[pattern.upper()]))
    if filled and pattern.upper() in {"MONTH", "DAY"}:
        fill = {"fill_pattern": exp.Literal.string(" "), "is_left": False}
        return exp.Pad(this=name, expression=exp.Literal.number(LONGEST_NAME), **fill)
    return name


def _cased(pattern: str) -> Callable[[exp.Expr], exp.Expr]:
    """Names are written as their pattern is: MON, Mon or mon."""
    if pattern.isupper():
        return lambda name: exp.Upper(this=name)
    return (lambda name: exp.Lower(this=name)) if pattern.islower() else lambda name: name


def _strftime(moment: exp.Expr, letters: str) -> exp.Expr:
    return exp.Anonymous(this="strftime", expressions=[moment.copy(), exp.Literal.string(letters)])
