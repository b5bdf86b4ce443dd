"""The one way a message comes to be, changes or goes, whoever asks: a request or a callback."""

import json
from collections.abc import Iterable, Mapping

from tests.discord import refusals
from tests.discord.elements import kept, malformed, media
from tests.discord.laws import broken_by_message
from tests.discord.permissions import bot_may
from tests.discord.pings import broken_by_mentions, work_out
from tests.discord.records import (
    COMPONENTS_V2,
    DM,
    EPHEMERAL,
    LOADING,
    ApiError,
    Interaction,
    Json,
    Message,
    Room,
    Upload,
)
from tests.discord.state import State

FILE_BYTES, MOST_FILES, NONCE = 10 * 1024**2, 10, 25
SETTABLE = 1 << 2 | 1 << 12 | COMPONENTS_V2
"""SUPPRESS_EMBEDS, SUPPRESS_NOTIFICATIONS, IS_COMPONENTS_V2: what a sender may set."""
CONTENT = ("content", "embeds", "components", "poll", "sticker_ids")
CHECKED = (*CONTENT, "flags", "allowed_mentions")
"""What a validator of payloads is shown; the rest is how it is sent."""
Files = Mapping[str, Upload]


def say(
    state: State,
    route: str,
    room: Room,
    payload: Json,
    files: Files,
    *,
    by: Interaction | None = None,
    only_for: str = "",
    message_id: str = "",
) -> Message:
    """The bot's message in a room, or for one person's eyes in it. Raises ApiError."""
    flags = int(payload.get("flags") or 0) & SETTABLE
    _check(state, route, payload, files, flags)
    if not files and not any(payload.get(name) for name in CONTENT):
        _refuse_empty(state, route, payload)
    reply = _answered(state, route, room, payload)
    made = Message(
        id=message_id or state.new_id(),
        room=room.id,
        author=state.app_id,
        born=state.now(),
        only_for=only_for,
        nonce=str(payload.get("nonce") or ""),
        reply_to=reply,
        by=by.token if by else "",
    )
    _fill(state, made, payload, files, flags | (EPHEMERAL if only_for else 0))
    work_out(state, room, made, payload)
    return keep(state, made)


def _answered(state: State, route: str, room: Room, payload: Json) -> str:
    """The message this one replies to; where it is gone, none if the sender put up with that."""
    reference = payload.get("message_reference") or {}
    reply = str(reference.get("message_id") or "")
    if reply and room.kind != DM and "read_message_history" not in bot_may(state, room):
        raise refusals.no_history()
    if reply and reply not in room.messages:
        if reference.get("fail_if_not_exists", True):
            state.refuse(route, "message", payload, ["message_reference: Unknown message"])
        return ""
    return reply


def _refuse_empty(state: State, route: str, payload: Json) -> None:
    try:
        state.refuse(route, "message", payload, ["an empty message"])
    except ApiError:
        raise refusals.empty_message() from None


def _check(
    state: State,
    route: str,
    payload: Json,
    files: Files,
    flags: int,
    named: Iterable[str] = CHECKED,
) -> None:
    """`named`: what the sender gave; a validator need not judge what was there before."""
    big = next((one for one in files.values() if len(one.data) > FILE_BYTES), None)
    if big is not None:
        raise ApiError(413, 40005, "Request entity too large")
    own = broken_by_message(payload, flags) + broken_by_mentions(payload)
    if not malformed(payload.get("components") or []):
        own += _broken_by_files(payload, files)
    if len(str(payload.get("nonce") or "")) > NONCE:
        own.append(f"a nonce of {len(str(payload['nonce']))} characters")
    shown = {name: payload[name] for name in CHECKED if name in payload and name in named}
    state.checked(route, shown, "message", own)


def _broken_by_files(payload: Json, files: Files) -> list[str]:
    """An attachment:// address must name a file that comes along."""
    found = [f"{len(files)} files"] if len(files) > MOST_FILES else []
    there = {upload.name for upload in files.values()}
    there |= {str(one.get("filename")) for one in payload.get("attachments") or []}
    for item in media(payload.get("components") or []):
        url = str(item.get("url") or "")
        if not url.startswith(("http://", "https://")):
            named = url.removeprefix("attachment://")
            found += [] if named != url and named in there else [f"a picture at {url!r}"]
    return found


def _fill(state: State, message: Message, payload: Json, files: Files, flags: int) -> None:
    message.flags = flags
    message.content = str(payload.get("content") or "")
    message.embeds = json.loads(json.dumps(payload.get("embeds") or []))
    message.files = _attached(message, payload, files)
    message.components = _shown(message, payload.get("components") or [])
    for upload in message.files:
        state.uploads[upload.id] = upload


def _shown(message: Message, components: list[Json]) -> list[Json]:
    """With ids, and attachment:// addresses made real."""
    shown = kept(components)
    for item in media(shown):
        name = str(item["url"]).removeprefix("attachment://")
        upload = next((one for one in message.files if one.name == name), None)
        if upload is not None:
            item |= {"url": upload.url, "attachment_id": upload.id, "content_type": upload.kind}
        item |= {"proxy_url": item["url"], "width": 0, "height": 0, "loading_state": 2}
        item |= {"placeholder": "", "flags": 0, "id": message.id}
    return shown


def _attached(message: Message, payload: Json, files: Files) -> list[Upload]:
    """`attachments` lists those that stay by their ids and describes new ones by their numbers."""
    listed = payload.get("attachments")
    if listed is None:
        return [*message.files, *files.values()]
    described = {str(one.get("id")): one for one in listed}
    stay = [upload for upload in message.files if upload.id in described]
    for number, upload in files.items():
        upload.description = str(described.get(number, {}).get("description") or "")
    return [*stay, *files.values()]


def keep(state: State, message: Message) -> Message:
    state.rooms[message.room].messages[message.id] = message
    state.touch()
    return message


def change(state: State, route: str, message: Message, payload: Json, files: Files) -> Message:
    """Put what is named in the payload in its place; the rest stays. Raises ApiError."""
    waiting = message.loading
    merged = _merged(message, payload)
    flags = _flags_after(state, route, message, payload)
    _check(state, route, {**merged, **_transport(payload)}, files, flags, payload)
    if not files and not any(merged.get(name) for name in (*CONTENT, "attachments")):
        _refuse_empty(state, route, payload)
    if "components" not in payload:
        merged["components"] = message.components
    _fill(state, message, merged, files, flags)
    work_out(state, state.rooms[message.room], message, payload)
    if not waiting:
        message.edited, message.edits = state.now(), message.edits + 1
    state.touch()
    return message


def _transport(payload: Json) -> Json:
    return {name: payload[name] for name in ("flags", "allowed_mentions") if name in payload}


def _merged(message: Message, payload: Json) -> Json:
    """The content as it will be."""
    now: Json = {
        "content": message.content,
        "embeds": message.embeds,
        "components": message.components,
        "attachments": [{"id": one.id, "filename": one.name} for one in message.files],
    }
    named = {name: payload[name] for name in (*CONTENT, "attachments") if name in payload}
    merged = now | named
    return {name: value for name, value in merged.items() if value}


def _flags_after(state: State, route: str, message: Message, payload: Json) -> int:
    """IS_COMPONENTS_V2 can be set by an edit and never be taken away."""
    stays = message.flags & ~LOADING
    if payload.get("flags") is None:
        return stays
    asked = int(payload["flags"]) & SETTABLE
    if stays & COMPONENTS_V2 and not asked & COMPONENTS_V2:
        state.refuse(route, "message", payload, ["IS_COMPONENTS_V2 taken away"])
    return stays & ~SETTABLE | asked


def drop(state: State, message: Message) -> None:
    state.rooms[message.room].messages.pop(message.id, None)
    state.touch()


def loading(state: State, room: Room, by: Interaction, only_for: str) -> Message:
    """ "Prepcircle is thinking…", until it is edited."""
    flags = LOADING | (EPHEMERAL if only_for else 0)
    at = state.now()
    made = Message(state.new_id(), room.id, state.app_id, at, flags=flags, by=by.token)
    made.only_for = only_for
    return keep(state, made)
