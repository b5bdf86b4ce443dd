"""What of an installation is kept in clear, and what only sealed."""

from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet
from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store import Installation as SlackInstallation

from adapters.slack.install_cipher import Cipher, Unreadable
from adapters.slack.install_records import (
    Installed,
    from_slack,
    opened,
    sealed,
    to_slack,
    to_slack_bot,
    workspace_key,
)
from tests.conftest import MONDAY

CIPHER = Cipher(Fernet.generate_key().decode())
FULL = Installed(
    workspace="T1",
    name="Ada & Co",
    token="xoxb-1",
    installed_at=MONDAY,
    refresh_token="xoxe-1",
    expires_at=MONDAY + timedelta(hours=12),
    enterprise="E1",
    team="T1",
    app="A1",
    bot="B1",
    bot_user="UBOT",
    scopes=("chat:write", "commands"),
    installer="U1",
)


def _given(**changes: object) -> SlackInstallation:
    fields = {
        "team_id": "T1",
        "team_name": "Ada & Co",
        "bot_token": "xoxb-1",
        "user_id": "U1",
        "installed_at": MONDAY.timestamp(),
    }
    return SlackInstallation(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "installed",
    [FULL, Installed("T1", "Ada", "xoxb-1", MONDAY), replace(FULL, org_wide=True, team="")],
    ids=["full", "bare", "org-wide"],
)
def test_what_was_sealed_is_opened_again(installed: Installed) -> None:
    assert opened(sealed(installed, CIPHER), CIPHER) == installed


@pytest.mark.parametrize("secret", ["xoxb-1", "xoxe-1"])
def test_tokens_are_in_no_column_and_in_nothing_printed(secret: str) -> None:
    row = sealed(FULL, CIPHER)
    assert secret not in f"{row.secret} {row.details} {row.name} {row!r} {FULL!r}"


def test_a_secret_moved_to_another_workspace_does_not_open() -> None:
    row = replace(sealed(FULL, CIPHER), workspace="T2")
    with pytest.raises(Unreadable, match="another workspace"):
        opened(row, CIPHER)


def test_an_endless_name_is_cut_to_what_the_table_holds() -> None:
    assert sealed(replace(FULL, name="ä" * 300), CIPHER).name == "ä" * 200


@pytest.mark.parametrize(
    ("enterprise", "team", "org_wide", "key"),
    [
        (None, "T1", False, "T1"),
        ("E1", "T1", False, "T1"),
        ("E1", "T1", True, "E1"),
        ("E1", None, True, "E1"),
        ("E1", None, False, "E1"),
        (None, "T1", True, "T1"),
        (None, "T1", None, "T1"),
        (None, None, False, ""),
    ],
)
def test_an_org_wide_app_goes_by_the_organisation_any_other_by_the_workspace(
    enterprise: str | None, team: str | None, org_wide: bool | None, key: str
) -> None:
    assert workspace_key(enterprise, team, org_wide) == key


def test_a_workspace_is_called_by_its_own_name() -> None:
    installed = from_slack(_given(enterprise_id="E1", enterprise_name="Starship"))
    assert (installed.workspace, installed.name) == ("T1", "Ada & Co")
    assert installed.enterprise == "E1"


def test_an_organisation_is_kept_under_its_own_id_and_name() -> None:
    given = _given(
        team_id=None,
        team_name=None,
        enterprise_id="E1",
        enterprise_name="Starship",
        is_enterprise_install=True,
    )
    installed = from_slack(given)
    assert (installed.workspace, installed.name, installed.org_wide) == ("E1", "Starship", True)


def test_a_workspace_without_a_name_is_called_by_its_id() -> None:
    assert from_slack(_given(team_name=None)).name == "T1"


def test_tokens_of_people_are_not_kept() -> None:
    installed = from_slack(_given(user_token="xoxp-1", user_refresh_token="xoxe-p"))
    row = sealed(installed, CIPHER)
    assert "xox" not in CIPHER.open(row.secret).replace("xoxb-1", "")


@pytest.mark.parametrize("missing", ["bot_token", "team_id"])
def test_an_installation_without_a_token_or_a_workspace_is_refused(missing: str) -> None:
    with pytest.raises(BoltError):
        from_slack(_given(**{missing: None}))


@pytest.mark.parametrize(
    "installed", [FULL, replace(FULL, workspace="E1", org_wide=True)], ids=["team", "org-wide"]
)
def test_bolt_gets_everything_but_the_refresh_token(installed: Installed) -> None:
    given = to_slack(installed)
    assert from_slack(given) == replace(installed, refresh_token="", expires_at=None)
    assert to_slack_bot(installed).bot_refresh_token is None
    assert to_slack_bot(installed).bot_token == "xoxb-1"
