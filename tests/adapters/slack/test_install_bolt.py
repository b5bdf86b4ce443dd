"""Bolt's own parts on our installations: its authorize, its revocation listeners, its states."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from slack_bolt.authorization.async_authorize import AsyncInstallationStoreAuthorize
from slack_bolt.authorization.authorize_result import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.listener.async_builtins import AsyncTokenRevocationListeners
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.install_bolt import STATE_LASTS, InstallStates, InstallStore, new_state
from adapters.slack.logs import quiet
from bot.clock import SetClock
from bot.storage.store import SqlStore
from tests.adapters.slack.install_parts import (
    MINUTE,
    Process,
    a_process,
    a_rotating,
    an_installed,
)
from tests.adapters.slack.oauth_server import (
    CLIENT_ID,
    CLIENT_SECRET,
    OAuthSlack,
    an_oauth_slack,
)
from tests.conftest import MONDAY


@pytest.fixture
async def slack() -> AsyncIterator[OAuthSlack]:
    async with an_oauth_slack() as slack:
        slack.tokens.append("xoxb-1")
        yield slack


@pytest.fixture
def process(store: SqlStore, clock: SetClock, slack: OAuthSlack) -> Process:
    return a_process(store, clock, slack)


async def _authorized(
    process: Process,
    slack: OAuthSlack,
    enterprise: str | None,
    team: str | None,
    *,
    org_wide: bool = False,
    user: str = "U2",
) -> AuthorizeResult | None:
    """What bolt makes of a request from there."""
    client = AsyncWebClient(base_url=slack.url, logger=quiet())
    authorize = AsyncInstallationStoreAuthorize(
        logger=quiet(),
        installation_store=InstallStore(process.installs),
        client_id=CLIENT_ID,
        client_secret=CLIENT_SECRET,
        client=client,
    )
    context = AsyncBoltContext({"client": client, "is_enterprise_install": org_wide})
    return await authorize(context=context, enterprise_id=enterprise, team_id=team, user_id=user)


def _bot_token(result: AuthorizeResult | None) -> str | None:
    assert result is not None
    return result.bot_token


@pytest.mark.parametrize("user", ["U1", "U2"], ids=["the installer", "somebody else"])
async def test_bolt_finds_the_token_of_a_workspace(
    process: Process, slack: OAuthSlack, user: str
) -> None:
    await process.installs.add(an_installed())
    assert _bot_token(await _authorized(process, slack, None, "T1", user=user)) == "xoxb-1"


async def test_somebody_who_did_not_install_the_app_has_no_installation_of_their_own(
    process: Process,
) -> None:
    await process.installs.add(an_installed())
    find = InstallStore(process.installs).async_find_installation
    assert await find(enterprise_id=None, team_id="T1", user_id="U2") is None
    assert await find(enterprise_id=None, team_id="T1", user_id="U1") is not None


async def test_bolt_finds_nothing_where_the_app_is_not_installed(
    process: Process, slack: OAuthSlack
) -> None:
    await process.installs.add(an_installed())
    assert await _authorized(process, slack, None, "T2") is None
    assert await _authorized(process, slack, "E1", "T1", org_wide=True) is None


@pytest.mark.parametrize("team", ["T7", None])
async def test_bolt_finds_the_token_of_an_organisation_for_any_of_its_workspaces(
    process: Process, slack: OAuthSlack, team: str | None
) -> None:
    org = replace(an_installed("E1"), enterprise="E1", team="", org_wide=True)
    await process.installs.add(org)
    assert _bot_token(await _authorized(process, slack, "E1", team, org_wide=True)) == "xoxb-1"


async def test_bolt_gets_a_renewed_token_and_does_not_renew_it_again(
    process: Process, slack: OAuthSlack
) -> None:
    await process.installs.add(a_rotating(slack, 0 * MINUTE))
    assert _bot_token(await _authorized(process, slack, None, "T1")) == slack.tokens[-1]
    assert len(slack.asked) == 1


def _listeners(process: Process) -> tuple[AsyncTokenRevocationListeners, AsyncBoltContext]:
    context = AsyncBoltContext({"team_id": "T1"})
    return AsyncTokenRevocationListeners(InstallStore(process.installs)), context


async def test_bolts_listener_ends_an_installation_when_the_app_is_removed(
    process: Process,
) -> None:
    await process.installs.add(an_installed())
    listeners, context = _listeners(process)
    await listeners.handle_app_uninstalled_events(context)
    assert await process.installs.token("T1") is None


@pytest.mark.parametrize(
    ("tokens", "left"),
    [({"bot": ["UBOT"]}, None), ({"oauth": ["U1"]}, "xoxb-1"), ({}, "xoxb-1")],
    ids=["the bot's", "a person's", "none"],
)
async def test_bolts_listener_ends_an_installation_when_the_bots_token_is_revoked(
    process: Process, tokens: dict[str, list[str]], left: str | None
) -> None:
    await process.installs.add(an_installed())
    listeners, context = _listeners(process)
    await listeners.handle_tokens_revoked_events({"tokens": tokens}, context)
    assert await process.installs.token("T1") == left


async def test_a_state_is_good_once(store: SqlStore, clock: SetClock) -> None:
    states = InstallStates(store, clock)
    state = await states.async_issue()
    assert await states.async_consume(state)
    assert not await states.async_consume(state)


async def test_a_state_is_good_in_another_process_too(store: SqlStore, clock: SetClock) -> None:
    state = await InstallStates(store, clock).async_issue()
    assert await InstallStates(store, clock).async_consume(state)


async def test_a_state_ends_after_its_time(store: SqlStore, clock: SetClock) -> None:
    states = InstallStates(store, clock)
    state = await states.async_issue()
    clock.move_to(MONDAY + STATE_LASTS)
    assert not await states.async_consume(state)


@pytest.mark.parametrize("state", ["", "\x00", "\ud800", "a b", "x" * 65, "ä"])
async def test_what_cannot_be_a_state_is_no_question_for_the_database(
    store: SqlStore, clock: SetClock, state: str
) -> None:
    store.close()
    assert not await InstallStates(store, clock).async_consume(state)


def test_states_cannot_be_guessed_and_fit_the_table() -> None:
    states = {new_state() for _ in range(50)}
    assert len(states) == 50
    assert {len(state) for state in states} == {43}
