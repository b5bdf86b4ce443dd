"""Works, scales, can be taken over: three scores from 0 to 4, of which the least counts."""

from collections.abc import Sequence

from bot.domain.exercises import Bucket

FULL = 4
TOO_SLOW = 1
"""A score in `scales` up to which an answer is not right."""
TOO_HARD = 1
"""A score in `maintainable` up to which it is right and of little use."""
_STEPS = ((0.7, 4), (1.0, 3), (4.0, 1))
"""Up to how much of the allowed time gives which score."""
_FAR = 100.0


def works(passed: int, cases: int) -> Bucket:
    if passed == cases:
        return Bucket("works", FULL, ("Right on the sample and on the hidden data.",))
    score = min(FULL - 1, FULL * passed // max(1, cases))
    return Bucket("works", score, (f"Right on {passed} of {cases} sets of data.",))


def scales(times: float | None, ratio: float, rows: int, slow: Sequence[str]) -> Bucket:
    """`times` as long as the reference takes; None: it was stopped."""
    size = f"{rows:,} rows"
    if times is None:
        return Bucket("scales", 0, (f"Stopped on {size}.", *slow))
    score = next((score for part, score in _STEPS if times <= part * ratio), 0)
    said = f"On {size} it takes {_as_text(times)} times what the reference takes."
    return Bucket("scales", score, (said, *slow) if score < FULL else (said,))


def _as_text(times: float) -> str:
    return f"over {_FAR:.0f}" if times > _FAR else f"{max(times, 0.1):.1f}"


def wrong_at_scale(cases: int, rows: int) -> Bucket:
    """Right on every small set of data."""
    return Bucket("works", FULL - 1, (f"Right on {cases} small sets, not on {rows:,} rows.",))


def scales_by_reading(slow: Sequence[str]) -> Bucket:
    """Where no large case is measured."""
    if not slow:
        return Bucket("scales", FULL, ("No loop over rows.",))
    return Bucket("scales", max(2, FULL - len(slow)), tuple(slow))


def maintainable(hard: Sequence[str], *, changed: bool) -> Bucket:
    reasons = list(hard)
    if changed:
        reasons.append("It changes the table it was given; work on a copy.")
    if not reasons:
        return Bucket("maintainable", FULL, ("Names, docstring and assumptions are there.",))
    return Bucket("maintainable", max(0, FULL - len(reasons)), tuple(reasons))


def share(found: Sequence[Bucket]) -> float:
    return min(bucket.score for bucket in found) / FULL
