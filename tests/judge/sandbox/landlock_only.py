"""Landlock without the filter that makes it hard to see."""

from adapters.judge.sandbox.kernel import prctl
from adapters.judge.sandbox.landlock import forbid_everything
from adapters.judge.sandbox.limits import Allowance

_NO_NEW_PRIVILEGES = 38


def die_with(parent: int) -> None:
    assert parent


def confine(allowance: Allowance, result: int) -> None:
    assert allowance.seconds
    assert result
    prctl(_NO_NEW_PRIVILEGES, 1)
    forbid_everything()
