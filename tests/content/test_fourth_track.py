"""A track for another company, made as docs/authoring.md says, command by command."""

import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from bot.cli import app
from bot.curriculum.reading import Reading, read
from tests.conftest import CONTENT, ROOT

TRACK = "acme-ds"
WEIGHTS = {"sql.window": 30, "data.clean": 30, "exp.design": 20, "comm.plain": 20}
FACT = {
    "id": "two-talks", "topic": "How many talks", "claim": "Two talks are reported.",
    "caveat": "One report. Ask.", "as_of": "2026-11-21", "expires": "2027-09-30",
    "source": "one former applicant, not confirmed by the company", "seed_ref": ["own"],
}  # fmt: skip


def commands() -> Iterator[list[str]]:
    """What the page has an author type, in order."""
    page = (ROOT / "docs" / "authoring.md").read_text(encoding="utf-8")
    section = page.split("## A fourth track in an hour\n")[1].split("\n## ")[0]
    for line in re.findall(r"^\s+\.venv/bin/prepcircle (.+)$", section, re.MULTILINE):
        yield shlex.split(line)


def rewrite(path: Path) -> None:
    """The author's own words: title, weights, days of four skills, checklist."""
    fields = yaml.safe_load(path.read_text(encoding="utf-8"))
    skills = list(WEIGHTS)
    fields |= {"title": "Acme data science", "role": "Analyst", "weights": WEIGHTS}
    for day in fields["days"]:
        if not day["review"]:
            skill = skills[day["day"] % len(skills)]
            day |= {"theme": f"Acme, day {day['day']}", "side": skills[0], "event": ""}
            day["drill"] = {"skill": skill, "form": "mcq"}
    path.write_text(yaml.safe_dump(fields, allow_unicode=True), encoding="utf-8")


def add_facts(folder: Path) -> None:
    text = yaml.safe_dump({"track": TRACK, "facts": [FACT]})
    (folder / "facts" / f"{TRACK}.yaml").write_text(text, encoding="utf-8")


def serve(path: Path) -> None:
    """A draft becomes a drill for everybody."""
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("status: draft", "status: pilot"), encoding="utf-8")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """The folder afterwards, and what each command printed, by its first words."""
    folder = tmp_path_factory.mktemp("fourth") / "content"
    shutil.copytree(CONTENT, folder)
    printed: dict[str, str] = {}
    for words in commands():
        result = CliRunner().invoke(app, words, env={"PREPCIRCLE_CONTENT": str(folder)})
        assert result.exit_code == 0, (words, result.output)
        printed[" ".join(words[:2])] = result.stdout
        if words[:2] == ["new", "track"]:
            rewrite(Path(result.stdout.strip()))
            add_facts(folder)
        if words[:2] == ["new", "drill"]:
            serve(Path(result.stdout.strip()))
    return folder, printed


@pytest.fixture(scope="module")
def found(made: tuple[Path, dict[str, str]]) -> Reading:
    return read(made[0])


def test_the_page_names_every_step(made: tuple[Path, dict[str, str]]) -> None:
    assert list(made[1]) == [
        "new track", "new card", "new drill", "check-content", "preview --track",
        "simulate --track",
    ]  # fmt: skip


def test_the_check_is_silent(made: tuple[Path, dict[str, str]]) -> None:
    assert "0 problems" in made[1]["check-content"]


def test_the_track_is_offered_beside_the_others(found: Reading) -> None:
    assert set(found.curriculum.tracks) >= {TRACK, "sony-ds", "sony-aipm", "scale-ds"}


def test_it_has_drills_enough_without_touching_one(found: Reading) -> None:
    bank = found.curriculum.of_track(TRACK)
    assert len(bank) > 100
    assert {family.skill for family in bank} >= set(WEIGHTS)


def test_its_own_drill_is_its_own(found: Reading) -> None:
    assert "data.clean.acme-two-logs" in {f.family for f in found.curriculum.of_track(TRACK)}


def test_its_claims_are_shown(found: Reading) -> None:
    assert [fact.id for fact in found.curriculum.track(TRACK).facts] == ["two-talks"]


def test_the_preview_shows_every_day(made: tuple[Path, dict[str, str]]) -> None:
    assert "Acme, day 1" in made[1]["preview --track"]
    assert "Acme, day 27" in made[1]["preview --track"]


def test_two_weeks_of_it_lose_nothing(made: tuple[Path, dict[str, str]]) -> None:
    figures = dict(re.findall(r"│ (\w+)\s+│ (\d+)", made[1]["simulate --track"]))
    assert (figures["members"], figures["lost"], figures["doubled"]) == ("4", "0", "0")
