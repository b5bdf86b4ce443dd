"""A machine that does not keep memory limits, as macOS does not."""

from adapters.judge.sandbox import loose
from adapters.judge.sandbox.limits import Allowance, close_all_but

used = loose.used


def die_with(parent: int) -> None:
    loose.die_with(parent)


def confine(allowance: Allowance, result: int) -> None:
    assert allowance.above
    close_all_but(result)
