"""`prepcircle author check` and the gate: what holds passes in silence, what does not is named."""

import io
from pathlib import Path
from typing import Any

import pytest
import yaml
from rich.console import Console

from bot.author_lines import check, gate
from bot.curriculum import bank_lint
from bot.curriculum.reading import read
from bot.curriculum.scaffolding import create
from tests.curriculum.samples import a_family, write, write_all

DRILL = "sql.window.sound-sql"
FILE = "drills/sql.window/sound-sql.yaml"
COUNTED = "SELECT player_id, count(*) AS sessions FROM sessions GROUP BY player_id"
SOUND: dict[str, Any] = {
    "data": {
        "set": "game_sessions",
        "tables": ["sessions"],
        "sample": {"seed": 1, "size": 3},
        "hidden": [
            {"seed": 2, "size": 8, "shape": "ties"},
            {"seed": 0, "size": 0, "shape": "empty"},
        ],
    },
    "properties": {"ties": "sessions begin together", "empty": "there is no session"},
    "reference": COUNTED,
    "accepted": ["SELECT player_id, sum(1) FROM sessions GROUP BY 1"],
    "wrong": [
        {"query": "SELECT count(*) FROM sessions", "why": "It counts all together."},
        {"query": "SELECT player_id, 1 FROM sessions", "why": "It counts nothing."},
    ],
}
UNDRAWN = {**SOUND["data"], "hidden": []}


def a_drill(folder: Path, **changes: Any) -> Path:  # noqa: ANN401  any field
    write(folder / "drills" / "sql.window" / "sound-mcq.yaml", a_family("mcq"))
    path = folder / "drills" / "sql.window" / "sound-sql.yaml"
    write(path, a_family("sql", **{**SOUND, **changes}))
    return folder


class Screen:
    def __init__(self) -> None:
        self._out, self._err = io.StringIO(), io.StringIO()
        self.out, self.err = Console(file=self._out, width=100), Console(file=self._err, width=100)

    @property
    def text(self) -> str:
        return self._out.getvalue()

    @property
    def complaint(self) -> str:
        return self._err.getvalue()


def checked(folder: Path, screen: Screen, *, write: bool = False) -> bool:
    return check(DRILL, folder, screen.out, screen.err, write=write)


def test_a_sound_drill_shows_its_sample_and_what_it_finds_out(tmp_path: Path) -> None:
    screen = Screen()
    assert checked(a_drill(tmp_path), screen)
    assert "player_id" in screen.text
    assert "slips found out (100%)" in screen.text
    assert "It counts all together." in screen.text


def test_a_right_answer_that_is_refused_is_named(tmp_path: Path) -> None:
    screen = Screen()
    wrong = ["SELECT player_id, count(*) + 1 FROM sessions GROUP BY 1"]
    assert not checked(a_drill(tmp_path, accepted=wrong), screen)
    assert "accepted 1" in screen.complaint


def test_a_wrong_answer_that_passes_is_named(tmp_path: Path) -> None:
    screen = Screen()
    passes = [{"query": COUNTED, "why": "It does not."}, *SOUND["wrong"]]
    assert not checked(a_drill(tmp_path, wrong=passes), screen)
    assert "It does not." in screen.complaint


def test_the_drawings_it_picks_can_be_put_into_the_file(tmp_path: Path) -> None:
    folder = a_drill(tmp_path)
    before = read(folder).curriculum.families[DRILL]
    assert checked(folder, Screen(), write=True)
    after = read(folder).curriculum.families[DRILL]
    assert after.data.hidden != before.data.hidden  # type: ignore[union-attr]
    assert after.model_copy(update={"data": before.data}) == before  # type: ignore[union-attr]


def refused(drill: str, folder: Path) -> str:
    """What is said of a drill that cannot be tried."""
    screen = Screen()
    assert not check(drill, folder, screen.out, screen.err, write=True)
    assert screen.text == ""
    return screen.complaint


def test_drawings_for_claims_that_fail_are_not_put_into_the_file(tmp_path: Path) -> None:
    folder, screen = a_drill(tmp_path, accepted=["SELECT 41"]), Screen()
    before = (folder / FILE).read_bytes()
    assert not checked(folder, screen, write=True)
    assert (folder / FILE).read_bytes() == before
    assert "Nothing was written." in screen.complaint


def test_each_claim_that_fails_is_named(tmp_path: Path) -> None:
    screen = Screen()
    assert not checked(a_drill(tmp_path, accepted=["SELECT 41", "SELECT 42"]), screen)
    assert "accepted 1 (SELECT 41)" in screen.complaint
    assert "accepted 2 (SELECT 42)" in screen.complaint


def laid_out(folder: Path, data: str) -> Path:
    """The file of a sound drill that ends with its data, written just so."""
    others = {name: value for name, value in SOUND.items() if name != "data"}
    fields = {**a_family("sql", **others), "status": "draft"}
    fields.pop("data")
    a_drill(folder)
    return write(folder / FILE, yaml.safe_dump(fields, sort_keys=False) + data)


@pytest.mark.parametrize(
    "data",
    [
        "data:\n  set: game_sessions\n  tables: [sessions]\n  sample:\n    seed: 1\n    size: 3\n",
        "data:\n  set: game_sessions\n  tables: [sessions]\n  sample: {seed: 1}\n  hidden: []",
    ],
    ids=["block", "no end of line"],
)
def test_drawings_are_put_into_a_file_however_its_sample_is_written(
    tmp_path: Path, data: str
) -> None:
    path, screen = laid_out(tmp_path, data), Screen()
    assert checked(tmp_path, screen, write=True), screen.complaint
    before, after = (yaml.safe_load(text)["data"] for text in (data, path.read_text("utf-8")))
    assert after["hidden"]
    assert {**after, "hidden": []} == {**before, "hidden": []}


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (
            "data: {set: game_sessions, tables: [sessions], sample: {seed: 1}}\n",
            "the file has no line `sample:`",
        ),
        (
            "data:\n  set: game_sessions\n  tables: [sessions]\n  sample: {seed: 1}\n"
            "  hidden:\n    []\n\n  # none\n  hidden: []\n",
            "the hidden drawings do not fit",
        ),
    ],
    ids=["one line", "twice"],
)
def test_a_file_that_drawings_do_not_fit_into_is_left_as_it_is(
    tmp_path: Path, data: str, why: str
) -> None:
    path, screen = laid_out(tmp_path, data), Screen()
    before = path.read_bytes()
    assert not checked(tmp_path, screen, write=True)
    assert path.read_bytes() == before
    (said,) = screen.complaint.strip().splitlines()
    assert said.startswith(f"Nothing was written: {why}")


def test_the_file_that_was_written_is_named(tmp_path: Path) -> None:
    screen = Screen()
    assert checked(a_drill(tmp_path), screen, write=True)
    assert f"Written to {tmp_path.name}/{FILE}." in screen.text


def test_a_pilot_without_drawings_can_still_be_given_some(tmp_path: Path) -> None:
    folder = a_drill(tmp_path, status="pilot", data=UNDRAWN)
    assert DRILL not in read(folder).curriculum.families
    assert checked(folder, Screen(), write=True)
    assert read(folder).curriculum.families[DRILL].status == "pilot"


def test_a_pilot_without_drawings_that_has_another_fault_is_told_of_it(tmp_path: Path) -> None:
    folder = a_drill(tmp_path, status="pilot", data=UNDRAWN, level=9)
    assert "level" in refused(DRILL, folder)


def test_a_drill_whose_file_cannot_be_read_is_told_why(tmp_path: Path) -> None:
    said = refused(DRILL, a_drill(tmp_path, level=9))
    assert f"{DRILL} cannot be read:" in said
    assert f"{FILE}:" in said
    assert "level: Input should be less than or equal to 5" in said


def test_a_drill_whose_file_has_another_name_is_told_so(tmp_path: Path) -> None:
    folder = a_drill(tmp_path)
    (folder / FILE).rename(folder / "drills" / "sql.window" / "other.yaml")
    assert "id and file name differ" in refused(DRILL, folder)


def test_a_drill_that_is_not_run_is_told_apart_from_one_that_is_not_there(tmp_path: Path) -> None:
    said = refused("sql.window.sound-mcq", a_drill(tmp_path))
    assert "has the format mcq; only sql and python drills are run" in said


@pytest.mark.parametrize("typed", ["sql.window.sound-sqll", "sound-sql", f"content/{FILE}"])
def test_a_drill_that_is_not_there_is_taken_for_one_that_is_nearly_called_so(
    tmp_path: Path, typed: str
) -> None:
    said = refused(typed, a_drill(tmp_path))
    assert f"There is no drill {typed}" in said
    assert f"Did you mean {DRILL}?" in said


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    assert "is no folder" in refused(DRILL, tmp_path / "contnet")


def test_a_drill_that_is_like_no_other_can_be_begun(tmp_path: Path) -> None:
    assert "`prepcircle new drill` begins one" in refused("sql.window.ties", a_drill(tmp_path))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"set": "game_session"}, "use one of: ab_test"),
        ({"tables": ["session"]}, "the tables are: players"),
        ({"sample": {"seed": 1, "shape": "plane"}}, "the shapes are: duplicates"),
    ],
)
def test_data_that_cannot_be_drawn_is_told_with_what_can(
    tmp_path: Path, change: dict[str, Any], said: str
) -> None:
    assert said in refused(DRILL, a_drill(tmp_path, data={**SOUND["data"], **change}))


@pytest.fixture(params=["sql", "python"])
def begun(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The file of a new drill, nothing changed in it, in a small folder."""
    write_all(tmp_path)
    name = f"sql.window.new-{request.param}"
    return create(tmp_path, read(tmp_path).curriculum, "drill", name, request.param, "")


def test_a_property_that_no_drawing_can_have_is_named_before_any_is_tried(begun: Path) -> None:
    text = begun.read_text(encoding="utf-8").replace("properties:", "properties:\n  tie: a tie")
    begun.write_text(text, encoding="utf-8")
    said = refused(f"sql.window.{begun.stem}", begun.parents[2])
    assert "data: has no shape “tie”, a name under `properties` → the shapes are: dup" in said


def test_a_new_drill_is_proved_as_it_was_begun_and_can_be_served(begun: Path) -> None:
    folder, drill, screen = begun.parents[2], f"sql.window.{begun.stem}", Screen()
    assert check(drill, folder, screen.out, screen.err, write=True), screen.complaint
    text = begun.read_text(encoding="utf-8").replace("status: draft", "status: pilot")
    begun.write_text(text, encoding="utf-8")
    problems = bank_lint.check(read(folder)).problems
    assert [str(problem) for problem in problems if begun.name in problem.file] == []


def test_the_gate_is_silent_about_what_holds(tmp_path: Path) -> None:
    assert gate(read(a_drill(tmp_path)), Screen().err) == []


def test_the_gate_waits_for_a_draft_that_was_never_checked(tmp_path: Path) -> None:
    draft = a_drill(tmp_path, status="draft", data=UNDRAWN, accepted=["SELECT 41"])
    assert gate(read(draft), Screen().err) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"accepted": ["SELECT 41"]}, "accepted 1 (SELECT 41)"),
        ({"reference": "SELECT nonsense"}, "nonsense"),
        ({"reference": f"{COUNTED} ORDER BY player_id"}, "nothing tells “other direction"),
        ({"wrong": [{"query": COUNTED, "why": "It does not."}] * 2}, "wrong 1 (It does not.)"),
    ],
)
def test_the_gate_names_what_does_not(tmp_path: Path, changes: dict[str, Any], said: str) -> None:
    (complaint,) = gate(read(a_drill(tmp_path, **changes)), Screen().err)
    assert complaint.startswith(DRILL)
    assert said in complaint


def test_hidden_data_that_misses_slips_does_not_pass(tmp_path: Path) -> None:
    """The empty table alone tells nothing apart."""
    data = {**SOUND["data"], "hidden": [{"seed": 0, "size": 0, "shape": "empty"}]}
    (complaint,) = gate(read(a_drill(tmp_path, data=data)), Screen().err)
    assert "hidden data finds" in complaint
