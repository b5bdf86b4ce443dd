"""How many times as long as the reference an answer takes on the large case.

Both are timed in processes of their own, each against a fixed piece of work done just before. A
child could forge the times it tells, so the time that its whole process took is held against them.
"""

from dataclasses import dataclass

from adapters.judge.python.results import Answer

SLACK = 0.3
"""Seconds a process may take beyond twice what the reference's took without being doubted."""
_APART = 4.0
"""How many times faster or slower than it was for the reference the machine is believed to be."""


@dataclass(frozen=True, slots=True)
class Timed:
    """`whole` has the seconds of the process from its start to its end, measured from outside."""

    answer: Answer
    whole: float


def doubtful(found: Timed, reference: Timed) -> bool:
    """Whether much more time went by than the answer says it took."""
    return _unsaid(found, reference) > 0


def told(found: Timed, reference: Timed) -> float:
    """By the child's own word."""
    return _relative(found.answer.seconds, found, reference)


def times(found: Timed, reference: Timed) -> float:
    """Unsaid time counts as well."""
    seconds = found.answer.seconds + _unsaid(found, reference)
    return _relative(seconds, found, reference)


def _relative(seconds: float, found: Timed, reference: Timed) -> float:
    return seconds / _yard(found, reference) * reference.answer.yard / _least(reference)


def _least(timed: Timed) -> float:
    return max(timed.answer.seconds, 1e-4)


def _unsaid(found: Timed, reference: Timed) -> float:
    """Seconds beyond what starting and ending a process can explain."""
    around = max(0.0, reference.whole - reference.answer.seconds)
    return max(0.0, found.whole - found.answer.seconds - 2 * around - SLACK)


def _yard(found: Timed, reference: Timed) -> float:
    usual = max(reference.answer.yard, 1e-6)
    return min(max(found.answer.yard, usual / _APART), usual * _APART)
