"""Somewhere nothing can be posted any more: a room is switched off and its host told once."""

from dataclasses import replace
from datetime import datetime

from bot.domain.ids import ActorRef, CohortId
from bot.ports import MessengerError, NotAllowed
from bot.repositories import Claim, Repos
from bot.usecases import workspaces
from bot.views.circles import place_off_post


def switch_off(repos: Repos, claim: Claim, error: MessengerError, now: datetime) -> None:
    """Record the failure; for a room also switch the place off and write to the host."""
    repos.courier.fail(claim.id, str(error))
    if claim.target.direct:
        _stop_nudging(repos, claim)
    elif claim.cohort is not None:
        _switch_off_room(repos, claim, claim.cohort, error, now)


def _stop_nudging(repos: Repos, claim: Claim) -> None:
    """Somebody who does not take messages is not written to again."""
    actor = ActorRef(claim.target.platform, claim.target.workspace, claim.target.channel)
    person = repos.people.find(actor)
    if person is not None:
        repos.people.save(replace(person, nudges=False))


def _switch_off_room(
    repos: Repos, claim: Claim, cohort: CohortId, error: MessengerError, now: datetime
) -> None:
    fix = error.fix if isinstance(error, NotAllowed) else workspaces.ANOTHER_ROOM
    found = repos.cohorts.get(cohort)
    off = workspaces.switch_off(repos, found, claim.target, str(error), now, fix)
    if off is not None:
        repos.outbox.add(place_off_post(off))
