"""The design's inventory of sources, which the shipped content is held against."""

import pytest

from tests.conftest import beside


@pytest.fixture(scope="session")
def inventory() -> str:
    return beside("design/content.md")
