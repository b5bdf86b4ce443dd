"""The shipped content: what must be in it, and what must not."""

import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.cards import Card
from bot.curriculum.bank_lint import Report, check
from bot.curriculum.catalog import AnyFamily, Curriculum
from bot.curriculum.families import ExecutedBase
from bot.curriculum.reading import Reading
from bot.curriculum.resolving import is_generator, resolve
from bot.domain.drills import Drill
from bot.domain.timeline import REST
from bot.plain_text import plain_text
from bot.views.drills import question
from bot.views.verdicts import explanation
from tests.conftest import CONTENT, ROOT, in_ci

INVENTORY = ROOT.parent / "shared" / "design" / "content.md"
"""Where the topics come from; it lies beside the project, not in it."""
TRACK = "sony-ds"
LONGEST_QUESTION, LONGEST_ANSWER, LONGEST_TITLE = 2800, 3000, 140
RUN = 8
"""So many words in a row are no accident."""


@pytest.fixture(scope="module")
def report(reading: Reading) -> Report:
    return check(reading)


@pytest.fixture(scope="module")
def bank(curriculum: Curriculum) -> list[AnyFamily]:
    return list(curriculum.of_track(TRACK))


@pytest.fixture(scope="module")
def inventory() -> str:
    if not INVENTORY.exists():
        message = f"{INVENTORY.name} is not beside the project"
        if in_ci():
            pytest.fail(message)
        pytest.skip(message)
    return INVENTORY.read_text(encoding="utf-8")


def test_the_content_has_no_problems(report: Report) -> None:
    assert [str(found) for found in report.problems] == []


def test_the_track_has_families_enough(bank: list[AnyFamily]) -> None:
    assert len(bank) >= 70


def test_the_track_covers_many_skills(bank: list[AnyFamily]) -> None:
    assert len({family.skill for family in bank}) >= 20


def test_many_families_are_generators(bank: list[AnyFamily]) -> None:
    assert sum(map(is_generator, bank)) >= 0.3 * len(bank)


def test_the_report_counts_what_is_there(report: Report, curriculum: Curriculum) -> None:
    assert report.families == len(curriculum.families)
    assert report.generators == sum(map(is_generator, curriculum.families.values()))
    assert sum(report.by_skill.values()) == sum(report.by_format.values()) == report.families


def test_every_skill_has_a_name_to_show(curriculum: Curriculum) -> None:
    track = curriculum.track(TRACK).file
    used = {*track.weights, *curriculum.skills, *(day.side for day in track.days)}
    used |= {day.drill.skill for day in track.days}
    assert used <= set(curriculum.skill_names)


def test_every_day_has_something_to_post(curriculum: Curriculum, bank: list[AnyFamily]) -> None:
    """On each day of every length a drill of the day's skill is there, or a quiz is due."""
    track, skills = curriculum.track(TRACK), {family.skill for family in bank}
    for length in (14, *range(25, 31)):
        plan = track.plan(length)
        assert len(plan) == length
        for plan_day in plan:
            drill = None if plan_day == REST else track.day(plan_day).drill
            assert drill is None or drill.form == "quiz" or drill.skill in skills


def test_every_checklist_item_comes_up(curriculum: Curriculum) -> None:
    track = curriculum.track(TRACK).file
    assert {day.checklist for day in track.days} == {entry.id for entry in track.checklist}


def test_no_skill_is_the_main_one_on_two_days_running(curriculum: Curriculum) -> None:
    days = curriculum.track(TRACK).file.days
    pairs = pairwise(days)
    assert all(first.drill.skill != second.drill.skill for first, second in pairs)


def test_a_quarter_of_the_weight_is_on_cause_and_experiments(curriculum: Curriculum) -> None:
    weights = curriculum.track(TRACK).file.weights
    heads = ("causal.", "exp.", "stat.", "prob.")
    assert sum(w for skill, w in weights.items() if skill.startswith(heads)) >= 25


def test_every_claim_has_a_date_and_an_end(curriculum: Curriculum) -> None:
    facts = curriculum.track(TRACK).facts
    assert facts
    assert all(fact.as_of < fact.expires for fact in facts)


def test_every_playable_family_was_read_by_somebody_else(bank: list[AnyFamily]) -> None:
    unread = [f.family for f in bank if f.status == "live" and not f.reviewed_by]
    assert unread == []


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


def test_titles_leave_room_for_what_stands_around_them(curriculum: Curriculum) -> None:
    longest = max(len(day.theme) for day in curriculum.track(TRACK).file.days)
    names = max(len(name) for name in curriculum.skill_names.values())
    assert max(longest, names) + 40 <= LONGEST_TITLE


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
        for path in sorted(CONTENT.rglob("*.yaml"))
        for text in _texts(path)
        for run in _runs(text)
        if run in theirs
    }
    assert shared == set()


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    found = re.findall(r"[^\W_]+", text.casefold())
    return zip(*(found[start:] for start in range(RUN)), strict=False)


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
