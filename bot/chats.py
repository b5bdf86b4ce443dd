"""The chat platforms that are set up. Their libraries are imported only then."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from importlib.util import find_spec
from typing import Any, Protocol, runtime_checkable

from bot.ports import Caretaker, Clock, Desk, Doctor, Messenger, Service
from bot.repositories.store import Store
from bot.settings import Settings

Routes = Mapping[tuple[str, str], Callable[[Any], Awaitable[Any]]]


class Log(Protocol):
    def warning(self, event: str, **details: Any) -> Any: ...  # noqa: ANN401  structlog's own

    def error(self, event: str, **details: Any) -> Any: ...  # noqa: ANN401  structlog's own


class Chat(Protocol):
    """One platform, as the composition root sees it. `connect` comes before anything is served."""

    @property
    def messenger(self) -> Messenger: ...
    @property
    def doctor(self) -> Doctor: ...

    def connect(self, desk: Desk, caretaker: Caretaker) -> None: ...

    def services(self) -> list[Service]: ...

    def routes(self) -> Routes: ...

    async def close(self) -> None: ...


@runtime_checkable
class Connected(Protocol):
    """A platform held over several connections."""

    def connections(self) -> Mapping[str, bool]:
        """Whether each is up, by name."""
        ...


def connections(chats: Iterable[Chat]) -> dict[str, bool]:
    """Those of every platform that tells."""
    return {
        f"{chat.messenger.platform} {name}": up
        for chat in chats
        if isinstance(chat, Connected)
        for name, up in chat.connections().items()
    }


def open_chats(settings: Settings, store: Store, clock: Clock, log: Log) -> list[Chat]:
    """`clock` is the wall's: the platforms live by it.

    Raises ValueError when a platform is set up whose library is not installed.
    """
    opened = [_slack(settings, store, clock, log)] if settings.slack else []
    if settings.discord_token.get_secret_value():
        opened.append(_discord(settings, store, clock, log))
    return opened


def _slack(settings: Settings, store: Store, clock: Clock, log: Log) -> Chat:
    if find_spec("slack_bolt") is None:
        raise ValueError("Slack needs its library: pip install 'prepcircle[slack]'")
    # Not imported when not used.
    from adapters.slack.app import Slack, SlackConfig  # noqa: PLC0415
    from adapters.slack.workspaces import OAuthConfig  # noqa: PLC0415

    oauth = OAuthConfig(
        settings.slack_client_id,
        settings.slack_client_secret.get_secret_value(),
        settings.slack_token_keys.get_secret_value(),
        settings.public_url,
    )
    config = SlackConfig(
        settings.slack_bot_token.get_secret_value(),
        settings.slack_app_token.get_secret_value(),
        settings.slack_signing_secret.get_secret_value(),
        settings.slack_api_url,
        oauth if settings.slack_client_id else None,
    )
    return Slack(config, store, clock, log)


def _discord(settings: Settings, store: Store, clock: Clock, log: Log) -> Chat:
    if find_spec("discord") is None:
        raise ValueError("Discord needs its library: pip install 'prepcircle[discord]'")
    if settings.shares_shards and settings.database_url.startswith("sqlite"):
        raise ValueError("shards in several processes need PostgreSQL: one alone may use SQLite")
    # Not imported when not used.
    from adapters.discord.app import Discord, DiscordConfig  # noqa: PLC0415

    config = DiscordConfig(
        settings.discord_token.get_secret_value(),
        settings.discord_api_url,
        settings.discord_guild,
        settings.shards,
    )
    return Discord(config, store, clock, log)
