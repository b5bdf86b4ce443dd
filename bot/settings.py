"""Settings from the environment and `.env`, checked once at the start.

Names carry the prefix PREPCIRCLE_; PORT and DATABASE_URL, as hosting platforms set them, are
understood too. docs/settings.md lists each; a test keeps the two together.
"""

import base64
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)

PREFIX = "PREPCIRCLE_"
PLATFORM_NAMES = {"PORT": "port", "DATABASE_URL": "database_url"}
TOKEN_BEGINS = {"slack_bot_token": "xoxb-", "slack_app_token": "xapp-"}
ROOT = Path(__file__).resolve().parent.parent
_NO_BOT_TOKEN = (
    "this is no bot token: one has three parts with dots between, such as MTA5OTk5.Gx1a2B.c3d4e5; "
    "https://discord.com/developers/applications shows it on the application's page, "
    "Bot, Reset Token"
)
_ONE = (
    "Slack needs PREPCIRCLE_SLACK_BOT_TOKEN and, with it, PREPCIRCLE_SLACK_APP_TOKEN "
    "(Socket Mode) or PREPCIRCLE_SLACK_SIGNING_SECRET (HTTP)"
)
_MANY = (
    "PREPCIRCLE_SLACK_CLIENT_ID needs PREPCIRCLE_SLACK_CLIENT_SECRET, "
    "PREPCIRCLE_SLACK_SIGNING_SECRET, PREPCIRCLE_SLACK_TOKEN_KEYS and PREPCIRCLE_PUBLIC_URL too"
)
_EITHER = (
    "PREPCIRCLE_SLACK_BOT_TOKEN and PREPCIRCLE_SLACK_APP_TOKEN are for one workspace, "
    "PREPCIRCLE_SLACK_CLIENT_ID is for many: set either"
)


class SettingsError(Exception):
    """One line for each setting that does not fit."""


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    database_url: str = Field("sqlite:///data/prepcircle.db", min_length=1)
    """SQLite file, or postgresql://user:password@host/name."""
    host: str = Field("127.0.0.1", min_length=1)
    """Address the web server binds to; nothing but this machine unless asked."""
    port: int = Field(8028, ge=0, le=65535)
    """Port of the web server; the default moves on when it is taken, a chosen one does not."""
    public_host: str = ""
    """One more host name the playground answers to, such as study.example.org."""
    content: Path = ROOT / "content"
    """Folder with tracks, drills, facts and rubrics."""
    playground: bool = True
    """Serve the web playground."""
    playground_path: Path = Path("data/playground.db")
    """Where the playground keeps its rooms."""
    demo: bool = True
    """Fill an empty playground with a demo circle."""
    parts: Literal["all", "web", "worker"] = "all"
    """What this process does; `prepcircle run --only` sets it."""
    discord_token: SecretStr = SecretStr("")
    """The bot's token; docs/discord.md."""
    discord_shards: str = Field("", pattern=r"^(\d+-\d+/\d+)?$")
    """The shards of this process, such as 0-7/32; by default as many as Discord advises."""
    discord_guild: str = Field("", pattern=r"^\d*$")
    """Id of one server to register the commands on, where they change at once: for development."""
    discord_api_url: str = Field("https://discord.com/api/v10", pattern=r"^https?://.+[^/]$")
    """Where Discord's API is; for a proxy."""
    slack_bot_token: SecretStr = SecretStr("")
    """Bot User OAuth Token (xoxb-…) of one workspace; docs/slack.md."""
    slack_app_token: SecretStr = SecretStr("")
    """App-level token (xapp-…) with connections:write: Slack without a public address."""
    slack_signing_secret: SecretStr = SecretStr("")
    """Signing secret of the Slack app: requests over HTTP at /slack/events."""
    slack_client_id: str = ""
    """Client id of a Slack app that many workspaces may add over OAuth."""
    slack_client_secret: SecretStr = SecretStr("")
    """Its client secret."""
    slack_token_keys: SecretStr = SecretStr("")
    """Keys that seal the workspaces' tokens in the database, comma separated, the newest first."""
    public_url: str = Field("", pattern=r"^(https://[^/]+)?$")
    """This server's public address without a path, such as https://prep.example.org."""
    slack_api_url: str = Field("https://slack.com/api/", pattern=r"^https?://.+/$")
    """Where Slack's Web API is; GovSlack has another address."""
    judge: Literal["auto", "off"] = "auto"
    """Run answers in SQL and Python where that is safe, or never."""
    judge_developers: str = ""
    """Who may use the development tier: slack:U123, discord:456, comma separated."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["auto", "console", "json"] = "auto"
    """auto: readable on a terminal, JSON elsewhere."""

    @field_validator("slack_bot_token", "slack_app_token")
    @classmethod
    def _begins_right(cls, token: SecretStr, info: ValidationInfo) -> SecretStr:
        """The two are easily mixed up; Slack itself would only say invalid_auth."""
        begins = TOKEN_BEGINS[str(info.field_name)]
        if token.get_secret_value() and not token.get_secret_value().startswith(begins):
            raise ValueError(f"this token begins with {begins}")
        return token

    @field_validator("discord_token")
    @classmethod
    def _begins_with_an_id(cls, token: SecretStr) -> SecretStr:
        """A client's secret or a public key is easily taken for it."""
        if token.get_secret_value():
            _application_of(token)
        return token

    @model_validator(mode="after")
    def _slack_is_whole(self) -> Self:
        signed = bool(self.slack_signing_secret.get_secret_value())
        one = (self.slack_bot_token.get_secret_value(), self.slack_app_token.get_secret_value())
        many = (
            self.slack_client_id, self.slack_client_secret.get_secret_value(),
            self.slack_token_keys.get_secret_value(),
        )  # fmt: skip
        if any(many) and not (all(many) and signed and self.public_url):
            raise ValueError(_MANY)
        if any(many) and any(one):
            raise ValueError(_EITHER)
        reached = signed or bool(one[1])
        if reached != self.slack:
            raise ValueError(_ONE)
        return self

    @field_validator("discord_shards")
    @classmethod
    def _shards_in_range(cls, text: str) -> str:
        if text:
            first, last, count = (int(number) for number in re.split("[-/]", text))
            if not first <= last < count:
                raise ValueError("shards are counted from 0: the last one is below their number")
        return text

    @property
    def shards(self) -> tuple[range, int] | None:
        """The ids of this process's shards, and how many there are in all."""
        if not self.discord_shards:
            return None
        first, last, count = (int(number) for number in re.split("[-/]", self.discord_shards))
        return range(first, last + 1), count

    @property
    def shares_shards(self) -> bool:
        """Whether other processes serve the rest of them."""
        return self.shards is not None and len(self.shards[0]) < self.shards[1]

    @property
    def chats(self) -> bool:
        """Whether any chat platform is set up."""
        return self.slack or bool(self.discord_token.get_secret_value())

    @property
    def discord_application(self) -> str:
        """Id of the application whose bot this is; empty without a token."""
        return _application_of(self.discord_token) if self.discord_token.get_secret_value() else ""

    @property
    def slack(self) -> bool:
        return bool(self.slack_bot_token.get_secret_value() or self.slack_client_id)


SECRETS = {name for name, field in Settings.model_fields.items() if field.annotation is SecretStr}
"""Never repeated in a complaint."""


def load(environment: Mapping[str, str], dotenv: Path | None = None) -> Settings:
    """Raises SettingsError naming every wrong or unknown setting."""
    given = {**_read_dotenv(dotenv), **environment} if dotenv else dict(environment)
    keys = {name: key for key, name in PLATFORM_NAMES.items() if given.get(key)}
    keys |= {key.removeprefix(PREFIX).lower(): key for key in given if key.startswith(PREFIX)}
    try:
        # Secrets that come from files often end with a line break.
        return Settings.model_validate({name: given[key].strip() for name, key in keys.items()})
    except ValidationError as error:
        lines = [_complaint(dict(detail), keys) for detail in error.errors()]
        raise SettingsError("\n".join(lines)) from error


def _application_of(token: SecretStr) -> str:
    """A bot's token begins with its own id. Raises ValueError when it does not."""
    parts = re.fullmatch(r"([\w-]+)\.[\w-]+\.[\w-]+", token.get_secret_value(), re.ASCII)
    head = parts[1] if parts else ""
    try:
        found = base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)).decode("ascii")
    except ValueError as error:
        raise ValueError(_NO_BOT_TOKEN) from error
    if not found.isdigit():
        raise ValueError(_NO_BOT_TOKEN)
    return found


def _complaint(detail: Mapping[str, object], keys: Mapping[str, str]) -> str:
    """Under the name that was used: PORT may come from the hosting platform."""
    place = detail["loc"]
    name = keys.get(str(place[0]), PREFIX) if isinstance(place, tuple) and place else PREFIX
    if detail["type"] == "extra_forbidden":
        return f"{name} is not a setting. docs/settings.md lists them all."
    told = str(detail["msg"]).removeprefix("Value error, ")
    if not isinstance(place, tuple) or not place:
        return told
    shown = "" if str(place[0]) in SECRETS else f"={detail.get('input')!r}"
    return f"{name}{shown}: {told}"


def _read_dotenv(path: Path) -> dict[str, str]:
    """NAME=value lines; quotes around a value and lines starting with # are understood."""
    if not path.is_file():
        return {}
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.removeprefix("export ").partition("=")
        if equals and not name.lstrip().startswith("#"):
            found[name.strip()] = value.strip().strip("\"'")
    return found
