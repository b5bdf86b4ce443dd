import warnings

import pytest


@pytest.fixture(autouse=True)
def _as_in_a_child() -> None:
    """Answers may warn; in a child nobody hears it."""
    warnings.simplefilter("ignore")
