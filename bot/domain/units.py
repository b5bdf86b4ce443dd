"""Numbers as people type them: 5%, 0.05, 1.2k, 1,200, $3.5m, -4, 12 ms."""

import re

from bot.domain.errors import InvalidInput

_NUMBER = re.compile(
    r"""^(?P<sign>[-+−]?)\s*(?P<currency>[$€£]?)\s*
    (?P<digits>\d{1,3}(?:[,\u202f\u00a0 ']\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)
    (?:e(?P<exponent>[-+]?\d{1,2}))?
    \s*(?P<scale>thousand|million|billion|bn|k|m|b)?
    \s*(?P<percent>%|percent|per\s?cent)?
    \s*(?P<unit>[^\d\s%][^\d%]{0,30})?$""",
    re.VERBOSE | re.IGNORECASE,
)
_SCALES = {
    "k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "b": 1e9, "bn": 1e9, "billion": 1e9,
}  # fmt: skip
LONGEST = 60
_EXAMPLES = "Numbers like 1200, 1,200, 1.2k, 0.05 or 5% are understood."


def parse_number(text: str, unit: str = "") -> float:
    """The value in `unit`; for the unit "%" a fraction, so 5% and 0.05 both give 0.05.

    Raises InvalidInput when the text is no number or carries another unit.
    """
    typed = " ".join(text.split())
    # Long texts are no numbers, and the pattern's optional parts would take ages to say so.
    match = _NUMBER.match(_without_unit(typed, unit)) if len(typed) <= LONGEST else None
    if match is None:
        raise InvalidInput(f"“{shorten(typed)}” is not a number I can read.", _EXAMPLES)
    if match["unit"]:
        raise InvalidInput(f"The answer is asked in {unit or 'plain numbers'}.", _EXAMPLES)
    value = float(re.sub(r"[,\u202f\u00a0 ']", "", match["digits"]))
    value *= 10.0 ** int(match["exponent"] or 0) * _SCALES.get((match["scale"] or "").lower(), 1.0)
    if match["percent"]:
        value /= 100
    return -value if match["sign"] in {"-", "−"} else value


def _without_unit(typed: str, unit: str) -> str:
    """The drill's own unit may be typed or left out."""
    name = unit.strip()
    if not name or name == "%":
        return typed
    for ending in (name, name.removesuffix("s")):
        if typed.lower().endswith(ending.lower()) and typed[: -len(ending)].strip():
            return typed[: -len(ending)].strip()
    return typed


def shown_number(value: float, unit: str = "") -> str:
    """The value the way an explanation prints it: 0.05 with "%" is 5%, 6510 is 6,510."""
    if unit == "%":
        return f"{_trim(value * 100)}%"
    if unit in {"$", "€", "£"}:
        return f"{'-' if value < 0 else ''}{unit}{_trim(abs(value))}"
    return f"{_trim(value)} {unit}".strip()


def _trim(value: float) -> str:
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    digits = 0 if abs(value) >= 10_000 else 1 if abs(value) >= 1000 else 2
    text = f"{value:,.{digits}f}" if abs(value) >= 1 else f"{value:.3g}"
    return text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text


def counted(count: int, one: str) -> str:
    """For words whose plural ends in s: "1 day", "2 days"."""
    return f"{count} {one}" if count == 1 else f"{count} {one}s"


def shorten(text: str, limit: int = 60) -> str:
    """One line of at most `limit` code points, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
