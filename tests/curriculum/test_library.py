"""Cases, worksheets and scripts: what a file must hold, and what it may name."""

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.curriculum.reading import Reading, read
from bot.curriculum.scripts import APART, Round, ScriptFile, interruptions
from bot.curriculum.worksheets import WorksheetFile
from tests.curriculum.library_samples import a_case, a_round, a_script, a_sheet
from tests.curriculum.samples import Fields, write, write_all


def reading(folder: Path, kind: str, name: str, fields: Fields) -> Reading:
    write(write_all(folder) / kind / f"{name}.yaml", fields)
    return read(folder)


def complaint(found: Reading) -> str:
    (problem,) = found.problems
    return str(problem)


def test_a_sound_case_is_read(tmp_path: Path) -> None:
    found = reading(tmp_path, "cases", "late-label", a_case())
    assert found.problems == ()
    assert found.library.cases["late-label"].vote == "reject"


def test_a_sound_worksheet_is_read(tmp_path: Path) -> None:
    found = reading(tmp_path, "worksheets", "scope", a_sheet())
    assert (found.problems, list(found.library.worksheets)) == ((), ["scope"])


def test_a_sound_script_is_read(tmp_path: Path) -> None:
    found = reading(tmp_path, "scripts", "tiny", a_script())
    assert (found.problems, list(found.library.scripts)) == ((), ["tiny"])


def test_a_case_is_called_like_its_file(tmp_path: Path) -> None:
    found = reading(tmp_path, "cases", "other", a_case())
    assert "call the file late-label.yaml" in complaint(found)
    assert not found.library.cases


@pytest.mark.parametrize("lines", [["One.", "Two."], ["One."] * 4])
def test_a_brief_has_three_lines(tmp_path: Path, lines: list[str]) -> None:
    assert ": brief: " in complaint(reading(tmp_path, "cases", "late-label", a_case(brief=lines)))


def test_a_reason_is_one_of_the_list(tmp_path: Path) -> None:
    found = reading(tmp_path, "cases", "late-label", a_case(reason="bad hair"))
    assert ": reason: " in complaint(found)


def test_a_case_of_an_unknown_track_is_named(tmp_path: Path) -> None:
    found = reading(tmp_path, "cases", "late-label", a_case(tracks=["nope"]))
    assert "cases/late-label.yaml:1: tracks: there is no track “nope”" in complaint(found)


def test_a_worksheet_with_an_unknown_rubric_is_named(tmp_path: Path) -> None:
    found = reading(tmp_path, "worksheets", "scope", a_sheet(rubric="nope"))
    assert "there is no rubric “nope”" in complaint(found)


def test_a_script_with_an_unknown_rubric_is_named_with_its_round(tmp_path: Path) -> None:
    rounds = [a_round(id=f"r-{n}", rubric="nope" if n == 2 else "story") for n in range(1, 4)]
    found = reading(tmp_path, "scripts", "tiny", a_script(*rounds))
    assert "round r-2: there is no rubric “nope”" in complaint(found)


def test_a_field_of_a_worksheet_waits_for_earlier_ones_only() -> None:
    fields = list(reversed(a_sheet()["fields"]))
    with pytest.raises(ValidationError, match="answer waits for problem, which comes later"):
        WorksheetFile.model_validate(a_sheet(fields=fields))


def test_a_field_of_a_worksheet_stands_once() -> None:
    with pytest.raises(ValidationError, match="problem twice"):
        WorksheetFile.model_validate(a_sheet(fields=[a_sheet()["fields"][0]] * 2))


@pytest.mark.parametrize(
    "changes",
    [
        {"timers": [{"at": 31, "say": "Late."}]},
        {"interruptions": {"lines": ["One.", "Two."], "first": 8, "last": 30}},
    ],
)
def test_nothing_is_said_after_the_end_of_a_round(changes: Fields) -> None:
    with pytest.raises(ValidationError, match="after minute 30"):
        Round.model_validate(a_round(**changes))


def test_a_longer_round_may_be_spoken_in_to_its_end() -> None:
    timers = [{"at": 40, "say": "Late."}]
    found = Round.model_validate(a_round(most_minutes=45, timers=timers))
    assert found.longest == 45


def test_two_interruptions_need_room_between_them() -> None:
    planned = {"lines": ["One.", "Two."], "first": 8, "last": 8 + APART - 1}
    with pytest.raises(ValidationError, match="minutes apart"):
        Round.model_validate(a_round(interruptions=planned))


def test_one_role_alone_is_refused() -> None:
    role = {"role": "Head", "wants": "All.", "hides": "Half."}
    with pytest.raises(ValidationError, match="nobody to disagree with"):
        Round.model_validate(a_round(roles=[role]))


def test_two_rounds_of_one_name_are_refused() -> None:
    with pytest.raises(ValidationError, match="one id"):
        ScriptFile.model_validate(a_script(*[a_round()] * 3))


def test_a_loop_lasts_as_long_as_its_rounds() -> None:
    rounds = [a_round(id="a-1"), a_round(id="a-2"), a_round(id="a-3", most_minutes=45)]
    assert ScriptFile.model_validate(a_script(*rounds)).minutes == (90, 105)


@given(st.integers())
def test_interruptions_fall_into_their_time_and_apart(seed: int) -> None:
    script = Round.model_validate(a_round())
    (first, one), (second, two) = interruptions(script, random.Random(seed))
    assert 8 <= first <= second - APART
    assert second <= 20
    assert one != two


def test_interruptions_differ_from_mock_to_mock() -> None:
    script = Round.model_validate(a_round())
    assert len({interruptions(script, random.Random(seed)) for seed in range(20)}) > 10


def test_a_round_without_lines_has_no_interruptions() -> None:
    script = Round.model_validate(a_round(interruptions=None))
    assert interruptions(script, random.Random(1)) == ()
