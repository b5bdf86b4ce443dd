"""The token of a workspace: there while the app is, kept at hand, and gone at once."""

import asyncio
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet

from adapters.slack.install_cipher import Cipher
from adapters.slack.install_records import sealed
from bot.clock import SetClock
from bot.domain.ids import Platform
from bot.ports import Unavailable
from bot.storage.store import SqlStore
from tests.adapters.slack.install_parts import (
    HOUR,
    KEY,
    MINUTE,
    SlowReads,
    a_process,
    an_installed,
    row_of,
)
from tests.conftest import MONDAY

OTHER_KEY = Fernet.generate_key().decode()


def _store_row(store: SqlStore, key: str, workspace: str = "T1") -> None:
    row = sealed(an_installed(workspace), Cipher(key))
    store.run(lambda repos: repos.installations.save(row))


async def test_where_the_app_is_not_installed_there_is_no_token(
    store: SqlStore, clock: SetClock
) -> None:
    assert await a_process(store, clock).installs.token("T1") is None


async def test_each_workspace_has_its_own_token(store: SqlStore, clock: SetClock) -> None:
    installs = a_process(store, clock).installs
    await installs.add(an_installed("T1", "xoxb-1"))
    await installs.add(an_installed("T2", "xoxb-2"))
    assert [await installs.token(each) for each in ("T1", "T2")] == ["xoxb-1", "xoxb-2"]
    assert await installs.workspaces() == ["T1", "T2"]


async def test_adding_the_app_again_counts_at_once(store: SqlStore, clock: SetClock) -> None:
    installs = a_process(store, clock).installs
    await installs.add(an_installed(token="xoxb-1"))
    await installs.token("T1")
    await installs.add(an_installed(token="xoxb-2"))
    assert await installs.token("T1") == "xoxb-2"


async def test_removing_the_app_counts_at_once(store: SqlStore, clock: SetClock) -> None:
    installs = a_process(store, clock).installs
    await installs.add(an_installed())
    await installs.token("T1")
    assert await installs.gone("T1")
    assert await installs.token("T1") is None


async def test_a_removed_app_leaves_its_row_but_no_token(store: SqlStore, clock: SetClock) -> None:
    installs = a_process(store, clock).installs
    await installs.add(an_installed())
    await installs.gone("T1")
    row = row_of(store)
    assert row is not None
    assert (row.name, row.secret, row.gone_at) == ("Ada & Co", "", MONDAY)


async def test_of_what_was_never_there_nothing_is_known(store: SqlStore, clock: SetClock) -> None:
    installs = a_process(store, clock).installs
    assert await installs.gone("T1") is None


async def test_what_is_gone_already_is_gone_the_second_time(
    store: SqlStore, clock: SetClock
) -> None:
    installs = a_process(store, clock).installs
    await installs.add(an_installed())
    await installs.gone("T1")
    assert await installs.gone("T1")


async def test_a_late_event_does_not_end_a_newer_installation(
    store: SqlStore, clock: SetClock
) -> None:
    installs = a_process(store, clock).installs
    await installs.add(an_installed())
    assert await installs.gone("T1", MONDAY - MINUTE) is False
    assert await installs.token("T1") == "xoxb-1"


async def test_adding_the_app_again_takes_up_where_it_was(store: SqlStore, clock: SetClock) -> None:
    installs = a_process(store, clock).installs
    await installs.add(an_installed())
    await installs.gone("T1")
    await installs.add(an_installed(token="xoxb-2"))
    assert await installs.token("T1") == "xoxb-2"
    assert await installs.forget_before(MONDAY + 999 * HOUR) == []


async def test_what_went_long_ago_is_forgotten_and_named(store: SqlStore, clock: SetClock) -> None:
    installs = a_process(store, clock).installs
    await installs.add(an_installed())
    await installs.gone("T1")
    assert await installs.forget_before(MONDAY) == []
    assert await installs.forget_before(MONDAY + MINUTE) == ["T1"]
    assert row_of(store) is None


async def test_what_another_process_does_is_seen_within_a_minute(
    store: SqlStore, clock: SetClock
) -> None:
    here, there = a_process(store, clock).installs, a_process(store, clock).installs
    await here.add(an_installed())
    await here.token("T1")
    await there.gone("T1")
    clock.move_to(MONDAY + MINUTE)
    assert await here.token("T1") is None


async def test_a_token_is_read_once_and_then_kept_at_hand(store: SqlStore, clock: SetClock) -> None:
    here, there = a_process(store, clock).installs, a_process(store, clock).installs
    await here.add(an_installed())
    await here.token("T1")
    await there.gone("T1")
    clock.move_to(MONDAY + MINUTE * 0.99)
    assert await here.token("T1") == "xoxb-1"


async def test_a_clock_that_was_set_back_does_not_keep_a_token_for_longer(
    store: SqlStore, clock: SetClock
) -> None:
    here, there = a_process(store, clock).installs, a_process(store, clock).installs
    await here.add(an_installed())
    await here.token("T1")
    await there.gone("T1")
    clock.move_to(MONDAY - HOUR)
    assert await here.token("T1") is None


async def test_an_installation_elsewhere_is_found_without_delay(
    store: SqlStore, clock: SetClock
) -> None:
    here, there = a_process(store, clock).installs, a_process(store, clock).installs
    assert await here.token("T1") is None
    await there.add(an_installed())
    assert await here.token("T1") == "xoxb-1"


async def test_what_was_read_before_a_removal_is_not_kept_after_it(
    store: SqlStore, clock: SetClock
) -> None:
    slow = SlowReads(store)
    installs = a_process(slow, clock).installs
    await installs.add(an_installed())
    async with asyncio.TaskGroup() as group:
        reading = group.create_task(installs.token("T1"))
        await slow.has_read.wait()
        await installs.gone("T1")
        slow.may_return.set()
    assert reading.result() == "xoxb-1"
    assert await installs.token("T1") is None


async def test_a_token_no_key_opens_is_a_matter_for_the_operator_not_for_the_host(
    store: SqlStore, clock: SetClock
) -> None:
    _store_row(store, OTHER_KEY)
    with pytest.raises(Unavailable, match=r"token of Ada & Co \(T1\) cannot be read.*add the key"):
        await a_process(store, clock).installs.token("T1")


async def test_resealing_puts_everything_under_the_newest_key(
    store: SqlStore, clock: SetClock
) -> None:
    _store_row(store, OTHER_KEY)
    process = a_process(store, clock, keys=f"{KEY},{OTHER_KEY}")
    assert await process.installs.reseal() == []
    assert await a_process(store, clock).installs.token("T1") == "xoxb-1"


async def test_resealing_names_what_no_key_opens_and_goes_on(
    store: SqlStore, clock: SetClock
) -> None:
    _store_row(store, Fernet.generate_key().decode(), "T1")
    _store_row(store, OTHER_KEY, "T2")
    process = a_process(store, clock, keys=f"{KEY},{OTHER_KEY}")
    assert await process.installs.reseal() == ["T1"]
    assert await process.installs.token("T2") == "xoxb-1"


async def test_resealing_leaves_alone_what_is_current(store: SqlStore, clock: SetClock) -> None:
    process = a_process(store, clock)
    await process.installs.add(an_installed())
    before = row_of(store)
    await process.installs.reseal()
    assert row_of(store) == before


async def test_resealing_does_not_take_the_secret_from_under_a_renewal(
    store: SqlStore, clock: SetClock
) -> None:
    _store_row(store, OTHER_KEY)
    before = row_of(store)
    assert before is not None
    store.run(lambda repos: repos.installations.claim_renewal(before, MONDAY, MONDAY + MINUTE))
    await a_process(store, clock, keys=f"{KEY},{OTHER_KEY}").installs.reseal()
    assert row_of(store) == before


async def test_an_installation_of_another_platform_is_none_of_ours(
    store: SqlStore, clock: SetClock
) -> None:
    row = replace(sealed(an_installed(), Cipher(KEY)), platform=Platform("elsewhere"))
    store.run(lambda repos: repos.installations.save(row))
    installs = a_process(store, clock).installs
    assert await installs.token("T1") is None
    assert await installs.workspaces() == []


async def test_tokens_are_not_in_the_database_in_clear(store: SqlStore, clock: SetClock) -> None:
    await a_process(store, clock).installs.add(an_installed(token="xoxb-very-secret"))
    with store.engine.connect() as connection:
        dump = connection.exec_driver_sql("SELECT * FROM installation").all()
    assert "Ada & Co" in str(dump)
    assert "xoxb" not in str(dump)
