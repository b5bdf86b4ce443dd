"""Answers as typed or tapped, and what they are worth.

An answer is one short text in every format, so buttons, forms and typed commands meet here:
`B` (mcq), `A C` (multi), `0.05` (numeric), `B A D C` (order), `2b` (flaw: line, reason).
"""

import re
from dataclasses import dataclass
from typing import assert_never

from bot.domain.drills import Choice, Drill, Executed, Flaw, Multi, Numeric, Open, Option, Order
from bot.domain.errors import InvalidInput
from bot.domain.units import parse_number, shorten


@dataclass(frozen=True, slots=True)
class Grade:
    """`share` is the credit from 0 to 1; `answer` the normalised text; `notes` say what was off."""

    answer: str
    share: float
    notes: tuple[str, ...] = ()

    @property
    def right(self) -> bool:
        return self.share >= 1.0


def grade(drill: Drill, text: str) -> Grade:
    """Raises InvalidInput, with an example, when the text is no answer in the drill's format."""
    match drill.body:
        case Choice(options=options):
            return _grade_choice(options, text)
        case Multi(options=options):
            return _grade_multi(options, text)
        case Numeric() as body:
            return _grade_number(body, text)
        case Order() as body:
            return _grade_order(body, text)
        case Flaw() as body:
            return _grade_flaw(body, text)
        case Open() as body:
            return _accept_open(body, text)
        case Executed():
            raise TypeError("only a Judge grades what has to be run")
        case unreachable:
            assert_never(unreachable)


def _grade_choice(options: tuple[Option, ...], text: str) -> Grade:
    picked = _keys(text, [option.key for option in options])
    if len(picked) != 1:
        raise InvalidInput("Pick exactly one option.", f"For example: {options[0].key}")
    chosen = next(option for option in options if option.key == picked[0])
    return Grade(chosen.key, 1.0 if chosen.right else 0.0, (chosen.why,))


def _grade_multi(options: tuple[Option, ...], text: str) -> Grade:
    """Exact set scores 1, one slip scores a half."""
    picked = set(_keys(text, [option.key for option in options]))
    if not picked:
        raise InvalidInput("Pick at least one option.", f"For example: {options[0].key}")
    slips = [option for option in options if (option.key in picked) != option.right]
    share = 1.0 if not slips else 0.5 if len(slips) == 1 else 0.0
    return Grade(" ".join(sorted(picked)), share, tuple(option.why for option in slips))


def _grade_number(body: Numeric, text: str) -> Grade:
    value = parse_number(text, body.unit)
    allowed = max(body.abs_, body.rel * abs(body.answer), 1e-9)
    if abs(value - body.answer) <= allowed:
        return Grade(text.strip(), 1.0)
    if body.unit == "%" and abs(value / 100 - body.answer) <= allowed:
        # "5" for 5%: the unit was asked in per cent, so the number alone means per cent.
        return Grade(text.strip(), 1.0)
    return Grade(shorten(text), 0.0)


def _grade_order(body: Order, text: str) -> Grade:
    """Credit falls with the number of neighbouring swaps to the nearest allowed order."""
    keys = [step.key for step in body.steps]
    picked = _keys(text, keys)
    if sorted(picked) != sorted(keys):
        raise InvalidInput("Name every step once.", f"For example: {' '.join(keys)}")
    swaps = nearest_swaps(picked, body.before)
    worst = len(keys) * (len(keys) - 1) // 2
    share = 0.0 if swaps * 3 > worst else 1 - swaps / worst
    notes = tuple(f"{a} comes before {b}." for a, b in body.before if _after(picked, a, b))
    return Grade(" ".join(picked), share, notes)


def _after(order: list[str], first: str, second: str) -> bool:
    return order.index(first) > order.index(second)


def nearest_swaps(order: list[str], before: tuple[tuple[str, str], ...]) -> int:
    """Kendall distance from `order` to the nearest order that keeps every (first, second) pair."""
    rules = frozenset(before)
    best: dict[frozenset[str], int] = {frozenset(): 0}
    for _ in order:
        grown: dict[frozenset[str], int] = {}
        for done, cost in best.items():
            for key in order:
                if key in done or any(b == key and a not in done for a, b in rules):
                    continue
                passed = sum(o not in done for o in order[: order.index(key)])
                step = done | {key}
                grown[step] = min(grown.get(step, cost + passed), cost + passed)
        best = grown
    return best[frozenset(order)]


def _grade_flaw(body: Flaw, text: str) -> Grade:
    match = re.fullmatch(r"\D*(\d{1,2})\D*?([A-Ja-j])", text.strip())
    if match is None or not 1 <= int(match[1]) <= len(body.lines):
        raise InvalidInput("Name the line and the reason.", "For example: 2b")
    reason = next((r for r in body.reasons if r.key == match[2].upper()), None)
    if reason is None:
        raise InvalidInput("That reason is not in the list.", "For example: 2b")
    line_right = int(match[1]) == body.line
    notes = () if line_right else (f"The flaw is in line {body.line}.",)
    share = (line_right + reason.right) / 2
    return Grade(f"{match[1]}{match[2].lower()}", share, (*notes, reason.why))


def _accept_open(body: Open, text: str) -> Grade:
    """Free text is accepted or sent back, not judged: its writer scores it against the rubric."""
    words = len(text.split())
    if words < body.min_words:
        raise InvalidInput(
            f"That is {words} words; this one needs at least {body.min_words}.",
            "Write it as you would say it in the interview.",
        )
    return Grade(text.strip(), 1.0)


def _keys(text: str, allowed: list[str]) -> list[str]:
    """Option letters in the order typed; `ac`, `A, C` and `a c` are the same."""
    letters = re.findall(r"[A-Za-z]", text)
    keys = [letter.upper() for letter in letters]
    unknown = [key for key in keys if key not in allowed]
    if unknown or re.search(r"[^A-Za-z\s,;>+→.\-]", text) or len(keys) > 2 * len(allowed):
        listed = ", ".join(allowed)
        raise InvalidInput(
            f"“{shorten(text)}” is not among {listed}.", f"For example: {allowed[0]}"
        )
    return keys


def order_is_possible(keys: list[str], before: tuple[tuple[str, str], ...]) -> bool:
    """Whether some order keeps every pair; False for circles and unknown keys."""
    known = all(a in keys and b in keys for a, b in before)
    placed: list[str] = []
    while len(placed) < len(keys):
        free = [k for k in keys if k not in placed
                and all(a in placed for a, b in before if b == k)]  # fmt: skip
        if not free:
            return False
        placed.append(free[0])
    return known
