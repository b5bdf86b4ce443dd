"""A room that cannot be posted in any more: switched off, and its host told once."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.cohorts import Cohort, Place
from bot.domain.ids import ActorRef, direct_to
from bot.ports import MessengerError, NotAllowed, Outgoing
from bot.repositories import Claim, Repos
from bot.views.circles import place_off_card

USEFUL_FOR = timedelta(days=3)
_DEFAULT_FIX = "Let the circle meet in another room: /prep circle place gives the code."


def switch_off(repos: Repos, claim: Claim, error: MessengerError, now: datetime) -> None:
    """Record the failure; for a room also switch the place off and write to the host."""
    repos.courier.fail(claim.id, str(error))
    if claim.target.direct:
        _stop_nudging(repos, claim)
    elif claim.cohort is not None:
        cohort = repos.cohorts.get(claim.cohort)
        for place in repos.cohorts.places(cohort.id):
            if place.channel == claim.target and repos.cohorts.switch_off(place.id, str(error)):
                _tell_host(repos, cohort, place, error, now)


def _stop_nudging(repos: Repos, claim: Claim) -> None:
    """Somebody who does not take messages is not written to again."""
    actor = ActorRef(claim.target.platform, claim.target.workspace, claim.target.channel)
    person = repos.people.find(actor)
    if person is not None:
        repos.people.save(replace(person, nudges=False))


def _tell_host(
    repos: Repos, cohort: Cohort, place: Place, error: MessengerError, now: datetime
) -> None:
    fix = error.fix if isinstance(error, NotAllowed) else _DEFAULT_FIX
    card = place_off_card(cohort, place, str(error), fix)
    for account in repos.people.accounts(cohort.host)[:1]:
        key = f"place-off/{place.id}/{now.date().isoformat()}"
        repos.outbox.add(Outgoing(key, direct_to(account), card, now, now + USEFUL_FOR))
