"""How Slack writes down what it knows: messages, views, people, rooms as its API returns them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from tests.slack.elements import state_of
from tests.slack.records import Account, Json, Message, Room, Team, Token, Upload, View
from tests.slack.state import State

VIEW_PARTS = ("callback_id", "private_metadata", "external_id")


def message_json(state: State, message: Message) -> Json:
    """As in a chat.postMessage answer or a block_actions payload."""
    told: Json = {
        "type": "message",
        "user": message.author,
        "ts": message.ts,
        "text": message.text,
        "team": message.team,
        "blocks": message.blocks,
    }
    if message.bot_id:
        told |= {"bot_id": message.bot_id, "app_id": state.app_id}
    if message.thread_ts:
        told["thread_ts"] = message.thread_ts
    if message.edits:
        told["edited"] = {"user": message.author, "ts": message.ts}
    if message.files:
        told["files"] = [file_json(state, state.uploads[name]) for name in message.files]
    return told


def view_json(state: State, view: View) -> Json:
    """As in a views.* answer or any payload about the view."""
    content = view.content
    team = state.teams[view.team]
    return {
        "id": view.id,
        "team_id": view.opener_team,
        "type": view.kind,
        "blocks": content["blocks"],
        **{part: content.get(part, "") for part in VIEW_PARTS},
        "state": {"values": state_of(content["blocks"], view.touched)},
        "hash": view.hash,
        "title": content.get("title", {"type": "plain_text", "text": "View Title"}),
        "clear_on_close": content.get("clear_on_close", False),
        "notify_on_close": content.get("notify_on_close", False),
        "close": content.get("close"),
        "submit": content.get("submit"),
        "previous_view_id": view.previous or None,
        "root_view_id": view.root,
        "app_id": state.app_id,
        "app_installed_team_id": view.team,
        "bot_id": team.bot_id,
    }


def account_json(account: Account, now: float) -> Json:
    offset = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(account.zone)).utcoffset()
    names = {"real_name": account.shown_name, "display_name": account.shown_name}
    return {
        "id": account.id,
        "team_id": account.team,
        "name": account.name,
        "deleted": account.deactivated,
        "real_name": account.shown_name,
        "tz": account.zone,
        "tz_label": account.zone,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": {**names, "team": account.team},
        "is_admin": account.is_admin,
        "is_owner": False,
        "is_restricted": account.strict_guest,
        "is_ultra_restricted": account.strict_guest,
        "is_bot": account.is_bot,
    }


def room_json(state: State, room: Room) -> Json:
    if room.direct_to:
        return {"id": room.id, "is_im": True, "user": room.direct_to, "is_archived": room.archived}
    bot = state.teams[room.team].bot_user
    return {
        "id": room.id,
        "name": room.name,
        "is_channel": not room.private,
        "is_group": room.private,
        "is_im": False,
        "is_mpim": False,
        "is_private": room.private,
        "is_archived": room.archived,
        "is_member": bot in room.members,
        "is_shared": bool(room.shared_with),
        "is_ext_shared": bool(room.shared_with),
        "is_org_shared": False,
        "is_general": room.name == "general",
        "is_read_only": room.refuses == "restricted_action_read_only_channel",
        "is_thread_only": room.refuses == "restricted_action_thread_only_channel",
        "num_members": len(room.members),
        "context_team_id": room.team,
        "shared_team_ids": [room.team, *sorted(room.shared_with)],
    }


def team_json(team: Team) -> Json:
    told: Json = {"id": team.id, "name": team.name, "domain": team.domain}
    if team.enterprise:
        told |= {"enterprise_id": team.enterprise, "enterprise_name": f"{team.enterprise} Inc."}
    return told


def file_json(state: State, file: Upload) -> Json:
    """`mimetype` stays empty until Slack has looked at the file."""
    return {
        "id": file.id,
        "name": file.name,
        "title": file.title or file.name,
        "mimetype": kind_of(file) if file.ready else "",
        "filetype": file.name.rsplit(".", 1)[-1],
        "mode": "hosted",
        "size": len(file.data or b""),
        "alt_txt": file.alt,
        "permalink": f"{state.base}/files/{file.id}",
        "url_private": f"{state.base}/files/{file.id}",
    }


def kind_of(file: Upload) -> str:
    endings = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "json": "text/plain"}
    return endings.get(file.name.rsplit(".", 1)[-1], "text/plain")


def who_am_i(state: State, token: Token) -> Json:
    """The auth.test answer; an organisation-wide token names its organisation."""
    team = state.teams[token.team]
    told: Json = {
        "url": f"https://{team.domain}.example/",
        "team": team.name,
        "user": "prepcircle",
        "team_id": team.id,
        "user_id": team.bot_user,
        "bot_id": team.bot_id,
        "is_enterprise_install": bool(token.enterprise),
    }
    if team.enterprise:
        told["enterprise_id"] = team.enterprise
    return told


def enterprise_json(team: Team) -> Json | None:
    if not team.enterprise:
        return None
    return {"id": team.enterprise, "name": f"{team.enterprise} Inc."}


def thread_of(message: Message) -> str:
    """The ts a reply to this message must name."""
    return message.thread_ts or message.ts
