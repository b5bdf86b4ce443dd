"""`prepcircle author check` and the gate: what holds passes in silence, what does not is named."""

import io
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bot.author_lines import check, gate
from bot.curriculum.reading import read
from tests.curriculum.samples import a_family, write

DRILL = "sql.window.sound-sql"
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
    assert "right answer 1" in screen.complaint


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


def test_a_drill_that_is_not_there(tmp_path: Path) -> None:
    screen = Screen()
    assert not check("sql.window.gone", a_drill(tmp_path), screen.out, screen.err, write=False)
    assert "There is no executed drill sql.window.gone" in screen.complaint


def test_the_gate_is_silent_about_what_holds(tmp_path: Path) -> None:
    assert gate(read(a_drill(tmp_path)), Screen().err) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"accepted": ["SELECT 41"]}, "right answer 1"),
        ({"reference": "SELECT nonsense"}, "nonsense"),
        ({"wrong": [{"query": COUNTED, "why": "It does not."}] * 2}, "wrong answer 0"),
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
