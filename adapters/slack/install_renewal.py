"""Exchanging a token that ends soon for a fresh one (Slack's token rotation)."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError

from adapters.slack.errors import REFUSED_TOKEN, code_of
from adapters.slack.install_access import OAuthApp
from adapters.slack.install_cipher import Cipher
from adapters.slack.install_records import Installed, seal_tokens
from bot.ports import Clock, Unavailable
from bot.repositories.deeds import Installation
from bot.repositories.store import Repos, Store

Tell = Callable[[str], None]
"""Takes one line for the operator's log."""
CLAIM_FOR = timedelta(minutes=1)
"""How long others wait before they try as well; longer than any answer of Slack takes."""
_FOR_GOOD = REFUSED_TOKEN | {"invalid_refresh_token"}


@dataclass(frozen=True, slots=True)
class Fresh:
    token: str = field(repr=False)
    refresh_token: str = field(repr=False)
    expires_at: datetime


class Refused(Exception):
    """Slack takes this refresh token no more; only installing again helps."""


Exchange = Callable[[str], Awaitable[Fresh]]
"""Takes a refresh token. Raises Refused or Unavailable."""


class SlackExchange:
    """An Exchange over the Web API."""

    def __init__(self, app: OAuthApp, clock: Clock) -> None:
        self._app, self._clock = app, clock

    async def __call__(self, refresh_token: str) -> Fresh:
        now = self._clock.now()
        try:
            answer = await self._app.access(grant_type="refresh_token", refresh_token=refresh_token)
            return Fresh(
                token=str(answer["access_token"]),
                refresh_token=str(answer["refresh_token"]),
                expires_at=now + timedelta(seconds=int(answer["expires_in"])),
            )
        except SlackApiError as error:
            raise _failure(code_of(error)) from error
        except (aiohttp.ClientError, TimeoutError, SlackClientError) as error:
            raise Unavailable(f"no answer from Slack ({type(error).__name__})") from error
        except (KeyError, TypeError, ValueError) as error:
            raise Unavailable(f"an answer without {error}") from error


def _failure(code: str) -> Exception:
    if code in _FOR_GOOD:
        return Refused(code)
    return Unavailable(f"Slack answered {code or 'nonsense'}")


class Renewal:
    """One exchange per installation at a time, over all processes that share the database."""

    def __init__(
        self, store: Store, cipher: Cipher, clock: Clock, exchange: Exchange, tell: Tell
    ) -> None:
        self._store, self._cipher, self._clock = store, cipher, clock
        self._exchange, self._tell = exchange, tell

    async def run(self, row: Installation, installed: Installed) -> None:
        """Whatever comes of it is in the database afterwards."""
        now = self._clock.now()
        until = now + CLAIM_FOR
        if not await self._do(lambda repos: repos.installations.claim_renewal(row, now, until)):
            return
        try:
            fresh = await self._exchange(installed.refresh_token)
        except Refused as error:
            await self._refused(row, installed, error)
        except Unavailable as error:
            self._tell(f"The Slack token of {_named(row)} is not renewed yet: {error}.")
        else:
            await self._keep(row, fresh)

    async def _keep(self, row: Installation, fresh: Fresh) -> None:
        secret = seal_tokens(
            self._cipher, row.workspace, fresh.token, fresh.refresh_token, fresh.expires_at
        )
        await self._do(lambda repos: repos.installations.renew(row, secret))

    async def _refused(self, row: Installation, installed: Installed, error: Refused) -> None:
        self._tell(
            f"Slack does not renew the token of {_named(row)} ({error}): "
            "somebody there must add the app again."
        )
        now = self._clock.now()
        if installed.expires_at and installed.expires_at <= now:
            await self._do(lambda repos: _give_up(repos, row, now))

    async def _do(self, step: Callable[[Repos], bool]) -> bool:
        return await self._store.transact(step)


def _give_up(repos: Repos, row: Installation, now: datetime) -> bool:
    # Writing the same secret again holds the row: it can be no newer installation that goes.
    unchanged = repos.installations.renew(row, row.secret)
    return unchanged and repos.installations.gone(row.platform, row.workspace, now)


def _named(row: Installation) -> str:
    return f"{row.name} ({row.workspace})"
