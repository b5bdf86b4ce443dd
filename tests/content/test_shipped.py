"""The shipped content: what must be in it, and what must not."""

import ast
import math
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cards import Card
from bot.curriculum.bank_lint import Report, check
from bot.curriculum.catalog import Curriculum
from bot.curriculum.families import ExecutedBase
from bot.curriculum.reading import Reading
from bot.curriculum.resolving import is_generator, resolve
from bot.domain.drills import Drill
from bot.plain_text import plain_text
from bot.views.drills import question
from bot.views.verdicts import explanation
from tests.conftest import CONTENT, ROOT

CALCULATORS = ROOT / "bot" / "domain" / "calculators"
"""Its texts are content too."""
SHARES = {
    "mcq": 20, "multi": 6, "numeric": 14, "sql": 14, "python": 12,
    "order": 7, "flaw": 12, "scope": 6, "written": 6, "explain": 3,
}  # fmt: skip
"""In per cent of all families."""
SKILLS = 35
LONGEST_QUESTION, LONGEST_ANSWER = 2800, 3000
RUN = 8
"""So many words in a row are no accident."""


@pytest.fixture(scope="module")
def report(reading: Reading) -> Report:
    return check(reading)


def test_the_content_has_no_problems(report: Report) -> None:
    assert [str(found) for found in report.problems] == []


def test_every_skill_has_families_by_its_highest_weight(curriculum: Curriculum) -> None:
    weights = [track.file.weights for track in curriculum.tracks.values()]
    counted = Counter(family.skill for family in curriculum.families.values())
    needed = {
        skill: max(5, math.ceil(1.5 * max(of_track.get(skill, 0) for of_track in weights)))
        for skill in set().union(*weights)
    }
    assert len(needed) == SKILLS
    assert {skill: n for skill, n in needed.items() if counted[skill] < n} == {}


def test_formats_have_their_shares_of_the_bank(report: Report) -> None:
    shares = {form: 100 * count / report.families for form, count in report.by_format.items()}
    assert shares == {form: pytest.approx(share, abs=3) for form, share in SHARES.items()}


def test_the_report_counts_what_is_there(report: Report, curriculum: Curriculum) -> None:
    assert report.families == len(curriculum.families)
    assert report.generators == sum(map(is_generator, curriculum.families.values()))
    assert sum(report.by_skill.values()) == sum(report.by_format.values()) == report.families


def test_what_is_live_was_read_by_somebody_else(curriculum: Curriculum) -> None:
    bank = curriculum.families.values()
    assert [f.family for f in bank if f.status == "live" and not f.reviewed_by] == []


def _drills(curriculum: Curriculum) -> Iterator[Drill]:
    for family in curriculum.families.values():
        if not isinstance(family, ExecutedBase):
            yield from (resolve(curriculum, family, seed) for seed in range(3))


def test_questions_and_answers_fit_everywhere(curriculum: Curriculum) -> None:
    for drill in _drills(curriculum):
        asked = Card("", question(drill))
        told = Card("", tuple(explanation(drill, "A")))
        assert len(plain_text(asked)) <= LONGEST_QUESTION, drill.item
        assert len(plain_text(told)) <= LONGEST_ANSWER, drill.item


def test_no_drill_leaves_a_blank_unfilled(curriculum: Curriculum) -> None:
    for drill in _drills(curriculum):
        words = plain_text(Card("", (*question(drill), *explanation(drill, "A B C D"))))
        assert not re.search(r"\{[a-z_.]+(:[^{}]*)?\}", words + "".join(drill.hints)), drill.item


def _references(curriculum: Curriculum) -> Iterator[str]:
    for family in curriculum.families.values():
        yield from family.seed_ref
    for track in curriculum.tracks.values():
        yield from (entry.seed_ref for entry in track.file.checklist)
        for fact in track.facts:
            yield from fact.seed_ref


def test_every_reference_is_in_the_inventory(curriculum: Curriculum, inventory: str) -> None:
    known = set(re.findall(r"^\| (S[0-2]-\d+|C\d+) \|", inventory, re.MULTILINE))
    assert known
    assert set(_references(curriculum)) - known == set()


def test_the_wording_is_our_own(inventory: str) -> None:
    theirs = set(_runs(inventory))
    shared = {
        (path.name, " ".join(run))
        for path in (*sorted(CONTENT.rglob("*.yaml")), *sorted(CALCULATORS.glob("*.py")))
        for text in (_texts(path) if path.suffix == ".yaml" else _strings(path))
        for run in _runs(text)
        if run in theirs
    }
    assert shared == set()


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    found = re.findall(r"[^\W_]+", text.casefold())
    return zip(*(found[start:] for start in range(RUN)), strict=False)


def _strings(path: Path) -> Iterator[str]:
    """What a module may say."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _texts(path: Path) -> Iterator[str]:
    pending: list[Any] = [yaml.safe_load(path.read_text(encoding="utf-8"))]
    while pending:
        part = pending.pop()
        if isinstance(part, str):
            yield part
        elif isinstance(part, dict):
            pending += part.values()
        elif isinstance(part, list):
            pending += part
