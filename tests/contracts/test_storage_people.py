"""Persons, their accounts, and forgetting them, on both engines."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from sqlalchemy import String, Text, cast, select

from bot.domain.cohorts import Cohort, CohortStatus, Member
from bot.domain.errors import NotFound
from bot.domain.ids import ChannelRef, PersonId
from bot.domain.records import PostState
from bot.repositories.store import Repos
from bot.storage.people import FORGOTTEN
from bot.storage.repos import SqlRepos
from bot.storage.tables import metadata
from tests.builders import (
    MONDAY,
    PLAYGROUND,
    a_card,
    a_memory,
    a_person,
    a_tick,
    an_actor,
    an_outgoing,
    store_attempt,
    store_cohort,
    store_member,
    store_person,
    store_serving,
)

SECRET = "xyzzy"
"""Part of everything personal that a test writes."""


def test_a_new_account_makes_a_new_person(repos: Repos) -> None:
    ada = repos.people.identify(an_actor("ada"), "Ada")
    assert ada == a_person(id=ada.id, name="Ada")
    assert repos.people.find(an_actor("ada")) == ada
    assert repos.people.accounts(ada.id) == [an_actor("ada")]


def test_a_known_account_is_the_same_person_under_any_name(repos: Repos) -> None:
    ada = store_person(repos, "ada")
    assert repos.people.identify(an_actor("ada"), "Countess") == ada


@pytest.mark.parametrize(
    "other",
    [an_actor("bob"), an_actor(workspace="w2"), an_actor(platform="slack")],
    ids=["user", "workspace", "platform"],
)
def test_an_account_is_a_user_of_a_workspace_of_a_platform(repos: Repos, other: object) -> None:
    store_person(repos, "ada")
    assert repos.people.find(other) is None  # type: ignore[arg-type]


@pytest.mark.parametrize(("given", "kept"), [("", "Somebody"), ("x" * 300, "x" * 80)])
def test_a_name_is_never_empty_and_never_endless(repos: Repos, given: str, kept: str) -> None:
    assert repos.people.get(repos.people.identify(an_actor(), given).id).name == kept


def test_saving_changes_one_person_alone(repos: Repos) -> None:
    ada, bob = store_person(repos, "ada"), store_person(repos, "bob")
    changed = replace(
        ada,
        name="Ådå 🦉",
        zone="Europe/Berlin",
        quiet_from=time(22, 30),
        quiet_until=time(6, 5),
        nudges=True,
        board="anonymous",
        link_code="ABC123",
    )
    repos.people.save(changed)
    assert repos.people.get(ada.id) == changed
    assert repos.people.get(bob.id) == bob


def test_an_unknown_person_is_not_found(repos: Repos) -> None:
    with pytest.raises(NotFound):
        repos.people.get(PersonId(987654))


def test_a_link_code_finds_its_holder_alone(repos: Repos) -> None:
    ada = store_person(repos, "ada", link_code="ADA1")
    store_person(repos, "bob")
    store_person(repos, "cyd")
    assert repos.people.by_code("ADA1") == ada
    assert repos.people.by_code("BOB1") is None
    assert repos.people.by_code("") is None


def test_nothing_personal_remains_of_an_erased_person(repos: SqlRepos) -> None:
    member = _with_a_life(repos, store_cohort(repos), SECRET)
    assert _where(repos, SECRET) == {
        "account.user", "attempt.answer", "note.text", "outbox.card", "outbox.channel",
        "outbox.title",
        "person.link_code", "person.name", "person.zone", "tick.evidence",
    }  # fmt: skip
    repos.people.erase(member.person)
    assert _where(repos, SECRET) == set()


def test_an_erased_person_keeps_nameless_counts(repos: SqlRepos) -> None:
    cohort = store_cohort(repos)
    member = _with_a_life(repos, cohort, SECRET)
    repos.people.erase(member.person)
    assert repos.people.get(member.person) == a_person(
        id=member.person, name=FORGOTTEN, board="hidden"
    )
    assert repos.efforts.total(member.id) == 10
    assert repos.practice.days_kept(member.id) == {1}
    ((serving, _),) = repos.practice.history(member.id)
    assert repos.practice.tally(serving.id).answered == 1


def test_an_erased_person_is_in_no_circle(repos: SqlRepos) -> None:
    cohort = store_cohort(repos)
    member = _with_a_life(repos, cohort, SECRET)
    repos.people.erase(member.person)
    assert repos.members.of(cohort.id) == []
    assert repos.cohorts.of_person(member.person) == []
    assert repos.people.accounts(member.person) == []


def test_waiting_messages_to_an_erased_person_are_taken_back(repos: SqlRepos) -> None:
    member = _with_a_life(repos, store_cohort(repos), SECRET)
    repos.people.erase(member.person)
    assert repos.courier.claim(PLAYGROUND, MONDAY, 10, "w1") == []


def test_messages_that_were_sent_stay_sent(repos: SqlRepos) -> None:
    member = store_member(repos, store_cohort(repos))
    repos.outbox.add(an_outgoing(target=_direct("ada")))
    (claim,) = repos.courier.claim(PLAYGROUND, MONDAY, 10, "w1")
    repos.courier.sent(claim.id, "m1", MONDAY)
    repos.people.erase(member.person)
    found = repos.outbox.get(claim.id)
    assert found is not None
    assert (found.state, found.title) == (PostState.SENT, "")


def test_a_room_named_like_an_erased_account_keeps_its_posts(repos: SqlRepos) -> None:
    member = store_member(repos, store_cohort(repos), "room")
    repos.outbox.add(an_outgoing())
    repos.people.erase(member.person)
    assert [claim.card for claim in repos.courier.claim(PLAYGROUND, MONDAY, 10, "w1")] == [a_card()]


def test_erasing_one_person_leaves_the_others_whole(repos: SqlRepos) -> None:
    cohort = store_cohort(repos)
    _with_a_life(repos, cohort, "plugh")
    before = _where(repos, "plugh")
    repos.people.erase(_with_a_life(repos, cohort, SECRET).person)
    assert _where(repos, "plugh") == before


def test_posts_of_an_erased_hosts_circle_forget_what_they_said(repos: SqlRepos) -> None:
    host = store_person(repos, "ada")
    cohort = store_cohort(repos, host=host.id, status=CohortStatus.ARCHIVED)
    repos.outbox.add(an_outgoing(card=a_card("Join in", f"{SECRET} invites you.")), cohort.id)
    (claim,) = repos.courier.claim(PLAYGROUND, MONDAY, 10, "w1")
    repos.courier.sent(claim.id, "m1", MONDAY)
    repos.people.erase(host.id)
    assert _where(repos, SECRET) == set()


def test_posts_still_to_be_sent_for_an_erased_host_are_sent(repos: SqlRepos) -> None:
    host = store_person(repos, "ada")
    cohort = store_cohort(repos, host=host.id, status=CohortStatus.CLOSED)
    repos.outbox.add(an_outgoing(card=a_card("Closed")), cohort.id)
    repos.people.erase(host.id)
    assert [c.card for c in repos.courier.claim(PLAYGROUND, MONDAY, 10, "w1")] == [a_card("Closed")]


def test_an_erased_account_may_come_back_as_a_new_person(repos: SqlRepos) -> None:
    cohort = store_cohort(repos)
    gone = store_member(repos, cohort, "ada")
    repos.people.erase(gone.person)
    back = repos.people.identify(an_actor("ada"), "Ada")
    assert back.id != gone.person
    assert repos.members.find(cohort.id, back.id) is None


def _direct(user: str) -> ChannelRef:
    actor = an_actor(user)
    return ChannelRef(actor.platform, actor.workspace, actor.user, direct=True)


def _with_a_life(repos: Repos, cohort: Cohort, word: str) -> Member:
    """Somebody in whose every personal text the word stands."""
    settings = {"name": f"Ms {word}", "zone": word, "link_code": word}
    person = store_person(repos, f"u-{word}", nudges=True, **settings)
    member = store_member(repos, cohort, f"u-{word}", days_off=frozenset({3}))
    assert member.person == person.id
    serving = store_serving(repos, cohort)
    store_attempt(repos, serving, member, answer=f"I think {word}.")
    repos.practice.hint(serving.id, member.id)
    repos.checklists.add(member.id, a_tick(evidence=f"https://example.org/{word}"))
    repos.memories.save(member.id, a_memory())
    repos.notes.add(person.id, f"Ask {word} about it.", MONDAY)
    repos.efforts.add(member, 1, 10, "answer", str(serving.id))
    for hours in (0, 1):
        card, due = a_card(f"For {word}", f"Dear {word}"), MONDAY + timedelta(hours=hours)
        key = f"nudge/{member.id}/{hours}"
        repos.outbox.add(an_outgoing(key=key, target=_direct(f"u-{word}"), card=card, due_at=due))
    return member


def _where(repos: SqlRepos, word: str) -> set[str]:
    """Every text column of the database in which the word stands."""
    found = set()
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(getattr(column.type, "impl", column.type), String | Text):
                rows = select(table).where(cast(column, Text).contains(word))
                if repos.people.connection.execute(rows).first():
                    found.add(f"{table.name}.{column.name}")
    return found
