"""What people did, read from Discord's interactions. No I/O."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import Any

from adapters.discord.actions import chosen, confirmed
from adapters.discord.commands import NOTE, typed
from adapters.discord.forms import values_of
from adapters.discord.limits import EPHEMERAL
from adapters.discord.markdown import plain
from adapters.discord.places import PLATFORM
from adapters.shapes import Json
from bot.domain.ids import ActorRef, ChannelRef
from bot.ports import Invocation, Pressed, Request, Submitted, Typed

_THREADS = {10, 11, 12}


class Kind(IntEnum):
    COMMAND = 2
    COMPONENT = 3
    AUTOCOMPLETE = 4
    MODAL = 5


@dataclass(frozen=True, slots=True)
class Deed:
    """An interaction as an invocation, and what is needed to answer it."""

    invocation: Invocation
    kind: Kind
    id: str
    token: str
    app: str
    takes_place: bool
    """Done on a message only this person sees, whose place the answer takes."""
    asks: str = ""
    """The action token of a button that wants to be asked about first."""
    above: ChannelRef | None = None
    """The room over the thread in which it was done, where a person began that."""


def deed_of(body: Json) -> Deed:
    """Raises KeyError or ValueError for what is no interaction of a person with us."""
    kind, data = Kind(body["type"]), body.get("data") or {}
    token = chosen(data) if kind is Kind.COMPONENT else ""
    message = body.get("message") or {}
    hidden = bool(int(message.get("flags") or 0) & EPHEMERAL) or not body.get("guild_id")
    invocation = _invocation(body, _request(kind, data, token))
    return Deed(
        invocation,
        kind,
        str(body["id"]),
        str(body["token"]),
        str(body["application_id"]),
        bool(message) and hidden,
        confirmed(token),
        _above(body, invocation.channel),
    )


def quoted(body: Json) -> str | None:
    """The words of the message whose menu was used; None for any other deed."""
    data = body.get("data") or {}
    if data.get("type") != 3 or data.get("name") != NOTE:
        return None
    messages = (data.get("resolved") or {}).get("messages") or {}
    message = messages.get(str(data.get("target_id"))) or {}
    return str(message.get("content") or "") or _on_card(message.get("components"))


def _on_card(components: object) -> str:
    """What a card says, in plain words."""
    return "\n".join(plain(text) for text in _texts(components))


def _texts(components: object) -> Iterator[str]:
    for component in components if isinstance(components, list) else ():
        if isinstance(component, dict):
            if isinstance(component.get("content"), str):
                yield component["content"]
            yield from _texts(component.get("components"))


def _request(kind: Kind, data: Mapping[str, Any], token: str) -> Request:
    match kind:
        case Kind.COMPONENT:
            return Pressed(token)
        case Kind.MODAL:
            return Submitted(str(data.get("custom_id", "")), values_of(data))
        case Kind.COMMAND if data.get("type") == 3:
            return Typed("note")
        case Kind.COMMAND:
            return Typed(typed(data))
        case Kind.AUTOCOMPLETE:
            return Typed("")


def _invocation(body: Json, request: Request) -> Invocation:
    """People are the same on every server, so they belong to none."""
    member = body.get("member") or {}
    user = member.get("user") or body["user"]
    name = member.get("nick") or user.get("global_name") or user.get("username") or user["id"]
    guild = _guild(body)
    own = str(user["id"])
    room = ChannelRef(PLATFORM, guild, _room(body) if guild else own, not guild)
    return Invocation(str(body["id"]), room, ActorRef(PLATFORM, "", own), str(name), request)


def _guild(body: Json) -> str:
    """None where only the person has the app: what they do there is between them and us."""
    owners = body.get("authorizing_integration_owners")
    is_ours = not isinstance(owners, dict) or not owners or "0" in owners
    return str(body.get("guild_id") or "") if is_ours else ""


def _room(body: Json) -> str:
    """A thread that we began belongs to the room of the post under which it is."""
    channel = body.get("channel") or {}
    is_ours = _is_thread(channel) and channel.get("owner_id") == body["application_id"]
    return str(channel["parent_id"] if is_ours else body["channel_id"])


def _above(body: Json, room: ChannelRef) -> ChannelRef | None:
    channel = body.get("channel") or {}
    own = not room.direct and _is_thread(channel) and room.channel == str(channel.get("id"))
    return replace(room, channel=str(channel["parent_id"])) if own else None


def _is_thread(channel: Json) -> bool:
    return channel.get("type") in _THREADS
