"""What an author is told about a bad file, and that it harms nothing else."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.curriculum.reading import Problem, read
from tests.curriculum.samples import (
    BY_FORMAT,
    OPTIONS,
    STEPS,
    a_family,
    write,
    write_family,
)

FILE = "content/drills/sql.window/bad.yaml"


def text_of(form: str, **changes: Any) -> str:  # noqa: ANN401  any field
    return yaml.safe_dump(a_family(form, "bad", **changes), sort_keys=False)


def problem(folder: Path, content: str | bytes, file: str = FILE) -> Problem:
    """The one problem that a file makes."""
    write(folder.parent / file, content)
    problems = read(folder).problems
    assert len(problems) == 1, problems
    assert problems[0].file == file
    return problems[0]


def told(folder: Path, content: str | bytes) -> tuple[int, str, str, str]:
    found = problem(folder, content)
    return found.line, found.field, found.message, found.fix


def line_of(text: str, start: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), 1) if line.strip().startswith(start))


def test_a_sound_folder_is_read_without_problems(folder: Path) -> None:
    reading = read(folder)
    assert reading.problems == ()
    assert {f.format for f in reading.curriculum.families.values()} == set(BY_FORMAT)


def test_every_family_knows_its_file(folder: Path) -> None:
    path = read(folder).paths["sql.window.sound-mcq"]
    assert path == folder / "drills" / "sql.window" / "sound-mcq.yaml"


def test_skills_get_their_names(folder: Path) -> None:
    assert read(folder).curriculum.skill_name("sql.window") == "Windows"


def test_facts_belong_to_their_track(folder: Path) -> None:
    facts = read(folder).curriculum.track("tiny").facts
    assert [(fact.id, fact.as_of) for fact in facts] == [("span", date(2026, 11, 21))]


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    reading = read(tmp_path / "nowhere")
    (problem,) = reading.problems
    assert (dict(reading.curriculum.families), problem.file) == ({}, str(tmp_path / "nowhere"))
    assert "PREPCIRCLE_CONTENT" in problem.fix


def test_a_wrong_type_is_told_where_it_stands(folder: Path) -> None:
    text = text_of("mcq", level="hard")
    line, field, message, _ = told(folder, text)
    assert (line, field) == (line_of(text, "level"), "level")
    assert "valid integer" in message


def test_a_value_out_of_range_is_told(folder: Path) -> None:
    text = text_of("mcq", level=6)
    line, field, message, _ = told(folder, text)
    assert (line, field) == (line_of(text, "level"), "level")
    assert "less than or equal to 5" in message


def test_an_unknown_field_is_told_with_a_way_to_mend_it(folder: Path) -> None:
    text = text_of("mcq") + "explenation: x\n"
    line, field, _, fix = told(folder, text)
    assert (line, field) == (line_of(text, "explenation"), "explenation")
    assert "mend its spelling" in fix


def test_a_missing_field_is_told(folder: Path) -> None:
    _, field, message, fix = told(folder, text_of("mcq", explanation=None))
    assert (field, message, fix) == ("explanation", "Field required", "add the field")


def test_a_missing_field_deep_inside_is_told_where_it_belongs(folder: Path) -> None:
    text = text_of("mcq", options=[*OPTIONS[:2], {"text": "The third", "misconception": "x"}])
    line, field, _, _ = told(folder, text)
    assert field == "options.2.why"
    assert line == line_of(text, "- text: The third")


def test_an_option_must_name_its_misconception(folder: Path) -> None:
    text = text_of("mcq", options=[*OPTIONS[:2], {"text": "The third", "why": "x"}])
    line, field, message, _ = told(folder, text)
    assert (field, message) == ("options.2", "a wrong option must name its misconception")
    assert line == line_of(text, "- text: The third")


def test_broken_indentation_is_told_by_line(folder: Path) -> None:
    text = text_of("mcq").replace("level: 2", "   level: 2")
    line, _, _, fix = told(folder, text)
    assert abs(line - line_of(text, "level")) <= 1
    assert "indentation" in fix


def test_a_tab_is_told_by_line(folder: Path) -> None:
    assert told(folder, "family: x\nlevel:\n\t2\n")[0] == 3


def test_an_unknown_format_is_told(folder: Path) -> None:
    _, _, message, fix = told(folder, text_of("mcq").replace("format: mcq", "format: essay"))
    assert "essay" in message
    assert fix == "set format to one of the known formats"


def test_a_missing_format_is_told(folder: Path) -> None:
    assert told(folder, text_of("mcq", format=None))[3] == "add a format line"


def test_an_id_that_no_pattern_fits_is_told(folder: Path) -> None:
    text = text_of("mcq", seed_ref=["S9-1"])
    line, field, _, fix = told(folder, text)
    assert (line, field) == (line_of(text, "- S9-1"), "seed_ref.0")
    assert "docs/authoring.md" in fix


def test_an_unknown_rubric_is_told_with_the_known_ones(folder: Path) -> None:
    _, field, message, fix = told(folder, text_of("written", rubric="tale"))
    assert (field, message) == ("rubric", "there is no rubric “tale”")
    assert fix == "use one of: story"


def test_a_file_by_another_name_is_told_what_to_be_called(folder: Path) -> None:
    other = text_of("mcq", family="sql.window.good")
    _, field, message, fix = told(folder, other)
    assert (field, message) == ("family", "id and file name differ")
    assert fix == "call it sql.window.bad in drills/sql.window/"


def test_a_file_in_another_folder_is_told_where_to_go(folder: Path) -> None:
    found = problem(folder, text_of("mcq"), "content/drills/sql.plan/bad.yaml")
    assert found.fix == "call it sql.window.bad in drills/sql.window/"


def test_text_that_is_not_utf8_is_told_by_line(folder: Path) -> None:
    data = "family: sql.window.bad\nstem: café\n".encode("latin-1")
    assert told(folder, data) == (2, "", "is not UTF-8 text", "save it as UTF-8")


@pytest.mark.parametrize("text", ["", "- one\n", "just words\n"])
def test_a_file_without_fields_is_told_how_to_begin(text: str, folder: Path) -> None:
    assert told(folder, text)[3] == "write one `field: value` a line"


@pytest.mark.parametrize(
    ("form", "changes", "message"),
    [
        ("mcq", {"options": [{**OPTIONS[0]}, {**OPTIONS[0]}]}, "this one has 2"),
        ("mcq", {"options": OPTIONS[1:]}, "this one has 0"),
        ("multi", {"options": OPTIONS[1:]}, "at least one right"),
        ("multi", {"options": [OPTIONS[0]] * 2}, "at least one right"),
        ("flaw", {"flaw_line": 4}, "flaw_line is 4, there are 3 lines"),
        ("flaw", {"options": OPTIONS[1:]}, "one reason is right"),
        ("order", {"steps": []}, "at least 3 items"),
        ("order", {"steps": [*STEPS[:2], {**STEPS[2], "id": "count"}]}, "use an id twice"),
        ("order", {"steps": [{**STEPS[0], "after": ["tell"]}, *STEPS[1:]]}, "cannot all be kept"),
        ("order", {"steps": [*STEPS[:2], {**STEPS[2], "after": ["gone"]}]}, "an unknown step"),
        ("numeric", {"params": {"n": {"from": 1, "to": 2, "step": 0}}}, "greater than 0"),
        ("numeric", {"tolerance": {"rel": 0.5}}, "less than or equal to 0.2"),
    ],
)
def test_a_family_that_cannot_be_answered_is_refused(
    form: str, changes: dict[str, Any], message: str, folder: Path
) -> None:
    write_family(folder, a_family(form, "bad", **changes))
    problems = read(folder).problems
    assert problems
    assert any(message in found.message for found in problems)


def test_a_bad_file_leaves_the_others_in_place(folder: Path) -> None:
    problem(folder, "family: [")
    reading = read(folder)
    assert len(reading.curriculum.families) == len(BY_FORMAT)
    assert "tiny" in reading.curriculum.tracks


def test_a_bad_skills_file_costs_just_the_names(folder: Path) -> None:
    found = problem(folder, "sql.window: [1]\n", "content/skills.yaml")
    assert found.line == 1
    assert read(folder).curriculum.skill_name("sql.window") == "sql.window"


def test_a_link_that_leads_nowhere_is_passed_over(folder: Path) -> None:
    (folder / "drills" / "sql.window" / ".#open.yaml").symlink_to("nobody@nowhere.1")
    assert read(folder).problems == ()


@pytest.mark.parametrize("level", ["[", "{a: ", "- ", "? "])
def test_a_file_of_endless_levels_is_refused_before_it_is_parsed(folder: Path, level: str) -> None:
    line, _, message, fix = told(folder, level * 100_000)
    assert (line, message, fix) == (1, "is too large or too deep", "split it")


@pytest.mark.parametrize(
    ("kind", "field"), [("tracks", "id"), ("rubrics", "id"), ("facts", "track")]
)
def test_a_copy_under_another_name_does_not_take_the_first_ones_place(
    folder: Path, kind: str, field: str
) -> None:
    first = next((folder / kind).glob("*.yaml"))
    (folder / kind / "a-copy.yaml").write_bytes(first.read_bytes())
    (problem,) = read(folder).problems
    assert (problem.file, problem.field) == (f"content/{kind}/a-copy.yaml", field)
    assert problem.fix == f"call the file {first.name}"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=60) | st.text("ab:-&*!?[]{}|>#%@\"'0.,\n ", max_size=40).map(str.encode))
@example(b"a: !!int x")
@example(b"a: !!timestamp x")
@example(b"a: 2026-13-45")
@example(b"&a [*a]")
@example(b"&a {b: *a, format: mcq}")
@example(b"!!python/object/apply:os.system ['true']")
@example(b"a: " + b"9" * 5000)
@example(b"[" * 500)
@example(b"? [a]\n: b")
@example(b"--- a\n--- b")
def test_whatever_a_file_holds_it_becomes_a_problem(folder: Path, data: bytes) -> None:
    write(folder.parent / FILE, data)
    reading = read(folder)
    assert reading.problems
    assert all(found.file == FILE and found.line >= 1 for found in reading.problems)
    assert len(reading.curriculum.families) == len(BY_FORMAT)


@pytest.mark.parametrize(
    ("found", "line"),
    [
        (Problem("a.yaml", 3, "stem", "is odd", "mend it"), "a.yaml:3: stem: is odd → mend it"),
        (Problem("a.yaml", 1, "", "is odd"), "a.yaml:1: is odd"),
    ],
)
def test_a_problem_reads_as_one_line(found: Problem, line: str) -> None:
    assert str(found) == line


def test_a_drill_that_is_graded_on_nothing_is_not_served(folder: Path) -> None:
    data = {**BY_FORMAT["sql"]["data"], "hidden": []}
    write_family(folder, a_family("sql", data=data))
    (problem,) = read(folder).problems
    assert "data.hidden is empty" in str(problem)
    assert "run `prepcircle author check sql.window.sound-sql --write`" in str(problem)
    write_family(folder, a_family("sql", data=data, status="draft"))
    assert read(folder).problems == ()
