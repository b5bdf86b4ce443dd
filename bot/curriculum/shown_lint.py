"""Item rules on options as members see them: numbers drawn and texts filled in."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from bot.curriculum import reading_ease
from bot.curriculum.catalog import AnyFamily, Curriculum
from bot.curriculum.families import ChoiceFamily, FlawFamily, OptionEntry
from bot.curriculum.resolving import is_generator, resolve
from bot.domain.drills import Choice, Drill, Flaw, Multi, Option
from bot.domain.errors import InvalidInput
from bot.domain.formulas import FormulaError
from bot.domain.units import parse_number

Finding = tuple[str, str, str]
"""Field, what is wrong, how to mend it."""

SEEDS = 20
"""So many variants of a generator are looked at; a fixed family is looked at as written."""
_ABSOLUTE = re.compile(r"\b(always|never|only|every|none|all)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class View:
    """What one member chooses from; `seed` is None for a fixed family, with all its wordings."""

    stem: str
    options: Sequence[Option | OptionEntry]
    seed: int | None = None

    def placed(self, field: str, message: str, fix: str) -> Finding:
        """Options of a variant are shuffled, so that a place among them says nothing."""
        if self.seed is None:
            return field, message, fix
        return "options", f"seed {self.seed}: {message}", fix

    @property
    def longest_is_right(self) -> bool:
        """A tie gives nothing away."""
        right = [len(option.text) for option in self.options if option.right]
        return max(right) > max(len(option.text) for option in self.options if not option.right)


def views(curriculum: Curriculum, family: AnyFamily) -> list[View]:
    """Empty for a format without options, and where a draw fails, which another rule tells."""
    if not isinstance(family, ChoiceFamily | FlawFamily):
        return []
    if not is_generator(family):
        stem = family.stem if isinstance(family.stem, str) else " ".join(family.stem)
        return [View(stem, family.options)]
    try:
        drills = [resolve(curriculum, family, seed) for seed in range(SEEDS)]
    except FormulaError:
        return []
    return [View(drill.stem, options_shown(drill), seed) for seed, drill in enumerate(drills)]


def options_shown(drill: Drill) -> Sequence[Option]:
    """Empty for a format without options; a flaw's are its reasons."""
    match drill.body:
        case Choice(options) | Multi(options):
            return options
        case Flaw(reasons=reasons):
            return reasons
        case _:
            return ()


def no_lone_absolutes(view: View) -> Iterator[Finding]:
    words = [_ABSOLUTE.search(option.text) for option in view.options]
    word = next(filter(None, words), None)
    if word and not all(words):
        fix = "soften it, or use such a word in each option"
        yield f"options.{words.index(word)}", f"uses the absolute word “{word[0]}”", fix


def lengths_are_alike(view: View) -> Iterator[Finding]:
    if all(as_number(option.text) is not None for option in view.options):
        return
    middle = median(len(option.text) for option in view.options)
    for place, option in enumerate(view.options):
        if abs(len(option.text) - middle) > max(0.4 * middle, 8):
            yield (
                f"options.{place}",
                f"has {len(option.text)} characters, the median is {middle:.0f}",
                "bring the options within 40% of each other",
            )


def as_number(text: str) -> float | None:
    try:
        return parse_number(text)
    except InvalidInput:
        return None


def key_gives_no_clue(view: View) -> Iterator[Finding]:
    """No word of the stem stands in the right option alone."""
    right = [option for option in view.options if option.right]
    if len(right) != 1:
        return
    wrong = (_long_words(option.text) for option in view.options if not option.right)
    clue = (_long_words(view.stem) & _long_words(right[0].text)).difference(*wrong)
    if clue:
        yield "options", f"only the right one repeats “{sorted(clue)[0]}”", "reword one of them"


def _long_words(text: str) -> set[str]:
    return {word.lower() for word in reading_ease.words(text) if len(word) >= 6}


def options_are_parallel(view: View) -> Iterator[Finding]:
    shapes = {_shape(option.text) for option in view.options}
    if len(shapes) > 1:
        listed = ", ".join(sorted(shapes))
        yield "options", f"start in different ways: {listed}", "give all the same form"


def _shape(text: str) -> str:
    first = text.split()[0].strip("`*,.").lower()
    if re.match(r"[\d$€£{.+<>≤≥~−-]", first):
        return "number"
    if first.endswith("ing") and len(first) > 4:
        return "-ing form"
    if first in {"because", "since"}:
        return "because"
    if first in {"yes", "no"}:
        return "yes or no"
    return "phrase"


RULES: tuple[Callable[[View], Iterator[Finding]], ...] = (
    no_lone_absolutes,
    lengths_are_alike,
    key_gives_no_clue,
    options_are_parallel,
)


def findings(curriculum: Curriculum, family: AnyFamily) -> Iterator[Finding]:
    """Of each rule, what the first view that breaks it has to say."""
    seen = views(curriculum, family)
    for rule in RULES:
        told = ([view.placed(*finding) for finding in rule(view)] for view in seen)
        yield from next(filter(None, told), [])
