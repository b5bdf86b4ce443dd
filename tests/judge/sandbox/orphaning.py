"""The native tier, told of a parent that is not there."""

from adapters.judge.sandbox import confine as native
from adapters.judge.sandbox.limits import Allowance


def die_with(parent: int) -> None:
    native.die_with(parent + 1_000_000)


def confine(allowance: Allowance, result: int) -> None:
    native.confine(allowance, result)
