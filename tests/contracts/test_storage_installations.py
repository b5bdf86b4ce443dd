"""Workspaces that have added the bot, and one-time values, on both engines."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import func, select

from bot.domain.ids import Platform
from bot.repositories.deeds import Installation
from bot.repositories.store import Repos
from bot.storage.repos import SqlRepos
from bot.storage.store import SqlStore
from bot.storage.tables import state
from tests.builders import MONDAY, PLAYGROUND

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


def _one(
    workspace: str = "w1", platform: Platform = PLAYGROUND, at: datetime = MONDAY
) -> Installation:
    return Installation(platform, workspace, "Ada & Co", "sealed", '{"bot":"u1"}', at)


def _stored(repos: Repos, workspace: str = "w1") -> Installation:
    repos.installations.save(_one(workspace))
    return _one(workspace)


def test_what_is_saved_is_found_again(repos: Repos) -> None:
    stored = _stored(repos)
    assert repos.installations.get(PLAYGROUND, "w1") == stored


def test_an_installation_belongs_to_a_workspace_of_a_platform(repos: Repos) -> None:
    _stored(repos)
    assert repos.installations.get(PLAYGROUND, "w2") is None
    assert repos.installations.get(Platform("elsewhere"), "w1") is None


def test_adding_it_again_replaces_what_was_there(repos: Repos) -> None:
    _stored(repos)
    again = replace(_one(at=MONDAY + DAY), name="Ada", secret="another", details="{}")
    repos.installations.save(again)
    assert repos.installations.get(PLAYGROUND, "w1") == again
    assert len(repos.installations.active(PLAYGROUND)) == 1


def test_what_is_gone_is_kept_without_its_secret(repos: Repos) -> None:
    stored = _stored(repos)
    assert repos.installations.gone(PLAYGROUND, "w1", MONDAY + DAY)
    kept = replace(stored, secret="", gone_at=MONDAY + DAY)
    assert repos.installations.get(PLAYGROUND, "w1") == kept


def test_going_leaves_other_workspaces_and_platforms_alone(repos: Repos) -> None:
    other = _stored(repos, "w2")
    repos.installations.save(_one(platform=Platform("elsewhere")))
    _stored(repos)
    repos.installations.gone(PLAYGROUND, "w1", MONDAY)
    assert repos.installations.active(PLAYGROUND) == [other]
    assert len(repos.installations.active(Platform("elsewhere"))) == 1


def test_going_twice_keeps_the_first_time(repos: Repos) -> None:
    _stored(repos)
    repos.installations.gone(PLAYGROUND, "w1", MONDAY)
    assert not repos.installations.gone(PLAYGROUND, "w1", MONDAY + DAY)
    kept = repos.installations.get(PLAYGROUND, "w1")
    assert kept is not None
    assert kept.gone_at == MONDAY


def test_news_of_going_that_is_older_than_the_installation_changes_nothing(repos: Repos) -> None:
    stored = _stored(repos)
    assert not repos.installations.gone(PLAYGROUND, "w1", MONDAY - MINUTE)
    assert repos.installations.get(PLAYGROUND, "w1") == stored


def test_adding_it_again_brings_back_what_was_gone(repos: Repos) -> None:
    _stored(repos)
    repos.installations.gone(PLAYGROUND, "w1", MONDAY)
    back = _one(at=MONDAY + DAY)
    repos.installations.save(back)
    assert repos.installations.active(PLAYGROUND) == [back]


def test_active_ones_come_in_the_order_of_their_workspaces(repos: Repos) -> None:
    for workspace in ("w2", "w3", "w1"):
        _stored(repos, workspace)
    found = [one.workspace for one in repos.installations.active(PLAYGROUND)]
    assert found == ["w1", "w2", "w3"]


def test_a_renewed_secret_takes_the_place_of_the_old(repos: Repos) -> None:
    stored = _stored(repos)
    assert repos.installations.renew(stored, "fresh")
    assert repos.installations.get(PLAYGROUND, "w1") == replace(stored, secret="fresh")


def test_a_secret_that_has_been_replaced_is_not_renewed(repos: Repos) -> None:
    stored = _stored(repos)
    newer = replace(stored, secret="newer")
    repos.installations.save(newer)
    assert not repos.installations.renew(stored, "fresh")
    assert repos.installations.get(PLAYGROUND, "w1") == newer


def test_a_renewal_does_not_bring_back_what_is_gone(repos: Repos) -> None:
    repos.installations.save(replace(_one(), gone_at=MONDAY))
    assert not repos.installations.renew(_one(), "fresh")
    assert repos.installations.active(PLAYGROUND) == []


def test_a_renewal_is_claimed_by_one_at_a_time(repos: Repos) -> None:
    stored = _stored(repos)
    assert repos.installations.claim_renewal(stored, MONDAY, MONDAY + MINUTE)
    assert not repos.installations.claim_renewal(stored, MONDAY, MONDAY + MINUTE)


def test_a_claim_that_ran_out_can_be_taken_over(repos: Repos) -> None:
    stored = _stored(repos)
    repos.installations.claim_renewal(stored, MONDAY, MONDAY + MINUTE)
    later = MONDAY + MINUTE
    assert repos.installations.claim_renewal(stored, later, later + MINUTE)


def test_a_renewal_ends_its_claim(repos: Repos) -> None:
    stored = _stored(repos)
    repos.installations.claim_renewal(stored, MONDAY, MONDAY + MINUTE)
    repos.installations.renew(stored, "fresh")
    fresh = replace(stored, secret="fresh")
    assert repos.installations.claim_renewal(fresh, MONDAY, MONDAY + MINUTE)


def test_only_the_secret_that_is_kept_can_be_claimed(repos: Repos) -> None:
    stored = _stored(repos)
    other = replace(stored, secret="other")
    assert not repos.installations.claim_renewal(other, MONDAY, MONDAY + MINUTE)


def test_what_is_gone_cannot_be_claimed(repos: Repos) -> None:
    repos.installations.save(replace(_one(), gone_at=MONDAY))
    assert not repos.installations.claim_renewal(_one(), MONDAY, MONDAY + MINUTE)


def test_adding_it_again_ends_a_claim(repos: Repos) -> None:
    stored = _stored(repos)
    repos.installations.claim_renewal(stored, MONDAY, MONDAY + MINUTE)
    repos.installations.save(stored)
    assert repos.installations.claim_renewal(stored, MONDAY, MONDAY + MINUTE)


async def test_two_that_claim_at_once_do_not_both_succeed(any_store: SqlStore) -> None:
    any_store.run(lambda repos: repos.installations.save(_one()))

    def claim(repos: Repos) -> bool:
        return repos.installations.claim_renewal(_one(), MONDAY, MONDAY + MINUTE)

    async with asyncio.TaskGroup() as group:
        both = [group.create_task(any_store.transact(claim)) for _ in range(8)]
    assert sum(task.result() for task in both) == 1


def test_what_went_long_ago_is_forgotten_and_named(repos: Repos) -> None:
    for workspace, days in (("w3", 40), ("w1", 31), ("w2", 29)):
        repos.installations.save(replace(_one(workspace), gone_at=MONDAY - days * DAY))
    assert repos.installations.forget_before(PLAYGROUND, MONDAY - 30 * DAY) == ["w1", "w3"]
    assert repos.installations.get(PLAYGROUND, "w1") is None
    assert repos.installations.get(PLAYGROUND, "w2") is not None


def test_what_is_active_or_of_another_platform_is_not_forgotten(repos: Repos) -> None:
    _stored(repos)
    repos.installations.save(replace(_one(platform=Platform("elsewhere")), gone_at=MONDAY))
    assert repos.installations.forget_before(PLAYGROUND, MONDAY + 99 * DAY) == []


def test_a_secret_is_not_shown_with_the_rest() -> None:
    assert "sealed" not in repr(_one())


def test_a_state_can_be_consumed_once(repos: Repos) -> None:
    repos.states.issue("s1", MONDAY, MONDAY + MINUTE)
    assert repos.states.consume("s1", MONDAY)
    assert not repos.states.consume("s1", MONDAY)


def test_a_state_nobody_issued_is_not_consumed(repos: Repos) -> None:
    repos.states.issue("s1", MONDAY, MONDAY + MINUTE)
    assert not repos.states.consume("s2", MONDAY)


def test_a_state_expires(repos: Repos) -> None:
    repos.states.issue("s1", MONDAY, MONDAY + MINUTE)
    assert not repos.states.consume("s1", MONDAY + MINUTE)


async def test_a_state_that_comes_back_twice_at_once_is_consumed_once(
    any_store: SqlStore,
) -> None:
    any_store.run(lambda repos: repos.states.issue("s1", MONDAY, MONDAY + MINUTE))

    def consume(repos: Repos) -> bool:
        return repos.states.consume("s1", MONDAY)

    async with asyncio.TaskGroup() as group:
        both = [group.create_task(any_store.transact(consume)) for _ in range(8)]
    assert sum(task.result() for task in both) == 1


def test_expired_states_do_not_pile_up(repos: SqlRepos) -> None:
    for number in range(3):
        now = MONDAY + number * MINUTE
        repos.states.issue(f"s{number}", now, now + MINUTE)
    kept = repos.states.scalar(select(func.count()).select_from(state))
    assert kept == 1
