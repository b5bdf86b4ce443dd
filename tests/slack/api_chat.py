"""chat.*: posting, changing and deleting messages."""

from tests.slack.posting import change, drop, refuse_room, say
from tests.slack.records import ApiError, Json, Message, Room, Token
from tests.slack.state import State
from tests.slack.wire import message_json


def _room(state: State, token: Token, args: Json) -> Room:
    """The room a call means, if the token's workspace has it."""
    room = state.room(str(args.get("channel") or ""))
    if not state.reaches(token, room.team, *room.shared_with):
        raise ApiError("channel_not_found")
    return room


def _own_message(state: State, token: Token, args: Json, refusal: str) -> Message:
    room = _room(state, token, args)
    found = room.messages.get(str(args.get("ts")))
    if found is None or found.only_for:
        raise ApiError("message_not_found")
    if not found.bot_id:
        raise ApiError(refusal)
    return found


def post_message(state: State, token: Token, args: Json) -> Json:
    room = _room(state, token, args)
    refuse_room(state, room)
    made = say(state, "chat.postMessage", room, args)
    return {"channel": room.id, "ts": made.ts, "message": message_json(state, made)}


def post_ephemeral(state: State, token: Token, args: Json) -> Json:
    room = _room(state, token, args)
    refuse_room(state, room)
    user = str(args.get("user"))
    if user not in room.members:
        raise ApiError("user_not_in_channel")
    made = say(state, "chat.postEphemeral", room, args, only_for=user)
    return {"message_ts": made.ts}


def update(state: State, token: Token, args: Json) -> Json:
    message = _own_message(state, token, args, "cant_update_message")
    if state.rooms[message.room].archived:
        raise ApiError("is_archived")
    changed = change(state, "chat.update", message, args)
    told = {"channel": message.room, "ts": message.ts, "text": message.text}
    return {**told, "message": message_json(state, changed)}


def delete(state: State, token: Token, args: Json) -> Json:
    message = _own_message(state, token, args, "cant_delete_message")
    drop(state, message)
    return {"channel": message.room, "ts": message.ts}
