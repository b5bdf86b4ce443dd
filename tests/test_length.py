"""One idea a file: what outgrows 300 lines wants to be two."""

from pathlib import Path

from tests.conftest import ROOT

MOST = 300
FOLDERS = ("bot", "adapters", "scheduler", "tests")


def _lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def test_no_python_file_is_longer() -> None:
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py")]
    assert [path.name for path in files if _lines(path) > MOST] == []
