"""The content in use: new files are taken in, bad ones never are."""

from pathlib import Path

from bot.curriculum.reading import Bookshelf
from tests.curriculum.samples import BY_FORMAT, a_family, write, write_family

BAD = "drills/sql.window/bad.yaml"


def test_a_shelf_that_did_not_change_is_not_read_again(folder: Path) -> None:
    shelf = Bookshelf(folder)
    held = shelf.current
    assert not shelf.reload_if_changed()
    assert shelf.current is held


def test_a_new_file_is_taken_in(folder: Path) -> None:
    shelf = Bookshelf(folder)
    write_family(folder, a_family("mcq", "another-one"))
    assert shelf.reload_if_changed()
    assert "sql.window.another-one" in shelf.current.families


def test_a_bad_file_keeps_the_last_good_content(folder: Path) -> None:
    shelf = Bookshelf(folder)
    held = shelf.current
    write(folder / "drills" / "sql.window" / "sound-mcq.yaml", "family: [")
    assert not shelf.reload_if_changed()
    assert shelf.current is held
    assert len(shelf.problems) == 1


def test_a_mended_file_is_taken_in(folder: Path) -> None:
    shelf = Bookshelf(folder)
    path = write(folder / BAD, "family: [")
    shelf.reload_if_changed()
    path.unlink()
    assert shelf.reload_if_changed()
    assert shelf.problems == ()


def test_a_file_that_is_just_renamed_is_taken_in(folder: Path) -> None:
    path = write_family(folder, a_family("mcq", "another-one"))
    wrong = path.rename(path.with_name("other.yaml"))
    shelf = Bookshelf(folder)
    wrong.rename(path)
    assert shelf.reload_if_changed()
    assert "sql.window.another-one" in shelf.current.families


def test_a_shelf_begins_with_what_is_sound(folder: Path) -> None:
    write(folder / BAD, "family: [")
    shelf = Bookshelf(folder)
    assert len(shelf.current.families) == len(BY_FORMAT)
    assert len(shelf.problems) == 1
