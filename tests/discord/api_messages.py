"""Messages in rooms, and direct messages."""

from tests.discord import refusals
from tests.discord.permissions import need
from tests.discord.posting import Files, change, drop, say
from tests.discord.records import DM, FORUM, Call, Json, Message, Room
from tests.discord.state import State
from tests.discord.wire import room_json
from tests.discord.wire_messages import message_json


def _room(state: State, call: Call) -> Room:
    return state.known_room(call.path["channel_id"])


def refuse_room(state: State, room: Room, files: Files) -> None:
    """What keeps the bot from posting there. Raises ApiError."""
    if room.kind == DM and state.accounts[room.recipient].closed_dms:
        raise refusals.closed_dms()
    if room.kind == FORUM:
        raise refusals.not_a_text_channel()
    wanted = "send_messages_in_threads" if room.is_thread else "send_messages"
    need(state, room, wanted, *(["attach_files"] if files else []))
    if room.locked:
        raise refusals.locked_thread()


def create(state: State, call: Call) -> Json:
    """POST; a nonce seen in the past few minutes brings the first message back."""
    room = _room(state, call)
    refuse_room(state, room, call.files)
    known = _seen(state, room, call.body)
    if known is not None:
        return message_json(state, known)
    _open_again(state, room)
    made = say(state, call.route, room, call.body, call.files)
    if made.nonce:
        state.nonces[(room.id, made.nonce)] = (made.id, state.now())
    return message_json(state, made)


def _seen(state: State, room: Room, payload: Json) -> Message | None:
    if not payload.get("enforce_nonce"):
        return None
    message, at = state.nonces.get((room.id, str(payload.get("nonce"))), ("", 0.0))
    return room.messages.get(message) if state.now() - at <= state.nonce_life else None


def _open_again(state: State, room: Room) -> None:
    """A message wakes an archived thread."""
    if room.archived:
        room.archived = False
        state.tell("THREAD_UPDATE", room_json(state, room), room.guild)


def read(state: State, call: Call) -> list[Json]:
    """GET, newest first."""
    room = _room(state, call)
    need(state, room, "view_channel", "read_message_history")
    shown = [message for message in room.messages.values() if not message.only_for]
    most = int(call.query.get("limit") or 50)
    return [message_json(state, message) for message in shown[::-1][:most]]


def read_one(state: State, call: Call) -> Json:
    room = _room(state, call)
    need(state, room, "view_channel", "read_message_history")
    return message_json(state, state.message(room, call.path["message_id"]))


def edit(state: State, call: Call) -> Json:
    room = _room(state, call)
    need(state, room, "view_channel")
    message = state.message(room, call.path["message_id"])
    if message.author != state.app_id:
        raise refusals.other_authors_message()
    if room.archived:
        raise refusals.archived_thread()
    return message_json(state, change(state, call.route, message, call.body, call.files))


def delete(state: State, call: Call) -> None:
    room = _room(state, call)
    message = state.message(room, call.path["message_id"])
    others = message.author != state.app_id
    need(state, room, "view_channel", *(["manage_messages"] if others else []))
    if room.archived:
        raise refusals.archived_thread()
    drop(state, message)


def pin(state: State, call: Call) -> None:
    room = _room(state, call)
    need(state, room, "view_channel", "pin_messages")
    state.message(room, call.path["message_id"]).pinned = True


def typing(state: State, call: Call) -> None:
    refuse_room(state, _room(state, call), {})


def open_dm(state: State, call: Call) -> Json:
    """POST /users/@me/channels; closed doors show only when something is sent."""
    user = str(call.body.get("recipient_id"))
    if user not in state.accounts:
        raise refusals.unknown_user()
    if state.accounts[user].is_bot:
        raise refusals.closed_dms()
    return room_json(state, state.direct(user))
