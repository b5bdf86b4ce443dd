"""The shipped cases, worksheets, scripts and coverage: what must be in them."""

import re
from collections import Counter
from itertools import chain
from typing import get_args

import pytest

from bot.curriculum.authoring import coverage_gaps
from bot.curriculum.cases import ReasonCode
from bot.curriculum.coverage import coverage
from bot.curriculum.families import PythonFamily
from bot.curriculum.reading import Reading

ENTRIES = {"S0": 117, "S1": 56, "S2": 94, "C": 22}
"""How many topics each report and the list of contradictions hold, numbered from 1."""
WAITING = {
    "portfolio audit": ["S0-10"],
    "tracker of the mix of practice": ["S0-32"],
    "bonus decks outside the daily draw": ["S0-59"],
    "learning speed, from ratings week by week": ["S0-60"],
    "tracker of applications": [
        "S0-61", "S0-66", "S0-67", "S0-68", "S0-106", "S1-51", "S1-52", "C5", "C6",
    ],
    "plan for the twelve weeks of an internship": ["S0-63"],
    "readiness, with a higher bar in the last week": ["S0-76"],
    "tracker of the stages of a portfolio": ["S0-83"],
    "vote of peers on portfolios": ["S0-85"],
    "feedback within a day, with nudge and rate": ["S1-37"],
    "rounds back to back in mock rooms": ["S1-38"],
    "tracker of the return packet": ["S2-3", "S2-72"],
    "placement test when somebody joins": ["S2-5"],
    "tracker of who uses what": ["S2-71"],
    "time to a right scope, in mock rooms": ["C18"],
    "pairing for mock rooms": ["C21"],
}  # fmt: skip
"""By the later capability that they wait for; nothing else may wait."""
PRODUCT = [
    "S0-3", "S0-8", "S0-12", "S0-34", "S1-30", "S2-12", "S2-29", "S2-40",
    "C1", "C2", "C3", "C8", "C12", "C17",
]  # fmt: skip
ADVERTS = ["S0-117", "S1-56", "S2-94"]
STORIES = {
    "S0-14", "S0-31", "S0-49", "S0-65", "S0-79", "S1-8", "S1-15", "S1-21", "S1-28", "S1-39",
    "S2-13", "S2-17", "S2-18", "S2-23", "S2-30", "S2-39", "S2-57", "S2-64", "S2-70", "S2-77",
}  # fmt: skip
MINUTES = {
    "sony-ds": [30, 45, 60, 60, 45], "sony-aipm": [30, 45, 30, 60, 45],
    "scale-ds": [30, 60, 60, 45],
}  # fmt: skip
TOTALS = {"sony-ds": (240, 240), "sony-aipm": (210, 210), "scale-ds": (195, 210)}
"""Shortest and longest loop."""
FIRMS = re.compile(r"sony|playstation|crunchyroll|scale ai|netflix", re.IGNORECASE)


def test_every_entry_that_can_be_embodied_is(reading: Reading) -> None:
    assert coverage_gaps(reading) == []


def test_coverage_lists_the_whole_inventory_in_order(reading: Reading) -> None:
    numbered = [
        f"{kind}{number}" if kind == "C" else f"{kind}-{number}"
        for kind, count in ENTRIES.items()
        for number in range(1, count + 1)
    ]
    assert [covered.id for covered in coverage(reading)] == numbered


def test_most_entries_are_embodied_by_drills(reading: Reading) -> None:
    kinds = Counter(entry.kind for entry in reading.library.coverage.values())
    assert kinds["drill"] > len(reading.library.coverage) / 2


def test_only_these_wait_and_for_these_capabilities(reading: Reading) -> None:
    waiting: dict[str, list[str]] = {}
    for covered in coverage(reading):
        if covered.entry.kind == "waiting":
            waiting.setdefault(covered.entry.by[0], []).append(covered.id)
    assert waiting == WAITING


def test_only_what_nobody_has_done_yet_waits_with_nothing_ready(reading: Reading) -> None:
    bare = [c.id for c in coverage(reading) if c.entry.kind == "waiting" and not c.content]
    assert bare == ["S0-32"]


@pytest.mark.parametrize(("kind", "entries"), [("product", PRODUCT), ("none", ADVERTS)])
def test_only_these_need_no_content(reading: Reading, kind: str, entries: list[str]) -> None:
    assert [c.id for c in coverage(reading) if c.entry.kind == kind] == entries


def test_every_story_has_its_case(reading: Reading) -> None:
    told = set(chain.from_iterable(case.seed_ref for case in reading.library.cases.values()))
    assert told >= STORIES


def test_there_are_twenty_cases_and_some_advance(reading: Reading) -> None:
    votes = Counter(case.vote for case in reading.library.cases.values())
    assert votes.total() == 20
    assert votes["advance"] >= 5


def test_no_case_names_a_firm(reading: Reading) -> None:
    told = [case.model_dump_json(exclude={"tracks"}) for case in reading.library.cases.values()]
    assert not any(FIRMS.search(text) for text in told)


def test_no_brief_tells_the_vote(reading: Reading) -> None:
    briefs = [" ".join(case.brief).lower() for case in reading.library.cases.values()]
    assert not any(
        re.search(r"\b(rejected|advanced|was hired|was turned down)\b", b) for b in briefs
    )


def test_no_reason_decides_more_than_a_quarter_of_the_cases(reading: Reading) -> None:
    reasons = Counter(case.reason for case in reading.library.cases.values())
    assert max(reasons.values()) <= 5


def test_every_reason_can_be_named_somewhere(reading: Reading) -> None:
    used = {case.reason for case in reading.library.cases.values()}
    for script in reading.library.scripts.values():
        used |= set(chain.from_iterable(entry.reasons for entry in script.rounds))
    assert used == set(get_args(ReasonCode))


def test_every_promised_worksheet_is_there(reading: Reading) -> None:
    assert set(reading.library.worksheets) >= {
        "scope", "signal-action-impact", "one-pager", "star", "dossier", "decision-log",
        "capstone", "return-packet",
    }  # fmt: skip


def test_every_example_keeps_to_the_words_it_may_have(reading: Reading) -> None:
    fields = chain.from_iterable(sheet.fields for sheet in reading.library.worksheets.values())
    assert all(len(field.example.split()) <= field.most_words for field in fields)


def test_the_solution_opens_after_problem_data_and_measure(reading: Reading) -> None:
    last = reading.library.worksheets["scope"].fields[-1]
    assert (last.id, last.after) == ("solution", ["problem", "data", "metric"])


def test_every_track_has_its_loop(reading: Reading) -> None:
    assert set(reading.library.scripts) == set(reading.curriculum.tracks)


@pytest.mark.parametrize("track", MINUTES)
def test_rounds_last_as_long_as_the_loop_says(reading: Reading, track: str) -> None:
    rounds = reading.library.scripts[track].rounds
    assert [entry.minutes for entry in rounds] == MINUTES[track]


@pytest.mark.parametrize("track", TOTALS)
def test_a_loop_lasts_as_long_as_reported(reading: Reading, track: str) -> None:
    assert reading.library.scripts[track].minutes == TOTALS[track]


def test_only_the_talk_with_a_team_differs_in_length(reading: Reading) -> None:
    rounds = chain.from_iterable(script.rounds for script in reading.library.scripts.values())
    lengths = {entry.id: entry.most_minutes for entry in rounds if entry.most_minutes}
    assert lengths == {"team": 60}


def test_lengths_that_nobody_published_are_marked(reading: Reading) -> None:
    rounds = reading.library.scripts["sony-ds"].rounds
    assert [entry.assumed for entry in rounds] == [True, False, True, True, True]


def test_the_first_call_is_passed_or_failed(reading: Reading) -> None:
    assert [entry.scored for entry in reading.library.scripts["sony-ds"].rounds].count(False) == 1


def test_a_gate_fails_for_a_reason_the_round_knows(reading: Reading) -> None:
    for script in reading.library.scripts.values():
        for entry in script.rounds:
            assert {gate.otherwise for gate in entry.gates} <= set(entry.reasons), entry.id


def test_the_phone_round_fails_without_the_question_of_provenance(reading: Reading) -> None:
    phone = next(r for r in reading.library.scripts["sony-ds"].rounds if r.id == "phone")
    assert "provenance-not-asked" in {gate.otherwise for gate in phone.gates}


def test_the_product_track_is_asked_for_no_python(reading: Reading) -> None:
    bank = reading.curriculum.families.values()
    assert not any(isinstance(f, PythonFamily) and "sony-aipm" in f.tracks for f in bank)
