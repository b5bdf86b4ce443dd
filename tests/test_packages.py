"""How much a core install brings along."""

import re

from tests.conftest import ROOT

MOST = 30
REQUIREMENT = re.compile(r"^([A-Za-z0-9._-]+)==\S+(?: ; (.+?))?(?: \\)?$", re.MULTILINE)
WINDOWS = "sys_platform == 'win32'"


def _locked(name: str) -> list[str]:
    """Packages of a lock file, without those that only Windows needs."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return [package for package, marker in REQUIREMENT.findall(text) if marker != WINDOWS]


def test_the_core_install_has_at_most_thirty_packages() -> None:
    assert len(_locked("requirements.txt")) <= MOST


def test_packages_are_counted_without_those_for_windows_alone() -> None:
    assert "sqlalchemy" in _locked("requirements.txt")
    assert "colorama" not in _locked("requirements.txt")


def test_every_line_that_names_a_package_is_counted() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    windows = text.count(WINDOWS)
    assert len(_locked("requirements.txt")) + windows == text.count("==") - windows
