"""What a failed call means for the message: delivered by nobody, perhaps, or never to be."""

from collections.abc import Mapping
from datetime import timedelta

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.ports import (
    Ambiguous,
    ChannelGone,
    MessengerError,
    NotAllowed,
    RateLimited,
    Unavailable,
)

REFUSED_TOKEN = frozenset(
    {
        "account_inactive",
        "invalid_auth",
        "not_authed",
        "token_expired",
        "token_revoked",
        "two_factor_setup_required",
    }
)
_GONE = {
    "channel_not_found": "Slack shows the app no such channel: it is gone, or closed to the app.",
    "channel_is_archived": "The channel is archived.",
    "is_archived": "The channel is archived.",
    "user_not_found": "Slack knows no such person any more.",
    "user_disabled": "That account is switched off.",
    "is_inactive": "That account is switched off.",
}
_INVITE = "Type /invite and the app's name in the channel."
_ASK_ADMIN = "Ask a workspace admin to let the app post there."
_NOT_ALLOWED = {
    "access_denied": _ASK_ADMIN,
    "as_user_not_supported": _ASK_ADMIN,
    "cannot_dm_bot": "Bots take no direct messages.",
    "ekm_access_denied": "Ask a workspace admin: the company's key management blocks messages.",
    "messages_tab_disabled": "Switch on the Messages tab under App Home in the app's settings.",
    "missing_scope": "Install the app again from the manifest: a permission is missing.",
    "no_permission": _ASK_ADMIN,
    "not_in_channel": _INVITE,
    "posting_to_general_channel_denied": "Only some may post in that channel; choose another one.",
    "restricted_action": _ASK_ADMIN,
    "restricted_action_non_threadable_channel": _ASK_ADMIN,
    "restricted_action_read_only_channel": _ASK_ADMIN,
    "restricted_action_thread_locked": "Unlock the thread, or ask who locked it.",
    "restricted_action_thread_only_channel": "Only threads are allowed there; choose another one.",
    "team_access_not_granted": "Ask an organisation admin to give the app this workspace.",
}
_LATER = frozenset(
    {
        "external_channel_migrating",
        "message_limit_exceeded",
        "org_login_required",  # while a workspace moves into an organisation
        "rate_limited",
        "ratelimited",
        "request_timeout",  # Slack did not get the whole request
        "service_unavailable",
        "team_added_to_org",
    }
)
_PERHAPS = frozenset({"fatal_error", "internal_error"})
"""Slack's words for these: some of it may have succeeded."""
_GATEWAY = frozenset({502, 504})
"""Something on the way had no answer of Slack's; the request itself may have got through."""
DEFAULT_WAIT = 30
_NOT_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError, aiohttp.InvalidURL)


class NotInstalled(NotAllowed):
    """The workspace has no token of ours (any more)."""

    def __init__(self) -> None:
        super().__init__(
            "The app is not installed in that workspace.", "Add the app to the workspace again."
        )


def failure(error: Exception) -> MessengerError:
    """The courier's view of what a post ended with."""
    if isinstance(error, MessengerError):
        return error
    if isinstance(error, SlackApiError):
        return _answered(error)
    if isinstance(error, _NOT_SENT):
        return Unavailable(f"Slack cannot be reached: {type(error).__name__}")
    if isinstance(error, (aiohttp.ClientError, TimeoutError)):
        return Ambiguous(f"the connection ended before Slack answered: {type(error).__name__}")
    return Ambiguous(f"{type(error).__name__}: {error}")


def _answered(error: SlackApiError) -> MessengerError:
    status, code = status_of(error), code_of(error)
    if status == 429:
        wait = timedelta(seconds=wait_of(error))
        # The workspace's own pace is held by adapters.slack.paces.
        return RateLimited("Slack asks for patience", wait, everywhere=False)
    if not code:
        return _by_status(status)
    return by_code(code)


def by_code(code: str) -> MessengerError:
    if code in _GONE:
        return ChannelGone(_GONE[code])
    if code in _NOT_ALLOWED:
        return NotAllowed(f"Slack does not allow it ({code}).", _NOT_ALLOWED[code])
    if code in REFUSED_TOKEN:
        return Unavailable(f"Slack refuses the app's token ({code})")
    if code in _LATER:
        return Unavailable(f"Slack is busy ({code})")
    if code in _PERHAPS:
        return Ambiguous(f"Slack had trouble ({code})")
    return MessengerError(f"Slack refused the message ({code})")


def _by_status(status: int) -> MessengerError:
    if status in _GATEWAY or status < 500:
        return Ambiguous(f"an answer that is none (HTTP {status})")
    return Unavailable(f"Slack has trouble (HTTP {status})")


def code_of(error: SlackApiError) -> str:
    """Slack's own word, such as not_in_channel; empty when the answer carried none."""
    data = getattr(error.response, "data", None)
    return str(data.get("error") or "") if isinstance(data, Mapping) else ""


def status_of(error: SlackApiError) -> int:
    response = error.response
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 0) or 0)


def wait_of(error: SlackApiError) -> int:
    headers = getattr(error.response, "headers", {})
    text = str(headers.get("Retry-After", headers.get("retry-after", "")))
    return max(1, int(text)) if text.isdecimal() else DEFAULT_WAIT
