"""`prepcircle judge`: answers in, verdicts out, a JSON line each."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.exercises import SqlExercise
from bot.judge_lines import CannotJudge, exercise, harmless, serve
from tests.conftest import CONTENT, ROOT
from tests.curriculum.samples import a_family, write

DRILL = "sql.window.sound-sql"
RIGHT = "SELECT count(*) FROM sessions"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    family = a_family("sql", family=DRILL, short="sql.window.rows-across-a-gap")
    write(tmp_path / "one.yaml", family)
    return tmp_path


async def answers(asked: SqlExercise, *lines: str) -> list[dict[str, object]]:
    said: list[str] = []
    text = "".join(f"{line}\n" for line in lines)
    await serve(asked, developing=False, lines=io.StringIO(text), say=said.append)
    return [json.loads(line) for line in said]


def sql(folder: Path) -> SqlExercise:
    found = exercise(DRILL, CONTENT, folder)
    assert isinstance(found, SqlExercise)
    return found


async def test_it_is_ready_and_says_behind_which_walls(folder: Path) -> None:
    assert await answers(sql(folder)) == [{"ready": True, "tier": "native"}]


async def test_each_line_has_its_verdict_and_bad_ones_do_not_end_it(folder: Path) -> None:
    lines = [
        json.dumps({"code": RIGHT}), "nonsense", '{"code": 3}', "[]", "", '{"code": "SELECT 1"}',
        '{"code": "SELECT * FROM nowhere"}', '{"code": "DROP TABLE sessions"}',
        json.dumps({"code": RIGHT + " -- again"}),
    ]  # fmt: skip
    _, *found = await answers(sql(folder), *lines)
    assert [one["verdict"] for one in found] == [
        "correct", "error", "error", "error", "wrong", "error", "refused", "correct",
    ]  # fmt: skip


def test_a_line_that_is_not_utf_8_does_not_end_it(folder: Path) -> None:
    words = [sys.executable, "-m", "bot", "judge", "--drill", DRILL, "--content", str(folder)]
    lines = b"\xff\n" + json.dumps({"code": RIGHT}).encode()
    done = subprocess.run(words, input=lines, capture_output=True, cwd=ROOT, check=True)
    found = [json.loads(line) for line in done.stdout.splitlines()[1:]]
    assert [one["verdict"] for one in found] == ["error", "correct"]


async def test_where_it_is_switched_off_nothing_is_judged_and_it_says_so(folder: Path) -> None:
    lines = io.StringIO(json.dumps({"code": RIGHT}))
    with pytest.raises(CannotJudge, match="PREPCIRCLE_JUDGE=off"):
        await serve(sql(folder), developing=False, lines=lines, say=pytest.fail, wanted="off")


async def test_a_drill_in_a_folder_laid_out_like_the_content(tmp_path: Path) -> None:
    place = tmp_path / "drills" / "sql.window" / "sound-sql.yaml"
    write(place, a_family("sql", short="sql.window.rows-across-a-gap"))
    assert sql(tmp_path).kind == "sql"


def test_a_drill_that_is_not_there(folder: Path) -> None:
    with pytest.raises(CannotJudge, match=r"no drill sql\.window\.gone"):
        exercise("sql.window.gone", CONTENT, folder)


def test_a_drill_that_is_not_run(folder: Path) -> None:
    with pytest.raises(CannotJudge, match="is not run"):
        exercise("sql.window.rows-across-a-gap", CONTENT, folder)


@given(st.text(alphabet=st.sampled_from("@<>`[](!abc\x1b[31m\x00\u202e \n")))
def test_replies_hold_no_live_markup(text: str) -> None:
    shown = harmless(text)
    assert not any(sign in shown for sign in ("\x1b", "\x00", "\u202e", "```", "]("))
    assert not any(f"{mark}{after}" in shown for mark in "@<" for after in "@!abc")
