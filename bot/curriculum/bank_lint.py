"""Item rules over the whole bank: balance, near-duplicates, shares; and the report of it all."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

from bot.curriculum import lint, reading_ease
from bot.curriculum.catalog import AnyFamily, Curriculum
from bot.curriculum.families import ChoiceFamily, FlawFamily
from bot.curriculum.reading import Problem, Reading
from bot.curriculum.resolving import is_generator
from bot.curriculum.shown_lint import views

NEAR_DUPLICATE = 0.85
LONGEST_KEY_SHARE = 0.4
RECALL_SHARE = 0.1
GENERATOR_SHARE = 0.4
FLAW_PLACE_SHARE = 0.5
FEWEST_KEYS, FEWEST_FLAWS = 5, 10

AIMS = {
    "mcq": 0.20, "multi": 0.06, "numeric": 0.14, "sql": 0.14, "python": 0.12, "order": 0.07,
    "flaw": 0.12, "scope": 0.06, "written": 0.06, "explain": 0.03,
}  # fmt: skip
"""Share of each format that the bank aims at."""
NEAR = 0.03


@dataclass(frozen=True, slots=True)
class FormatShare:
    format: str
    is_: float
    aim: float

    @property
    def off(self) -> bool:
        return abs(self.is_ - self.aim) > NEAR + 1e-9


@dataclass(frozen=True, slots=True)
class Report:
    families: int
    generators: int
    by_track: dict[str, int]
    by_skill: dict[str, int]
    by_format: dict[str, int]
    problems: tuple[Problem, ...]


def check(reading: Reading) -> Report:
    curriculum = reading.curriculum
    bank = list(curriculum.families.values())
    problems = [*reading.problems, *_family_problems(reading), *_bank_problems(reading)]
    return Report(
        families=len(bank),
        generators=sum(is_generator(family) for family in bank),
        by_track=dict(sorted(Counter(t for f in bank for t in f.tracks).items())),
        by_skill=dict(sorted(Counter(family.skill for family in bank).items())),
        by_format=dict(sorted(Counter(family.format for family in bank).items())),
        problems=tuple(problems),
    )


def format_shares(report: Report) -> list[FormatShare]:
    total = max(1, report.families)
    return [
        FormatShare(form, report.by_format.get(form, 0) / total, aim) for form, aim in AIMS.items()
    ]


def _family_problems(reading: Reading) -> Iterator[Problem]:
    for family in reading.curriculum.families.values():
        for field, message, fix in lint.findings(reading.curriculum, family):
            yield _problem(reading, family, field, message, fix)


def _problem(reading: Reading, family: AnyFamily, field: str, message: str, fix: str) -> Problem:
    path = reading.paths[family.family]
    name = "/".join(path.parts[-4:])
    return Problem(name, _line_of(path.read_text(encoding="utf-8"), field), field, message, fix)


def _line_of(text: str, field: str) -> int:
    """Where the field's top-level key stands."""
    key = field.split(".")[0] + ":"
    lines = text.splitlines()
    return next((n for n, line in enumerate(lines, 1) if line.startswith(key)), 1)


def _bank_problems(reading: Reading) -> Iterator[Problem]:
    bank = list(reading.curriculum.families.values())
    yield from _near_duplicates(reading, bank)
    yield from _longest_keys(reading.curriculum)
    yield from _longest_reasons(reading.curriculum)
    yield from _key_positions(bank)
    yield from _flaw_positions(bank)
    if sum(family.recall for family in bank) > RECALL_SHARE * len(bank):
        yield Problem("content/drills", 1, "recall", "more than one item in ten asks for recall")
    if sum(is_generator(family) for family in bank) < GENERATOR_SHARE * len(bank):
        yield Problem("content/drills", 1, "params", "fewer than 40% of families are generators")


def _near_duplicates(reading: Reading, bank: list[AnyFamily]) -> Iterator[Problem]:
    """Drafts are left out: two that were just begun have the words they were begun with."""
    begun = [family for family in bank if family.status != "draft"]
    tokens = {f.family: _tokens(" ".join(lint.stems(f))) for f in begun}
    for first, second in combinations(begun, 2):
        ratio = token_set_ratio(tokens[first.family], tokens[second.family])
        if ratio >= NEAR_DUPLICATE:
            message = f"nearly repeats {first.family} ({ratio:.0%})"
            yield _problem(reading, second, "stem", message, "ask something else or merge them")


def _tokens(text: str) -> frozenset[str]:
    return frozenset(word.lower() for word in reading_ease.words(text))


def token_set_ratio(first: frozenset[str], second: frozenset[str]) -> float:
    """Shared words over all words of both (Dice)."""
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def _longest_keys(curriculum: Curriculum) -> Iterator[Problem]:
    """In each skill with five items or more, the right option is seldom the longest."""
    by_skill: dict[str, list[float]] = defaultdict(list)
    for family in curriculum.families.values():
        if family.format == "mcq":
            by_skill[family.skill].append(_longest_share(curriculum, family))
    for skill, shares in sorted(by_skill.items()):
        if len(shares) >= FEWEST_KEYS and fmean(shares) > LONGEST_KEY_SHARE:
            message = f"the right option is the longest in {_of(shares)} items"
            yield Problem(f"content/drills/{skill}", 1, "options", message, "lengthen others")


def _longest_reasons(curriculum: Curriculum) -> Iterator[Problem]:
    """Over the bank: too few items of a skill ask for a reason."""
    flaws = [family for family in curriculum.families.values() if family.format == "flaw"]
    shares = [_longest_share(curriculum, family) for family in flaws]
    if len(shares) >= FEWEST_FLAWS and fmean(shares) > LONGEST_KEY_SHARE:
        message = f"the right reason is the longest in {_of(shares)} flaw items"
        yield Problem("content/drills", 1, "options", message, "lengthen others")


def _longest_share(curriculum: Curriculum, family: AnyFamily) -> float:
    """Of the variants that members see, those whose longest option is right."""
    return fmean([view.longest_is_right for view in views(curriculum, family)] or [False])


def _of(shares: list[float]) -> str:
    return f"{round(sum(shares), 1):g} of {len(shares)}"


def _flaw_positions(bank: list[AnyFamily]) -> Iterator[Problem]:
    """Lines keep their order, so that who always picks one place must not do well."""
    flaws = [family for family in bank if isinstance(family, FlawFamily)]
    if len(flaws) < FEWEST_FLAWS:
        return
    yield from _frequent("line {}", [f.flaw_line for f in flaws])
    yield from _frequent("line {} from the end", [len(f.lines) + 1 - f.flaw_line for f in flaws])


def _frequent(name: str, places: list[int]) -> Iterator[Problem]:
    place, count = Counter(places).most_common(1)[0]
    if count > FLAW_PLACE_SHARE * len(places):
        message = f"{name.format(place)} is the wrong one in {count} of {len(places)} flaw items"
        yield Problem("content/drills", 1, "flaw_line", message, "move some of them")


def _key_positions(bank: list[AnyFamily]) -> Iterator[Problem]:
    """Shuffled options balance themselves; those kept in order must not favour a place (χ², 1%)."""
    places = Counter(
        next(place for place, option in enumerate(family.options) if option.right)
        for family in bank
        if isinstance(family, ChoiceFamily) and family.format == "mcq" and family.keep_order
        and len(family.options) == 3
    )  # fmt: skip
    total = sum(places.values())
    if total < 15:
        return
    expected = total / 3
    chi_square = sum((places[place] - expected) ** 2 / expected for place in range(3))
    if chi_square > 9.21:
        counts = ", ".join(str(places[place]) for place in range(3))
        message = f"right options kept in order stand at places 1–3 this often: {counts}"
        yield Problem("content/drills", 1, "options", message, "balance them")
