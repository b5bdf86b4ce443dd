"""What a first answer earns."""

from bot.domain.drills import Executed
from bot.domain.ids import ServingId
from bot.domain.records import Attempt, Serving
from bot.domain.scoring import Effort, Purpose, points_for
from bot.usecases.scene import Enrolled

_SHORT = "short/"
"""How the keys of short versions begin; they end with what they are short for."""


def points_of(enrolled: Enrolled, serving: Serving, made: Attempt) -> int:
    """Effort, before the attempt is recorded."""
    practice, member = enrolled.repos.practice, enrolled.member
    today = practice.day_counts(member.id, made.day)
    return points_for(
        Effort(
            purpose=_counts_as(enrolled, serving),
            new_family=not practice.attempted_family(member.id, serving.drill.family),
            first_today=Purpose.QUIZ not in today,
            extras_today=sum(
                today.get(p, 0) for p in (Purpose.EXTRA, Purpose.CATCH_UP, Purpose.QUIZ)
            ),
            seconds=made.seconds,
            stem_words=len(serving.drill.stem.split()),
        )
    )


def _counts_as(enrolled: Enrolled, serving: Serving) -> Purpose:
    """Whoever has answered a drill in its other version has had its points."""
    practice, member = enrolled.repos.practice, enrolled.member.id
    other = _other_version(enrolled, serving)
    if other is not None and practice.attempts(other.id, member):
        return Purpose.EXTRA
    return serving.purpose


def _other_version(enrolled: Enrolled, serving: Serving) -> Serving | None:
    """The same drill without what has to be run, or with it, where it was shown both ways."""
    practice = enrolled.repos.practice
    if serving.key.startswith(_SHORT):
        return practice.serving(ServingId(int(serving.key.rpartition("/")[2])))
    is_run = isinstance(serving.drill.body, Executed)
    return practice.by_key(short_key(enrolled, serving)) if is_run else None


def short_key(enrolled: Enrolled, serving: Serving) -> str:
    return f"{_SHORT}{enrolled.member.id}/{serving.id}"
