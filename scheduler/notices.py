"""Somewhere nothing can be posted any more: a room is switched off and its host told once."""

from dataclasses import replace
from datetime import datetime

from bot.domain.ids import ActorRef, CohortId
from bot.ports import MessengerError, NotAllowed
from bot.repositories.posts import Claim
from bot.repositories.store import Repos
from bot.usecases import workspaces
from bot.usecases.nudging import REFUSED
from bot.views.circles import lacking_post, place_off_post


def switch_off(repos: Repos, claim: Claim, error: MessengerError, now: datetime) -> None:
    """Record the failure; for a room also switch the place off and write to the host."""
    match error:
        case NotAllowed(fix=fix) if claim.target.direct:
            repos.courier.fail(claim.id, f"{REFUSED}. {error} {fix}")
            _tell_of_silence(repos, claim, error, now)
            return
    repos.courier.fail(claim.id, str(error))
    if claim.target.direct:
        _stop_nudging(repos, claim)
    elif claim.cohort is not None:
        _switch_off_room(repos, claim, claim.cohort, error, now)


def _tell_of_silence(repos: Repos, claim: Claim, error: NotAllowed, now: datetime) -> None:
    """It is the app that may not write: members keep their wish for nudges."""
    if claim.cohort is None:
        return
    cohort = repos.cohorts.get(claim.cohort)
    lack = workspaces.silent(repos, cohort, claim.target, str(error), error.fix, now)
    if lack is not None:
        repos.outbox.add(lacking_post(lack))


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
