"""The first answer to an interaction: in three seconds, once, of a type that fits."""

from tests.discord import refusals
from tests.discord.elements import kept
from tests.discord.laws import broken_by_choices, broken_by_modal
from tests.discord.posting import change, loading, say
from tests.discord.records import EPHEMERAL, Call, Interaction, Json, Message
from tests.discord.state import State
from tests.discord.wire_messages import message_json

COMMAND, COMPONENT, AUTOCOMPLETE, MODAL = 2, 3, 4, 5
MESSAGE, DEFER, DEFER_UPDATE, UPDATE, CHOICES, OPEN = 4, 5, 6, 7, 8, 9
FITTING = {
    COMMAND: {MESSAGE, DEFER, OPEN},
    COMPONENT: {MESSAGE, DEFER, DEFER_UPDATE, UPDATE, OPEN},
    AUTOCOMPLETE: {CHOICES},
    MODAL: {MESSAGE, DEFER},
}


def answer(state: State, call: Call) -> Json | None:
    """POST /interactions/{id}/{token}/callback."""
    interaction = _waiting(state, call)
    kind, data = int(call.body.get("type") or 0), call.body.get("data") or {}
    if kind not in _fitting(interaction):
        why = f"type {kind} does not answer an interaction of type {interaction.kind}"
        state.refuse(call.route, "callback", call.body, [why])
    _carry_out(state, call, interaction, kind, data)
    interaction.answer = kind
    state.touch()
    if call.query.get("with_response") not in {"true", "1", "True"}:
        return None
    return _told(state, interaction)


def _waiting(state: State, call: Call) -> Interaction:
    """The interaction, if it may still be answered. Raises ApiError."""
    found = state.interactions.get(call.path["webhook_token"])
    if found is None or found.id != call.path["webhook_id"]:
        raise refusals.unknown_interaction()
    if found.answer is not None:
        raise refusals.already_acknowledged()
    if state.failed(found):
        found.late = True
        state.touch()
        raise refusals.unknown_interaction()
    return found


def _fitting(interaction: Interaction) -> set[int]:
    fitting = FITTING[interaction.kind]
    from_message = interaction.kind == MODAL and interaction.source
    return fitting | {DEFER_UPDATE, UPDATE} if from_message else fitting


def _carry_out(state: State, call: Call, of: Interaction, kind: int, data: Json) -> None:
    if kind == MESSAGE:
        room, only_for = state.known_room(of.room), _only_for(of, data)
        made = say(state, call.route, room, data, call.files, by=of, only_for=only_for)
        of.original = made.id
    elif kind == DEFER:
        _defer(state, call, of, data)
    elif kind == DEFER_UPDATE:
        of.original = of.source
    elif kind == UPDATE:
        change(state, call.route, source(state, of), data, call.files)
        of.original = of.source
    elif kind == CHOICES:
        state.checked(call.route, data, "autocomplete", broken_by_choices(data.get("choices")))
        of.choices = data["choices"]
    else:
        state.checked(call.route, data, "modal", broken_by_modal(data))
        of.modal = {**data, "components": kept(data["components"])}
        state.modals[of.user] = of


def _defer(state: State, call: Call, of: Interaction, data: Json) -> None:
    """Components V2 come with the edit, not with the deferral."""
    if int(data.get("flags") or 0) & ~EPHEMERAL:
        why = "a deferred message may only carry EPHEMERAL"
        state.refuse(call.route, "callback", call.body, [why])
    of.original = loading(state, state.known_room(of.room), of, _only_for(of, data)).id


def _only_for(of: Interaction, data: Json) -> str:
    return of.user if int(data.get("flags") or 0) & EPHEMERAL else ""


def source(state: State, of: Interaction) -> Message:
    """The message whose component was used; an ephemeral one too. Raises ApiError."""
    found = state.known_room(of.room).messages.get(of.source)
    if found is None:
        raise refusals.unknown_message()
    return found


def _told(state: State, of: Interaction) -> Json:
    told: Json = {"interaction": {"id": of.id, "type": of.kind}, "resource": {"type": of.answer}}
    message = state.rooms[of.room].messages.get(of.original) if of.original else None
    if message is not None:
        told["resource"]["message"] = message_json(state, message)
        told["interaction"] |= {
            "response_message_id": message.id,
            "response_message_loading": message.loading,
            "response_message_ephemeral": bool(message.only_for),
        }
    return told
