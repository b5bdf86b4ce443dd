"""What is kept of an installation: the tokens sealed, the rest as plain JSON."""

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime

from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store import Bot
from slack_sdk.oauth.installation_store import Installation as SlackInstallation

from adapters.slack.install_cipher import Cipher, Unreadable
from adapters.slack.places import PLATFORM
from bot.repositories.deeds import Installation

_LONGEST_NAME = 200
_PLAIN = ("app", "enterprise", "team", "bot", "bot_user", "installer")
"""Fields of the details that are single ids."""


@dataclass(frozen=True, slots=True)
class Installed:
    """The app in one workspace, or in one organisation for many of its workspaces."""

    workspace: str
    name: str
    token: str = field(repr=False)
    installed_at: datetime
    refresh_token: str = field(default="", repr=False)
    expires_at: datetime | None = None
    """When the token ends; only with token rotation."""
    org_wide: bool = False
    enterprise: str = ""
    team: str = ""
    app: str = ""
    bot: str = ""
    bot_user: str = ""
    scopes: tuple[str, ...] = ()
    installer: str = ""


def workspace_key(enterprise: str | None, team: str | None, org_wide: bool | None = False) -> str:
    """The id that tokens, rooms and people go by: an org-wide app has the organisation's."""
    first, second = (enterprise, team) if org_wide else (team, enterprise)
    return first or second or ""


def sealed(installed: Installed, cipher: Cipher) -> Installation:
    return Installation(
        platform=PLATFORM,
        workspace=installed.workspace,
        name=installed.name[:_LONGEST_NAME],
        secret=seal_tokens(
            cipher,
            installed.workspace,
            installed.token,
            installed.refresh_token,
            installed.expires_at,
        ),
        details=json.dumps(
            {name: getattr(installed, name) for name in _PLAIN}
            | {"org_wide": installed.org_wide, "scopes": installed.scopes}
        ),
        installed_at=installed.installed_at,
    )


def seal_tokens(
    cipher: Cipher, workspace: str, token: str, refresh_token: str, expires_at: datetime | None
) -> str:
    # The workspace goes in, so that a secret copied to another row does not open there.
    until = None if expires_at is None else expires_at.timestamp()
    return cipher.seal(json.dumps([workspace, token, refresh_token, until]))


def opened(row: Installation, cipher: Cipher) -> Installed:
    """Raises Unreadable."""
    workspace, token, refresh_token, until = json.loads(cipher.open(row.secret))
    if workspace != row.workspace:
        raise Unreadable("it belongs to another workspace")
    details = json.loads(row.details)
    return Installed(
        workspace=row.workspace,
        name=row.name,
        token=token,
        installed_at=row.installed_at,
        refresh_token=refresh_token,
        expires_at=None if until is None else datetime.fromtimestamp(until, UTC),
        org_wide=details["org_wide"],
        scopes=tuple(details["scopes"]),
        **{name: details[name] for name in _PLAIN},
    )


def from_slack(given: SlackInstallation) -> Installed:
    """Without tokens of users, which nothing here needs. Raises BoltError."""
    workspace = workspace_key(given.enterprise_id, given.team_id, given.is_enterprise_install)
    if not workspace or not given.bot_token:
        raise BoltError("Slack named no workspace, or gave no bot token")
    name = given.enterprise_name if given.is_enterprise_install else given.team_name
    until = given.bot_token_expires_at
    return Installed(
        workspace=workspace,
        name=name or workspace,
        token=given.bot_token,
        # Whole seconds, as in the events of Slack that may end it.
        installed_at=datetime.fromtimestamp(int(given.installed_at), UTC),
        refresh_token=given.bot_refresh_token or "",
        expires_at=None if until is None else datetime.fromtimestamp(until, UTC),
        org_wide=given.is_enterprise_install,
        enterprise=given.enterprise_id or "",
        team=given.team_id or "",
        app=given.app_id or "",
        bot=given.bot_id or "",
        bot_user=given.bot_user_id or "",
        scopes=tuple(given.bot_scopes or ()),
        installer=given.user_id or "",
    )


def to_slack(installed: Installed) -> SlackInstallation:
    """What bolt's own parts ask for; without the refresh token, which only Installs may use."""
    return SlackInstallation(
        app_id=installed.app or None,
        enterprise_id=installed.enterprise or None,
        enterprise_name=installed.name if installed.org_wide else None,
        team_id=installed.team or None,
        team_name=None if installed.org_wide else installed.name,
        bot_token=installed.token,
        bot_id=installed.bot,
        bot_user_id=installed.bot_user,
        bot_scopes=installed.scopes,
        user_id=installed.installer,
        is_enterprise_install=installed.org_wide,
        installed_at=installed.installed_at.timestamp(),
    )


def to_slack_bot(installed: Installed) -> Bot:
    return to_slack(installed).to_bot()
