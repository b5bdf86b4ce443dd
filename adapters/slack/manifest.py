"""The app manifest, made from what the product can do, so that the two never differ."""

from collections.abc import Sequence

from adapters.shapes import Json
from adapters.slack.texts import NOTE, TODAY
from bot.commands.registry import COMMANDS

COMMAND = "/prep"
EVENTS_PATH, INSTALL_PATH, REDIRECT_PATH = (
    "/slack/events",
    "/slack/install",
    "/slack/oauth_redirect",
)
SCOPES: dict[str, str] = {
    "channels:read": "to see whether a channel is archived and the app is in it",
    "chat:write": "to post the daily drill",
    "commands": "for /prep and the two shortcuts",
    "files:read": "to read an answer that somebody gives as a file in a form",
    "files:write": "to send somebody the export of their own data",
    "groups:read": "the same as channels:read, in private channels",
    "im:history": "to read commands written to the app itself",
    "im:write": "to send nudges to those who asked for them",
    "users:read": "to call people by the name they chose",
}
"""Each with its reason. No channels:history: the app reads nobody's conversation."""
BOT_EVENTS = (
    "app_home_opened",
    "app_uninstalled",
    "channel_archive",
    "channel_deleted",
    "channel_left",
    "channel_unarchive",
    "group_archive",
    "group_deleted",
    "group_left",
    "group_unarchive",
    "member_joined_channel",
    "member_left_channel",
    "message.im",
    "tokens_revoked",
)
_LONG = (
    "Prepcircle runs interview-prep study groups in a channel: one short drill a day on a 28-day "
    "plan, a private verdict with the reason, spaced review, a checklist that gets you ready, and "
    "a board that counts effort, not talent. It posts once a day, pings nobody, and sends direct "
    "messages only to those who asked for them."
)


def manifest(public_url: str = "") -> Json:
    """For Socket Mode; with `public_url`, such as https://prep.example.org, for HTTP."""
    url = public_url.rstrip("/")
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Prepcircle",
            "description": "Interview-prep study groups: ten minutes a day, together.",
            "long_description": _LONG,
            "background_color": "#1f3a5f",
        },
        "features": _features(url),
        "oauth_config": _oauth(url),
        "settings": _settings(url),
    }


def _features(url: str) -> Json:
    command = {
        "command": COMMAND,
        "description": "Drills, your day, the board, the checklist",
        "usage_hint": _usage([c.name for c in COMMANDS if not c.hidden]),
        "should_escape": True,
    }
    shortcuts = [
        ("Answer today's drill", TODAY, "global", "Your day, with the drill that is still open"),
        ("Save as drill note", NOTE, "message", "Keeps the words as a private note of yours"),
    ]
    return {
        "app_home": {
            "home_tab_enabled": True,
            "messages_tab_enabled": True,
            "messages_tab_read_only_enabled": False,
        },
        "bot_user": {"display_name": "Prepcircle", "always_online": True},
        "slash_commands": [{**command, "url": url + EVENTS_PATH} if url else command],
        "shortcuts": [
            {"name": name, "callback_id": id_, "type": type_, "description": why}
            for name, id_, type_, why in shortcuts
        ],
    }


def _usage(names: Sequence[str]) -> str:
    return f"[{'|'.join(dict.fromkeys(name.split()[0] for name in names))}]"


def _oauth(url: str) -> Json:
    scopes: Json = {"scopes": {"bot": sorted(SCOPES)}}
    return {**scopes, "redirect_urls": [url + REDIRECT_PATH]} if url else scopes


def _settings(url: str) -> Json:
    events: Json = {"bot_events": list(BOT_EVENTS)}
    interactivity: Json = {"is_enabled": True}
    if url:
        events = {"request_url": url + EVENTS_PATH, **events}
        interactivity["request_url"] = url + EVENTS_PATH
    return {
        "event_subscriptions": events,
        "interactivity": interactivity,
        "org_deploy_enabled": bool(url),
        "socket_mode_enabled": not url,
        "token_rotation_enabled": False,
    }
