"""Words of errors without what is of no use to their reader."""

import pytest

from adapters.judge.texts import without_paths


@pytest.mark.parametrize(
    "path", ["/usr/lib/python3.11/site.py", "/home/ann-b/.cache/", "/srv/app_1/~x"]
)
def test_a_path_of_the_machine_is_left_out(path: str) -> None:
    assert without_paths(f"in '{path}' (line 3)") == "in '…' (line 3)"


@pytest.mark.parametrize("text", ["time data '2026/03/02'", "7/2/3", "and/or", "a rate of 3 / 4"])
def test_what_only_has_strokes_stays(text: str) -> None:
    assert without_paths(text) == text
