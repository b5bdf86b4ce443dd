"""The chat platforms that are set up. Their libraries are imported only then."""

from collections.abc import Awaitable, Callable, Mapping
from importlib.util import find_spec
from typing import Any, Protocol

from bot.ports import Caretaker, Clock, Desk, Doctor, Messenger, Service
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


def open_chats(settings: Settings, clock: Clock, log: Log) -> list[Chat]:
    """Raises ValueError when a platform is set up whose library is not installed."""
    return [_slack(settings, clock, log)] if settings.slack else []


def _slack(settings: Settings, clock: Clock, log: Log) -> Chat:
    if find_spec("slack_bolt") is None:
        raise ValueError("Slack needs its library: pip install 'prepcircle[slack]'")
    from adapters.slack.app import Slack, SlackConfig  # noqa: PLC0415  not imported when not used

    config = SlackConfig(
        settings.slack_bot_token.get_secret_value(),
        settings.slack_app_token.get_secret_value(),
        settings.slack_signing_secret.get_secret_value(),
        settings.slack_api_url,
    )
    return Slack(config, clock, log)
