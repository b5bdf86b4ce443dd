"""The design's inventory of sources, which the shipped content is held against."""

import pytest

from tests.conftest import ROOT, in_ci

INVENTORY = ROOT.parent / "shared" / "design" / "content.md"
"""Where the topics come from; it lies beside the project, not in it."""


@pytest.fixture(scope="session")
def inventory() -> str:
    if not INVENTORY.exists():
        message = f"{INVENTORY.name} is not beside the project"
        if in_ci():
            pytest.fail(message)
        pytest.skip(message)
    return INVENTORY.read_text(encoding="utf-8")
