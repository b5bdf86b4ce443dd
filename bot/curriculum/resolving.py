"""A family and a seed give a drill: numbers drawn, texts filled in, options in their shown order.

The same family, seed and content give the same drill on every machine.
"""

import random
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.curriculum.catalog import AnyFamily, Curriculum
from bot.curriculum.executing import executed, sample_of
from bot.curriculum.families import (
    ChoiceFamily,
    FlawFamily,
    NumericFamily,
    OneOf,
    OpenFamily,
    OptionEntry,
    OrderFamily,
    PythonFamily,
    Range,
    SqlFamily,
)
from bot.domain.drills import (
    LETTERS,
    Body,
    Choice,
    Dimension,
    Drill,
    Flaw,
    Multi,
    Numeric,
    Open,
    Option,
    Order,
    Step,
)
from bot.domain.formulas import FormulaError, Names, Value, evaluate, number
from bot.domain.units import shown_number

_FIELD = re.compile(r"\{([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)?)(?::([^{}]*))?\}")
_TRIES = 500

Drawn = dict[str, "Value | dict[str, Value]"]


@dataclass(frozen=True, slots=True)
class Variant:
    """The drawn values and the name of the item they make."""

    values: Drawn
    item: str


def is_generator(family: AnyFamily) -> bool:
    return bool(family.params)


def resolve(curriculum: Curriculum, family: AnyFamily, seed: int) -> Drill:
    """Raises FormulaError when the file's arithmetic has no value for this seed."""
    rng = random.Random(f"{family.family}/{seed}")
    variant = draw(family, rng, seed)
    names = variant.values
    body = _body(curriculum, family, names, rng)
    if isinstance(body, Numeric):
        names = {**names, "answer": body.shown}
    wording = _wordings(family)[seed % len(_wordings(family))]
    return Drill(
        family=family.family,
        item=variant.item,
        checksum=curriculum.checksums.get(family.family, ""),
        skill=family.skill,
        format=family.format,
        level=family.level,
        seconds=family.seconds,
        stem=fill(wording, names),
        body=body,
        hints=tuple(fill(hint, names) for hint in family.hints),
        explanation=fill(family.explanation, names),
        so_what=fill(family.so_what, names),
        seed_ref=tuple(family.seed_ref),
        shown_code=_shown(family, names),
    )


def _shown(family: AnyFamily, names: Drawn) -> str:
    if isinstance(family, SqlFamily | PythonFamily):
        return sample_of(family)
    return fill(family.shown.rstrip(), names)


def draw(family: AnyFamily, rng: random.Random, seed: int) -> Variant:
    if not family.params:
        return Variant({}, f"{family.family}@{seed % len(_wordings(family))}")
    for _ in range(_TRIES):
        values: Drawn = {name: _pick(entry, rng) for name, entry in family.params.items()}
        for name, formula in family.let.items():
            values[name] = evaluate(str(formula), values)
        if all(evaluate(condition, values) for condition in family.where):
            drawn = "/".join(str(values[name]) for name in family.params)
            return Variant(values, f"{family.family}@{_fingerprint(drawn)}")
    raise FormulaError(f"no draw in {_TRIES} meets every condition under `where`")


def _fingerprint(text: str) -> str:
    return f"{random.Random(text).getrandbits(40):010x}"


def _pick(entry: Range | OneOf, rng: random.Random) -> "Value | dict[str, Value]":
    if isinstance(entry, OneOf):
        return rng.choice(entry.choice)
    count = int((entry.to - entry.start) / entry.step + 1e-9)
    value = round(entry.start + rng.randint(0, count) * entry.step, 10)
    return int(value) if value == int(value) else value


def _wordings(family: AnyFamily) -> Sequence[str]:
    return [family.stem] if isinstance(family.stem, str) else family.stem


def fill(text: str, names: Names) -> str:
    """Replace {name}, {name:format} and {record.field}; other braces are left as they are."""

    def value(match: re.Match[str]) -> str:
        found = evaluate(match[1], names)
        if isinstance(found, float) and found == int(found) and not match[2]:
            found = int(found)
        try:
            return format(found, match[2] or "")
        except ValueError as error:
            raise FormulaError(f"{match[0]}: {error}") from error

    return _FIELD.sub(value, text) if names else text


def _body(curriculum: Curriculum, family: AnyFamily, names: Drawn, rng: random.Random) -> Body:
    match family:
        case ChoiceFamily():
            options = _options(family.options, names, rng, keep=family.keep_order)
            return Choice(options) if family.format == "mcq" else Multi(options)
        case NumericFamily():
            answer = number(str(family.answer), names)
            tolerance = family.tolerance
            shown = shown_number(answer, family.unit)
            return Numeric(answer, family.unit, shown, tolerance.rel, tolerance.abs)
        case OrderFamily():
            return _order(family, names, rng)
        case FlawFamily():
            lines = tuple(fill(line, names) for line in family.lines)
            reasons = _options(family.options, names, rng, keep=False)
            return Flaw(lines, family.flaw_line, reasons)
        case OpenFamily():
            return _open(curriculum, family, names)
        case SqlFamily() | PythonFamily():
            return executed(family)


def _options(
    entries: list[OptionEntry], names: Drawn, rng: random.Random, *, keep: bool
) -> tuple[Option, ...]:
    shown = entries if keep else rng.sample(entries, len(entries))
    return tuple(
        Option(key, fill(e.text, names), e.right, fill(e.why, names), e.misconception)
        for key, e in zip(LETTERS, shown, strict=False)
    )


def _order(family: OrderFamily, names: Drawn, rng: random.Random) -> Order:
    shown = rng.sample(family.steps, len(family.steps))
    keys = {entry.id: key for key, entry in zip(LETTERS, shown, strict=False)}
    steps = tuple(Step(keys[e.id], fill(e.text, names), fill(e.why, names)) for e in shown)
    before = tuple((keys[first], keys[e.id]) for e in shown for first in e.after)
    return Order(steps, before)


def _open(curriculum: Curriculum, family: OpenFamily, names: Drawn) -> Open:
    rubric = curriculum.rubrics[family.rubric]
    dimensions = tuple(
        Dimension(d.name, d.anchors["0"], d.anchors["2"], d.anchors["4"]) for d in rubric.dimensions
    )
    model = fill(family.model_answer, names)
    return Open(tuple(rubric.parts), model, dimensions, family.min_words, family.max_words)
