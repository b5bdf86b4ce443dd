"""What embodies each entry of the inventory, and when one counts as a gap."""

from pathlib import Path

import pytest

from bot.curriculum.authoring import coverage_gaps, embodied_by
from bot.curriculum.coverage import Covered, coverage, unlisted
from bot.curriculum.reading import Reading, read
from tests.curriculum.library_samples import a_case, a_script, a_sheet
from tests.curriculum.samples import Fields, a_family, write, write_all, write_family

KNOWN = ("S0-1", "S0-12", "S0-107", "S0-14", "S0-15")
"""What the small folder goes back to."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small folder with a case, a worksheet and a script."""
    write_all(tmp_path)
    write(tmp_path / "cases" / "late-label.yaml", a_case())
    write(tmp_path / "worksheets" / "scope.yaml", a_sheet(seed_ref=["S2-60"]))
    write(tmp_path / "scripts" / "tiny.yaml", a_script())
    return tmp_path


def reading(folder: Path, **entries: Fields) -> Reading:
    """With a coverage file; names with an underscore for the hyphen."""
    listed = {name.replace("_", "-"): entry for name, entry in entries.items()}
    write(folder / "coverage.yaml", listed)
    return read(folder)


def covered(folder: Path, name: str, kind: str, *by: str) -> Covered:
    (found,) = coverage(reading(folder, **{name: {"kind": kind, "by": list(by)}}))
    return found


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [
        ("S0-1", "drill", "drill sql.window.sound-mcq"),
        ("S0-12", "card", "card tiny/span"),
        ("S0-14", "card", "card case/late-label"),
        ("S0-107", "checklist", "checklist CK0-1"),
        ("S0-15", "script", "script tiny/round-1"),
        ("S2-60", "worksheet", "worksheet scope"),
        ("S2-75", "calculator", "calculator hours"),
    ],
)
def test_content_that_names_an_entry_embodies_it(
    folder: Path, name: str, kind: str, content: str
) -> None:
    found = covered(folder, name, kind)
    assert found.gap == ""
    assert content in [f"{kind} {name}" for kind, name in found.content]


def test_a_drillable_entry_without_a_drill_is_a_gap(folder: Path) -> None:
    assert covered(folder, "S0-12", "drill").gap == "no drill names it"


def test_a_draft_embodies_nothing(folder: Path) -> None:
    write_family(folder, a_family("mcq", "not-yet", seed_ref=["S0-77"], status="draft"))
    assert covered(folder, "S0-77", "drill").gap


def test_content_may_be_named_instead(folder: Path) -> None:
    found = covered(folder, "S2-42", "rubric", "story")
    assert (found.gap, found.content) == ("", (("rubric", "story"),))


def test_content_that_is_named_must_be_there(folder: Path) -> None:
    assert covered(folder, "S2-42", "rubric", "nope").gap == "there is no rubric nope"


def test_a_rubric_that_names_an_entry_embodies_it(folder: Path) -> None:
    path = folder / "rubrics" / "story.yaml"
    path.write_text(path.read_text(encoding="utf-8") + "seed_ref: [S2-42]\n", encoding="utf-8")
    assert covered(folder, "S2-42", "rubric").content == (("rubric", "story"),)


def test_what_waits_is_listed_with_what_is_ready(folder: Path) -> None:
    found = covered(folder, "S0-12", "waiting", "mock rooms")
    assert found.gap == ""
    assert embodied_by(found) == "waits for mock rooms; ready: card tiny/span"


def test_what_waits_with_nothing_ready_says_why(folder: Path) -> None:
    gap = "nothing is ready, and `by` does not say why"
    assert covered(folder, "S0-3", "waiting", "mock rooms").gap == gap
    assert covered(folder, "S0-3", "waiting", "mock rooms", "nobody has one yet").gap == ""


@pytest.mark.parametrize("kind", ["product", "timer", "none"])
def test_what_is_no_content_needs_words(folder: Path, kind: str) -> None:
    assert covered(folder, "S0-3", kind).gap == "nothing says what embodies it"
    assert covered(folder, "S0-3", kind, "circles of 28 days").gap == ""


def test_many_pieces_are_counted_after_the_third(folder: Path) -> None:
    shown = embodied_by(covered(folder, "S0-1", "drill"))
    assert shown.count("sql.window") == 3
    assert shown.endswith("and 4 more")


def test_what_the_coverage_file_does_not_know_is_a_gap(folder: Path) -> None:
    found = reading(folder, S0_1={"kind": "drill"})
    assert set(KNOWN) - {"S0-1"} <= set(unlisted(found))
    assert "S0-12: is not in coverage.yaml" in coverage_gaps(found)


def test_a_folder_without_a_coverage_file_is_told(folder: Path) -> None:
    assert coverage_gaps(read(folder)) == ["coverage.yaml: there is none"]


def test_an_unknown_kind_is_a_problem_with_its_line(folder: Path) -> None:
    text = "S0-1: {kind: drill}\nS0-2: {kind: dance}\n"
    write(folder / "coverage.yaml", text)
    (problem,) = read(folder).problems
    assert (problem.line, problem.field) == (2, "S0-2.kind")
