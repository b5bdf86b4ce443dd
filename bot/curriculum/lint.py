"""The item rules a machine can check, one family at a time.

After Haladyna, Downing & Rodriguez (2002), narrowed to what has a crisp test. Those on options as
members see them are in shown_lint.py, those over the whole bank in bank_lint.py.
"""

import re
from collections.abc import Callable, Iterator

from bot.curriculum import executed_lint, reading_ease, shown_lint
from bot.curriculum.catalog import AnyFamily, Curriculum
from bot.curriculum.families import (
    ChoiceFamily,
    ExecutedBase,
    FlawFamily,
    NumericFamily,
    OpenFamily,
    OptionEntry,
    OrderFamily,
)
from bot.curriculum.resolving import is_generator, resolve
from bot.curriculum.shown_lint import Finding, as_number, options_shown
from bot.domain.drills import Drill
from bot.domain.formulas import FormulaError

SEEDS = 200
MIN_VARIANTS = 50
MAX_STEM_WORDS = 90
MAX_EXPLANATION_WORDS = 80
MAX_GRADE = 10.0
_CATCH_ALL = re.compile(r"\b(all|none|both|neither) of (the|these|them)\b", re.IGNORECASE)
_COMBINED = re.compile(r"\b(both )?[A-D] (and|or) [A-D]\b")
_LETTER = re.compile(r"\b(option|answer|choice) [A-D]\b", re.IGNORECASE)
_NEGATIVE = re.compile(r"\b(not|except|isn't|doesn't|don't|cannot)\b")
_ONE_OF_MANY = re.compile(
    r"1 (?<![\w.,−-]1 )(seconds|minutes|hours|days|weeks|months|years|points|people|players)\b"
)
"""It looks back after the figure, which is far faster than looking back from each letter."""
_CLOSED_ANSWER = (ChoiceFamily, NumericFamily, OrderFamily, FlawFamily)


def findings(curriculum: Curriculum, family: AnyFamily) -> Iterator[Finding]:
    for rule in RULES:
        yield from rule(curriculum, family)
    yield from shown_lint.findings(curriculum, family)


def stems(family: AnyFamily) -> list[str]:
    return [family.stem] if isinstance(family.stem, str) else list(family.stem)


def _stem_is_a_question(_: Curriculum, family: AnyFamily) -> Iterator[Finding]:
    for stem in stems(family):
        if isinstance(family, _CLOSED_ANSWER) and not stem.rstrip().endswith("?"):
            yield "stem", "does not end with a question", "end with one question mark"
        if len(stem.split()) > MAX_STEM_WORDS:
            count = len(stem.split())
            yield "stem", f"has {count} words", f"{MAX_STEM_WORDS} at most"


def _stem_reads_easily(_: Curriculum, family: AnyFamily) -> Iterator[Finding]:
    for stem in stems(family):
        grade = reading_ease.grade(stem)
        if len(reading_ease.words(stem)) >= 12 and grade > MAX_GRADE:
            fix = "shorter sentences, shorter words"
            yield "stem", f"reads at grade {grade:.1f}, {MAX_GRADE:.0f} at most", fix


def _negatives_are_loud(_: Curriculum, family: AnyFamily) -> Iterator[Finding]:
    if not isinstance(family, ChoiceFamily | FlawFamily):
        return
    for stem in stems(family):
        question = re.split(r"(?<=[.!?:])\s+", stem.strip())[-1]
        if _NEGATIVE.search(question):
            yield "stem", "asks a negative question", "turn it round, or write NOT in capitals"


def _explanation_is_short(_: Curriculum, family: AnyFamily) -> Iterator[Finding]:
    count = len(family.explanation.split())
    if count > MAX_EXPLANATION_WORDS:
        yield "explanation", f"has {count} words", f"{MAX_EXPLANATION_WORDS} at most"


def _options_of(family: AnyFamily) -> list[OptionEntry]:
    return family.options if isinstance(family, ChoiceFamily | FlawFamily) else []


def _no_catch_all(_: Curriculum, family: AnyFamily) -> Iterator[Finding]:
    for place, option in enumerate(_options_of(family)):
        if _CATCH_ALL.search(option.text):
            yield f"options.{place}", "is an all-or-none option", "say what it claims instead"
        if _COMBINED.search(option.text):
            yield f"options.{place}", "combines other options", "make each stand alone"


def _numbers_in_order(_: Curriculum, family: AnyFamily) -> Iterator[Finding]:
    options = _options_of(family)
    values = [as_number(option.text) for option in options]
    known = [value for value in values if value is not None]
    if options and len(known) == len(options) and isinstance(family, ChoiceFamily):
        if known != sorted(known):
            yield "options", "are numbers out of order", "sort them, smallest first"
        elif not family.keep_order:
            yield "keep_order", "numeric options would be shuffled", "set keep_order: true"


def _numbers_have_units(_: Curriculum, family: AnyFamily) -> Iterator[Finding]:
    if isinstance(family, NumericFamily) and not family.unit.strip():
        yield "unit", "is empty", "name what is counted: players, %, $, times"


def _tolerance_is_set(_: Curriculum, family: AnyFamily) -> Iterator[Finding]:
    if isinstance(family, NumericFamily) and not (family.tolerance.rel or family.tolerance.abs):
        yield "tolerance", "accepts the exact figure only", "give rel or abs, for rounding"


def _order_matters(_: Curriculum, family: AnyFamily) -> Iterator[Finding]:
    if isinstance(family, OrderFamily) and len(family.before) < len(family.steps) - 1:
        yield "steps", "leave nearly any order right", "state what must come before what"


def _errors_differ(_: Curriculum, family: AnyFamily) -> Iterator[Finding]:
    named = [option.misconception.lower() for option in _options_of(family) if not option.right]
    if len(set(named)) < len(named):
        yield "options", "stand twice for one misconception", "make them err in different ways"


def _letters_are_not_named(_: Curriculum, family: AnyFamily) -> Iterator[Finding]:
    """Options are shuffled: a letter means another one to each reader."""
    for field in ("explanation", "so_what"):
        found = _LETTER.search(getattr(family, field)) if _options_of(family) else None
        if found:
            yield field, f"names “{found[0]}”, and options are shuffled", "say what it claims"


def _hints_keep_the_answer(_: Curriculum, family: AnyFamily) -> Iterator[Finding]:
    right = [option.text.lower() for option in _options_of(family) if option.right]
    for place, hint in enumerate(family.hints):
        if any(len(text) > 12 and text in hint.lower() for text in right):
            yield "hints", f"hint {place + 1} gives the right option away", "point to it instead"


def _samples_are_given(_: Curriculum, family: AnyFamily) -> Iterator[Finding]:
    if isinstance(family, OpenFamily) and set(family.samples) != {"1", "2", "4"}:
        yield "samples", "are missing", "give short answers at levels 1, 2 and 4"


def _short_version_is_playable(curriculum: Curriculum, family: AnyFamily) -> Iterator[Finding]:
    if isinstance(family, ExecutedBase) and family.short not in curriculum.families:
        yield "short", f"there is no drill {family.short}", "name an existing drill"


def _material_is_known(_: Curriculum, family: AnyFamily) -> Iterator[Finding]:
    if isinstance(family, ExecutedBase):
        yield from executed_lint.findings(family)


def _draws_hold(curriculum: Curriculum, family: AnyFamily) -> Iterator[Finding]:
    """Every seed resolves; a generator makes enough different variants."""
    if isinstance(family, ExecutedBase):
        return
    seen: set[str] = set()
    for seed in range(SEEDS if is_generator(family) else 3):
        try:
            drill = resolve(curriculum, family, seed)
        except FormulaError as error:
            yield "params", f"seed {seed}: {error}", "mend the formula or the conditions"
            return
        if slip := _slip(drill):
            field, message = slip
            yield field, f"seed {seed} {message}", "add a condition to `where`"
            return
        seen.add(drill.item)
    if is_generator(family) and len(seen) < MIN_VARIANTS:
        fix = f"widen the params to at least {MIN_VARIANTS}"
        yield "params", f"make {len(seen)} variants in {SEEDS} draws", fix


def _slip(drill: Drill) -> tuple[str, str] | None:
    """Field and message of what an unlucky draw shows."""
    texts = [option.text for option in options_shown(drill)]
    if len(set(texts)) < len(texts):
        return "options", "gives two equal options"
    found = _ONE_OF_MANY.search(repr(drill))
    return ("params", f"says “{found[0]}”") if found else None


RULES: tuple[Callable[[Curriculum, AnyFamily], Iterator[Finding]], ...] = (
    _stem_is_a_question,
    _stem_reads_easily,
    _negatives_are_loud,
    _explanation_is_short,
    _no_catch_all,
    _numbers_in_order,
    _numbers_have_units,
    _tolerance_is_set,
    _order_matters,
    _errors_differ,
    _letters_are_not_named,
    _hints_keep_the_answer,
    _samples_are_given,
    _short_version_is_playable,
    _material_is_known,
    _draws_hold,
)
