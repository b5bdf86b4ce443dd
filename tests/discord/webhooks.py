"""What an interaction's token allows for fifteen minutes: follow-ups and edits of its messages."""

from tests.discord import refusals
from tests.discord.callbacks import AUTOCOMPLETE
from tests.discord.posting import change, drop, say
from tests.discord.records import EPHEMERAL, Call, Interaction, Json, Message
from tests.discord.state import TOKEN_LIFE, State
from tests.discord.wire_messages import message_json

FOLLOW_UPS_WITHOUT_BOT = 5


def _of(state: State, call: Call) -> Interaction:
    """An interaction that was answered and whose token lives. Raises ApiError."""
    found = state.interactions.get(call.path["webhook_token"])
    if found is None or call.path["webhook_id"] != state.app_id:
        raise refusals.unknown_webhook()
    if state.now() - found.born > TOKEN_LIFE:
        raise refusals.expired_token()
    if found.answer is None or found.kind == AUTOCOMPLETE:
        raise refusals.unknown_webhook()
    return found


def _message(state: State, of: Interaction, message_id: str) -> Message:
    """One that this token reaches."""
    wanted = of.original if message_id == "@original" else message_id
    found = state.known_room(of.room).messages.get(wanted)
    if found is None or wanted not in {of.original, of.source, *of.follow_ups}:
        raise refusals.unknown_message()
    return found


def follow_up(state: State, call: Call) -> Json:
    """POST; right after a deferral it fills the message that is waiting instead."""
    of = _of(state, call)
    room = state.known_room(of.room)
    waiting = room.messages.get(of.original)
    if waiting is not None and waiting.loading:
        return message_json(state, change(state, call.route, waiting, call.body, call.files))
    if _without_bot(state, of) and len(of.follow_ups) >= FOLLOW_UPS_WITHOUT_BOT:
        raise refusals.too_many_follow_ups()
    only_for = of.user if int(call.body.get("flags") or 0) & EPHEMERAL else ""
    made = say(state, call.route, room, call.body, call.files, by=of, only_for=only_for)
    of.follow_ups.append(made.id)
    return message_json(state, made)


def _without_bot(state: State, of: Interaction) -> bool:
    return bool(of.guild) and not state.guilds[of.guild].bot_in


def look(state: State, call: Call) -> Json:
    return message_json(state, _named(state, call))


def edit(state: State, call: Call) -> Json:
    message = change(state, call.route, _named(state, call), call.body, call.files)
    return message_json(state, message)


def delete(state: State, call: Call) -> None:
    drop(state, _named(state, call))


def _named(state: State, call: Call) -> Message:
    return _message(state, _of(state, call), call.path.get("message_id", "@original"))
