"""What starting a whole program leaves behind is put back."""

import gc
import sys
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def _interpreter() -> Iterator[None]:
    """The application sets up its whole process, which here is the tests'."""
    before = sys.getswitchinterval()
    yield
    sys.setswitchinterval(before)
    gc.unfreeze()
