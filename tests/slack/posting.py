"""The one way a message comes to be, changes or goes, whoever asks: a method, an ack or a URL."""

from tests.slack.elements import surviving
from tests.slack.records import ApiError, Json, Message, Room
from tests.slack.state import State

UPDATE_CHARACTERS = 4_000


def refuse_room(state: State, room: Room) -> None:
    """What keeps the app from posting there."""
    if room.archived:
        raise ApiError("is_archived")
    if room.refuses:
        raise ApiError(room.refuses)
    if room.direct_to:
        _refuse_direct(state, room)
    elif state.teams[room.team].bot_user not in room.members:
        raise ApiError("channel_not_found" if room.private else "not_in_channel")


def _refuse_direct(state: State, room: Room) -> None:
    if not state.app_messages_tab:
        raise ApiError("messages_tab_disabled")
    account = state.accounts[room.direct_to]
    if account.is_bot:
        raise ApiError("cannot_dm_bot")
    if account.deactivated:
        raise ApiError("user_disabled")


def content_of(state: State, method: str, payload: Json) -> Json:
    """Text and blocks, checked as a message."""
    given: Json = {part: payload[part] for part in ("text", "blocks") if payload.get(part)}
    if not given:
        raise ApiError("no_text")
    state.checked(method, given, "message")
    blocks = given.get("blocks", [])
    _refuse_unready_files(state, blocks)
    return {"text": given.get("text", ""), "blocks": state.with_ids(blocks)}


def _refuse_unready_files(state: State, blocks: list[Json]) -> None:
    for block in blocks:
        name = block.get("slack_file", {}).get("id")
        if name and not (name in state.uploads and state.uploads[name].ready):
            raise ApiError("invalid_blocks", response_metadata={"messages": ["invalid slack file"]})


def say(state: State, method: str, room: Room, payload: Json, only_for: str = "") -> Message:
    """The app's message in a room, or for one person's eyes in it."""
    content = content_of(state, method, payload)
    thread = str(payload.get("thread_ts") or "")
    team = state.teams[room.team]
    made = Message(
        ts=state.new_ts(),
        room=room.id,
        team=team.id,
        author=team.bot_user,
        bot_id=team.bot_id,
        thread_ts=_root(room, thread) if thread else "",
        broadcast=bool(payload.get("reply_broadcast")),
        only_for=only_for,
        metadata=payload.get("metadata"),
        **content,
    )
    return keep(state, made)


def _root(room: Room, thread: str) -> str:
    """A reply to a reply lands in the same thread, as Slack's client shows it."""
    parent = room.messages.get(thread)
    if parent is None:
        raise ApiError("thread_not_found")
    return parent.thread_ts or parent.ts


def keep(state: State, message: Message) -> Message:
    state.rooms[message.room].messages[message.ts] = message
    state.touch()
    return message


def change(state: State, method: str, message: Message, payload: Json) -> Message:
    """Put new content in its place; leaving blocks out takes them away."""
    content = content_of(state, method, payload)
    if method == "chat.update" and len(content["text"]) > UPDATE_CHARACTERS:
        raise ApiError("msg_too_long")
    message.text, message.blocks = content["text"], content["blocks"]
    message.edits += 1
    message.touched = {
        who: surviving(held, message.blocks) for who, held in message.touched.items()
    }
    state.touch()
    return message


def drop(state: State, message: Message) -> None:
    state.rooms[message.room].messages.pop(message.ts, None)
    state.touch()
