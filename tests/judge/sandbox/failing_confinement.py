"""A machine that turns out not to be safe."""

from adapters.judge.sandbox.limits import Allowance


def die_with(parent: int) -> None:
    assert parent


def confine(allowance: Allowance, result: int) -> None:
    assert allowance.seconds
    assert result
    raise OSError("no filters here")
