"""How many times as long as the reference an answer takes on the large case.

Both run in processes of their own, whose processor time the kernel counts; nothing that an answer
says of itself makes it quicker. What a process does around the call is learned from the reference,
whose own word is as good as the kernel's.
"""

from dataclasses import dataclass

from adapters.judge.python.results import Answer

FINE, PLAIN = 0.7, 2.0
"""Parts of the time allowed: up to the first nobody need measure again, nor beyond the second
when the answer itself says so."""


@dataclass(frozen=True, slots=True)
class Timed:
    """`cpu`: seconds of processor time, as in adapters.judge.work."""

    answer: Answer
    cpu: float


def times(found: Timed, reference: Timed) -> float:
    around = max(0.0, reference.cpu - reference.answer.seconds)
    return max(0.0, found.cpu - around) / _least(reference)


def told(found: Timed, reference: Timed) -> float:
    """By the child's own word, which is believed when it speaks against itself."""
    return found.answer.seconds / _least(reference)


def clear(found: Timed, reference: Timed, ratio: float) -> bool:
    """Whether measuring once more would say the same."""
    quick = times(found, reference) <= FINE * ratio
    return quick or told(found, reference) > PLAIN * ratio


def _least(timed: Timed) -> float:
    return max(timed.answer.seconds, 1e-4)
