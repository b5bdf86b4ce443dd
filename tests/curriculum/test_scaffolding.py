"""New files are valid as written; the shipped folder stays without a problem."""

import shutil
from pathlib import Path

import pytest
import yaml

from bot.curriculum import templates
from bot.curriculum.bank_lint import AIMS, check
from bot.curriculum.families import ChoiceFamily, ExecutedBase, OpenFamily
from bot.curriculum.reading import read
from bot.curriculum.scaffolding import create
from bot.domain.errors import StudyError
from tests.conftest import CONTENT

DRAWN = "[{seed: 101, size: 8, shape: nulls}, {seed: 0, size: 0, shape: empty}]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Tracks, facts, rubrics and skills as shipped, with the drills of one skill."""
    for part in ("tracks", "facts", "rubrics", "drills/stat.ci"):
        shutil.copytree(CONTENT / part, tmp_path / part)
    shutil.copy(CONTENT / "skills.yaml", tmp_path)
    return tmp_path


def made(folder: Path, kind: str, name: str, form: str = "mcq", like: str = "sony-ds") -> Path:
    return create(folder, read(folder).curriculum, kind, name, form, like)


def problems(folder: Path, path: Path) -> list[str]:
    return [str(problem) for problem in check(read(folder)).problems if path.name in str(problem)]


@pytest.mark.parametrize("form", templates.DRILLS)
def test_a_new_drill_keeps_every_rule(folder: Path, form: str) -> None:
    path = made(folder, "drill", "stat.ci.brand-new", form)
    assert path == folder / "drills" / "stat.ci" / "brand-new.yaml"
    assert problems(folder, path) == []
    assert read(folder).curriculum.family("stat.ci.brand-new").format == form


def test_there_is_a_start_for_every_format() -> None:
    assert set(templates.DRILLS) == set(AIMS)


@pytest.mark.parametrize("form", templates.DRILLS)
def test_a_second_new_drill_keeps_every_rule_too(folder: Path, form: str) -> None:
    made(folder, "drill", "stat.ci.brand-new", form)
    assert problems(folder, made(folder, "drill", "stat.ci.newer-still", form)) == []


def test_new_drills_of_each_format_keep_every_rule_when_they_are_served(folder: Path) -> None:
    paths = [made(folder, "drill", f"stat.ci.new-{form}", form) for form in templates.DRILLS]
    for path in paths:
        text = path.read_text(encoding="utf-8").replace("status: draft", "status: pilot")
        path.write_text(text.replace("hidden: []", f"hidden: {DRAWN}"), encoding="utf-8")
    assert [problem for path in paths for problem in problems(folder, path)] == []


def test_a_new_drill_of_a_folder_without_tracks_can_be_read(tmp_path: Path) -> None:
    made(tmp_path, "drill", "stat.ci.brand-new")
    assert read(tmp_path).problems == ()


def test_a_drill_that_nobody_is_served_is_no_short_version(folder: Path) -> None:
    made(folder, "drill", "stat.ci.aaa")
    made(folder, "drill", "stat.ci.brand-new", "sql")
    family = read(folder).curriculum.family("stat.ci.brand-new")
    assert isinstance(family, ExecutedBase)
    assert family.short != "stat.ci.aaa"


def test_a_short_version_is_of_a_skill_that_is_near(folder: Path) -> None:
    for skill in ("beh.star", "py.clean"):
        shutil.copytree(CONTENT / "drills" / skill, folder / "drills" / skill)
    made(folder, "drill", "py.vector.brand-new", "python")
    family = read(folder).curriculum.family("py.vector.brand-new")
    assert isinstance(family, ExecutedBase)
    assert family.short.startswith("py.clean.")


def test_a_new_drill_that_is_run_names_the_command_that_proves_it(folder: Path) -> None:
    path = made(folder, "drill", "stat.ci.brand-new", "sql")
    command = "`prepcircle author check stat.ci.brand-new --write`"
    assert command in path.read_text(encoding="utf-8")


def test_the_right_option_of_new_drills_is_not_the_longest(folder: Path) -> None:
    """Five of them would break a rule of the bank."""
    made(folder, "drill", "stat.ci.brand-new")
    family = read(folder).curriculum.family("stat.ci.brand-new")
    assert isinstance(family, ChoiceFamily)
    assert not max(family.options, key=lambda option: len(option.text)).right


def test_a_new_scope_drill_asks_for_the_parts_of_others(folder: Path) -> None:
    shutil.copytree(CONTENT / "drills" / "prod.scope", folder / "drills" / "prod.scope")
    made(folder, "drill", "stat.ci.brand-new", "scope")
    family = read(folder).curriculum.family("stat.ci.brand-new")
    assert isinstance(family, OpenFamily)
    assert family.rubric == "scoping"


def test_a_new_drill_is_not_served_yet(folder: Path) -> None:
    made(folder, "drill", "stat.ci.brand-new")
    playable = read(folder).curriculum.playable
    assert "stat.ci.brand-new" not in {family.family for family in playable}


def test_a_new_drill_belongs_to_the_tracks_that_draw_its_skill(folder: Path) -> None:
    made(folder, "drill", "ml.system.brand-new")
    family = read(folder).curriculum.family("ml.system.brand-new")
    assert sorted(family.tracks) == ["sony-aipm", "sony-ds"]


def test_a_new_card_keeps_every_rule(folder: Path) -> None:
    path = made(folder, "card", "late-label")
    assert path == folder / "cases" / "late-label.yaml"
    assert problems(folder, path) == []


def test_a_new_track_keeps_every_rule(folder: Path) -> None:
    path = made(folder, "track", "acme-ds", like="scale-ds")
    assert path == folder / "tracks" / "acme-ds.yaml"
    assert problems(folder, path) == []


def test_a_new_track_has_checklist_numbers_of_its_own(folder: Path) -> None:
    made(folder, "track", "acme-ds")
    checks = [entry.id for entry in read(folder).curriculum.track("acme-ds").file.checklist]
    assert checks == [f"CK3-{number}" for number in range(1, 8)]


def test_a_new_track_has_the_drills_of_the_one_it_is_like(folder: Path) -> None:
    made(folder, "track", "acme-ds")
    found = read(folder).curriculum
    assert found.of_track("acme-ds")
    assert found.of_track("acme-ds") == found.of_track("sony-ds")


def test_a_new_track_names_no_drill_of_the_other_for_a_day(folder: Path) -> None:
    path = made(folder, "track", "acme-ds")
    days = yaml.safe_load(path.read_text(encoding="utf-8"))["days"]
    assert all(set(day["drill"]) == {"skill", "form"} for day in days)


def test_a_folder_that_is_not_there_is_not_made(folder: Path) -> None:
    with pytest.raises(StudyError, match="There is no folder"):
        made(folder / "contnet", "drill", "stat.ci.brand-new")
    assert not (folder / "contnet").exists()


def test_what_is_there_is_not_overwritten(folder: Path) -> None:
    known, path = read(folder).curriculum, made(folder, "card", "late-label")
    path.write_text("mine", encoding="utf-8")
    with pytest.raises(StudyError, match="there already"):
        create(folder, known, "card", "late-label", "mcq", "sony-ds")
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("kind", "name", "form", "like", "says"),
    [
        ("poem", "ode-to", "mcq", "sony-ds", "drill, track, card"),
        ("drill", "../../etc", "mcq", "sony-ds", "looks like"),
        ("drill", "no.such.brand-new", "mcq", "sony-ds", "no skill “no.such”"),
        ("drill", "stat.ci.brand-new", "poem", "sony-ds", "mcq, multi"),
        ("track", "../up", "mcq", "sony-ds", "is no name"),
        ("track", "acme-ds", "mcq", "nope", "no track “nope”"),
        ("card", "Late Label", "mcq", "sony-ds", "is no name"),
    ],
)
def test_what_cannot_be_made_is_refused_with_what_can(
    folder: Path, kind: str, name: str, form: str, like: str, says: str
) -> None:
    with pytest.raises(StudyError) as refusal:
        made(folder, kind, name, form, like)
    assert says in f"{refusal.value.message} {refusal.value.hint}"
