"""A sound content folder to spoil."""

from pathlib import Path

import pytest

from tests.curriculum.samples import write_all


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_all(tmp_path / "content")
