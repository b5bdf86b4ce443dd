"""Which drill comes next: new families first, then the one not seen for longest.

The very same item is not served again within a week unless spaced review asks for it; when nothing
is left the answer is None, and the caller says so.
"""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

FRESH = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Candidate:
    """`varied`: a generator, so a sibling with other numbers can be drawn at any time."""

    family: str
    skill: str
    level: int
    varied: bool


def family_of(item: str) -> str:
    return item.partition("@")[0]


def last_seen(shown: Mapping[str, datetime], since: datetime) -> dict[str, datetime]:
    """Per family, when one of its items was shown last; `shown` is per item."""
    seen: dict[str, datetime] = {}
    for item, at in shown.items():
        family = family_of(item)
        if at >= max(since, seen.get(family, since)):
            seen[family] = at
    return seen


def choose(
    pool: Sequence[Candidate],
    last_seen: Mapping[str, datetime],
    blocked: frozenset[str],
    weights: Mapping[str, int],
    rng: random.Random,
) -> Candidate | None:
    """`last_seen` is per family; `blocked` are the families seen within the last week."""
    new: dict[str, list[Candidate]] = {}
    for candidate in pool:
        if candidate.family not in last_seen:
            new.setdefault(candidate.skill, []).append(candidate)
    if new:
        return _weighted(new, weights, rng)
    rested = [c for c in pool if c.family not in blocked] or [c for c in pool if c.varied]
    if not rested:
        return None
    return min(rested, key=lambda c: (last_seen[c.family], c.family))


def _weighted(
    by_skill: Mapping[str, Sequence[Candidate]], weights: Mapping[str, int], rng: random.Random
) -> Candidate:
    """First a skill by its weight in the track, then one of its families."""
    skills = sorted(by_skill)
    shares = [max(weights.get(skill, 0), 0.1) for skill in skills]
    return rng.choice(by_skill[rng.choices(skills, shares)[0]])
