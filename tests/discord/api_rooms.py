"""Channels and threads."""

from tests.discord import refusals
from tests.discord.permissions import need
from tests.discord.posting import say
from tests.discord.records import FORUM, PRIVATE_THREAD, THREAD, ApiError, Call, Json, Room
from tests.discord.state import State
from tests.discord.wire import room_json
from tests.discord.wire_messages import message_json

ARCHIVED_AFTER = {60, 1440, 4320, 10080}
MOST_TAGS = 5


def _room(state: State, call: Call) -> Room:
    return state.known_room(call.path["channel_id"])


def read(state: State, call: Call) -> Json:
    room = _room(state, call)
    need(state, room, "view_channel")
    return room_json(state, room)


def edit(state: State, call: Call) -> Json:
    """PATCH; of a thread whether it is archived or locked, its name and tags."""
    room = _room(state, call)
    _check_name(state, call)
    _need_for_edit(state, room, call.body)
    if room.archived and call.body.get("archived") is not False:
        raise refusals.archived_thread()
    room.name = str(call.body.get("name") or room.name)
    room.archived = bool(call.body.get("archived", room.archived))
    room.locked = bool(call.body.get("locked", room.locked))
    room.topic = str(call.body.get("topic") or room.topic)
    room.applied = list(call.body.get("applied_tags", room.applied))
    state.tell(
        "THREAD_UPDATE" if room.is_thread else "CHANNEL_UPDATE", room_json(state, room), room.guild
    )
    state.touch()
    return room_json(state, room)


def _need_for_edit(state: State, room: Room, body: Json) -> None:
    """An owner may do as they like with an open thread, except lock it."""
    if not room.is_thread:
        return need(state, room, "manage_channels")
    mine = room.owner == state.app_id and not room.locked and "locked" not in body
    if mine or (set(body) == {"archived"} and not body["archived"] and not room.locked):
        return need(state, room, "send_messages_in_threads")
    return need(state, room, "manage_threads")


def delete(state: State, call: Call) -> Json:
    """Threads go along with the channel they are in."""
    room = _room(state, call)
    need(state, room, "manage_threads" if room.is_thread else "manage_channels")
    told = room_json(state, room)
    gone(state, room)
    return told


def gone(state: State, room: Room) -> None:
    """Take a room away and tell of it."""
    told = room_json(state, room)
    for thread in list(state.threads_of(room)):
        del state.rooms[thread.id]
    del state.rooms[room.id]
    state.tell("THREAD_DELETE" if room.is_thread else "CHANNEL_DELETE", told, room.guild)
    state.touch()


def start_thread(state: State, call: Call) -> Json:
    """POST /channels/{id}/threads: a thread without a message, or a post in a forum."""
    room = _room(state, call)
    if room.kind == FORUM:
        return _post(state, call, room)
    kind = int(call.body.get("type") or PRIVATE_THREAD)
    public = kind == THREAD
    need(state, room, "create_public_threads" if public else "create_private_threads")
    return room_json(state, _thread(state, call, room, kind, state.new_id()))


def start_thread_on(state: State, call: Call) -> Json:
    """POST /channels/{id}/messages/{id}/threads: it has the message's id."""
    room = _room(state, call)
    need(state, room, "create_public_threads", "read_message_history")
    message = state.message(room, call.path["message_id"])
    if message.id in state.rooms:
        raise refusals.thread_there()
    return room_json(state, _thread(state, call, room, THREAD, message.id))


def _thread(state: State, call: Call, room: Room, kind: int, thread_id: str) -> Room:
    _check_name(state, call)
    if room.is_thread or room.kind == 1:
        raise refusals.wrong_channel_type()
    open_ones = [one for one in state.rooms.values() if one.is_thread and not one.archived]
    here = [one for one in open_ones if one.guild == room.guild]
    if len(here) >= state.guilds[room.guild].most_threads:
        raise refusals.too_many_threads()
    made = Room(thread_id, str(call.body["name"]), kind, room.guild, room.id, state.app_id)
    made.applied = [str(tag) for tag in call.body.get("applied_tags") or []]
    state.rooms[made.id] = made
    state.tell("THREAD_CREATE", {**room_json(state, made), "newly_created": True}, room.guild)
    state.touch()
    return made


def _post(state: State, call: Call, room: Room) -> Json:
    """A thread and its first message, which has the thread's id; tags as the forum asks."""
    need(state, room, "send_messages", *(["attach_files"] if call.files else []))
    tags = [str(tag) for tag in call.body.get("applied_tags") or []]
    if room.needs_tag and not tags:
        raise refusals.tag_needed()
    if len(tags) > MOST_TAGS or set(tags) - set(room.tags):
        state.refuse(call.route, "thread", call.body, [f"applied_tags: {tags}"])
    made = _thread(state, call, room, THREAD, state.new_id())
    first = call.body.get("message") or {}
    try:
        message = say(state, call.route, made, first, call.files, message_id=made.id)
    except ApiError:
        del state.rooms[made.id]
        raise
    return {**room_json(state, made), "message": message_json(state, message)}


def _check_name(state: State, call: Call) -> None:
    why = []
    name = call.body.get("name")
    if name is not None and not 1 <= len(str(name)) <= 100:
        why.append(f"a name of {len(str(name))} characters")
    if name is None and call.route.startswith("POST"):
        why.append("no name")
    if call.body.get("auto_archive_duration", 60) not in ARCHIVED_AFTER:
        why.append(f"auto_archive_duration {call.body['auto_archive_duration']}")
    if why:
        state.refuse(call.route, "thread", call.body, why)


def join(state: State, call: Call) -> None:
    """PUT /channels/{id}/thread-members/@me."""
    room = _room(state, call)
    need(state, room, "view_channel")
    if room.archived:
        raise refusals.archived_thread()
