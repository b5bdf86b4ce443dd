"""What the command line does for authors: coverage, new files, schemas."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from pydantic import TypeAdapter
from typer.testing import CliRunner, Result

from bot.cli import app
from bot.curriculum.authoring import SCHEMAS
from tests.conftest import CONTENT, ROOT
from tests.curriculum.samples import a_family, write, write_all, write_family

Prepcircle = Callable[..., Result]
ENTRIES = {
    name: {"kind": kind}
    for name, kind in (("S0-1", "drill"), ("S0-12", "card"), ("S0-107", "checklist"))
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small content folder, its coverage complete but for the sources of calculators."""
    write_all(tmp_path / "content")
    return tmp_path / "content"


@pytest.fixture
def prepcircle(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Prepcircle:
    monkeypatch.chdir(folder.parent)

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, words, env={"PREPCIRCLE_CONTENT": str(folder)})

    return run


def cover(folder: Path, **entries: object) -> None:
    write(folder / "coverage.yaml", {**ENTRIES, **entries})


class TestCoverage:
    def test_of_the_shipped_content_is_complete(self) -> None:
        words = ["check-content", "--coverage", "--content", str(CONTENT)]
        result = CliRunner().invoke(app, words)
        assert (result.exit_code, result.stderr) == (0, "")
        assert "289 entries, 0 without what they need" in result.stdout

    def test_lists_each_entry_with_what_embodies_it(
        self, prepcircle: Prepcircle, folder: Path
    ) -> None:
        cover(folder)
        shown = prepcircle("check-content", "--coverage").stdout
        assert "card tiny/span" in shown
        assert "checklist CK0-1" in shown

    def test_fails_on_a_drillable_entry_with_nothing(
        self, prepcircle: Prepcircle, folder: Path
    ) -> None:
        cover(folder, **{"S2-39": {"kind": "drill"}})
        result = prepcircle("check-content", "--coverage")
        assert result.exit_code == 1
        assert "S2-39: no drill names it" in result.stderr

    def test_fails_on_a_broken_file_too(self, prepcircle: Prepcircle, folder: Path) -> None:
        write(folder / "cases" / "late-label.yaml", "id: [")
        result = prepcircle("check-content", "--coverage")
        assert "late-label.yaml:2" in result.stderr

    def test_comes_as_json(self, prepcircle: Prepcircle, folder: Path) -> None:
        cover(folder)
        found = json.loads(prepcircle("check-content", "--coverage", "--json").stdout)
        assert found["S0-12"] == {
            "kind": "card", "by": [], "content": ["card tiny/span"], "gap": "",
        }  # fmt: skip


class TestWatch:
    def test_does_not_go_with_a_proof_of_minutes(self, prepcircle: Prepcircle) -> None:
        result = prepcircle("check-content", "--watch", "--executed")
        assert result.exit_code == 1
        assert "`author check` proves the one you write" in result.stderr

    def test_checks_again_after_a_save_until_it_is_stopped(self, folder: Path) -> None:
        words = [sys.executable, "-m", "bot", "check-content", "--watch", "--content", str(folder)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=ROOT) as watcher:
            first = next_count(watcher)
            write_family(folder, a_family("mcq", "another-one", stem="Who owns an owl?"))
            assert next_count(watcher) == first + 1
            watcher.send_signal(signal.SIGINT)
            assert watcher.wait() == 0


def next_count(watcher: "subprocess.Popen[str]") -> int:
    """The families that the next check counts; waits for it."""
    assert watcher.stdout is not None
    line = next(line for line in watcher.stdout if "families over" in line)
    return int(line.split()[0])


class TestNew:
    def test_prints_the_path_of_a_file_that_is_there(
        self, prepcircle: Prepcircle, folder: Path
    ) -> None:
        result = prepcircle("new", "drill", "sql.window.brand-new", "--format", "numeric")
        assert result.exit_code == 0
        path = Path(result.stdout.strip())
        assert path == folder / "drills" / "sql.window" / "brand-new.yaml"
        assert yaml.safe_load(path.read_text(encoding="utf-8"))["format"] == "numeric"

    def test_a_track_is_like_the_one_that_is_named(
        self, prepcircle: Prepcircle, folder: Path
    ) -> None:
        assert prepcircle("new", "track", "acme-ds", "--like", "tiny").exit_code == 0
        text = (folder / "tracks" / "acme-ds.yaml").read_text(encoding="utf-8")
        assert text.startswith("# Begun from tiny.")

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (("poem", "ode"), "The kinds are drill, track, card."),
            (("track", "acme-ds"), "There is no track “sony-ds”."),
            (("drill", "brand-new"), "One looks like sql.window.my-ties."),
        ],
    )
    def test_says_in_one_line_what_cannot_be(
        self, prepcircle: Prepcircle, words: tuple[str, str], says: str
    ) -> None:
        result = prepcircle("new", *words)
        assert result.exit_code == 1
        (line,) = result.stderr.strip().splitlines()
        assert says in line


class TestForeignText:
    """What looks like the terminal's own markup is shown as it stands."""

    @pytest.mark.parametrize("kind", ["[/x]", "[slack]", "[bold]"])
    def test_in_a_refusal(self, prepcircle: Prepcircle, kind: str) -> None:
        result = prepcircle("schema", kind)
        assert isinstance(result.exception, SystemExit)
        assert f"There is no kind “{kind}”" in result.stderr

    @pytest.mark.parametrize("port", ["[/x]", "[red]"])
    def test_in_a_setting(self, port: str) -> None:
        result = CliRunner().invoke(app, ["check-content"], env={"PREPCIRCLE_PORT": port})
        assert isinstance(result.exception, SystemExit)
        assert f"PREPCIRCLE_PORT='{port}'" in result.stderr

    def test_in_the_report_on_a_drill(self, prepcircle: Prepcircle) -> None:
        path = Path(prepcircle("new", "drill", "sql.window.odd", "--format", "sql").stdout.strip())
        fields = yaml.safe_load(path.read_text(encoding="utf-8"))
        fields["wrong"][0]["why"] = "It takes a[/x] for b[red]."
        write(path, fields)
        result = prepcircle("author", "check", "sql.window.odd")
        assert result.exception is None, result.output
        assert "a[/x] for b[red]" in " ".join(result.stdout.split())


class TestReport:
    def test_shares_of_formats_stand_beside_the_aim(self, prepcircle: Prepcircle) -> None:
        shown = prepcircle("check-content").stdout
        assert "mcq 14% (20%, off)" in shown
        assert "order 14% (7%, off)" in shown


class TestSchemas:
    @pytest.mark.parametrize("kind", SCHEMAS)
    def test_is_the_very_model_that_reads_the_files(
        self, prepcircle: Prepcircle, kind: str
    ) -> None:
        adapter: TypeAdapter[object] = TypeAdapter(SCHEMAS[kind])
        assert json.loads(prepcircle("schema", kind).stdout) == adapter.json_schema()
