"""What people did, read from Slack's payloads. No I/O.

A payload without what tells one deed from another raises ValueError: taken with a gap, the next
one like it would pass for a repeat and be lost without a word.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from adapters.slack.forms import values_of
from adapters.slack.heard import heard
from adapters.slack.places import PLATFORM
from bot.domain.ids import ActorRef, ChannelRef
from bot.ports import Invocation, Pressed, Request, Submitted, Typed

Spot = Literal["command", "public", "private", "modal", "home"]
"""Where it was done. `private`: on a message only the person sees, whose place an answer takes."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An invocation, and what is needed to answer it."""

    invocation: Invocation
    spot: Spot
    channel: str
    """As Slack names it, also for a direct conversation."""
    trigger: str = ""
    response_url: str = ""
    view: str = ""
    view_hash: str = ""

    @property
    def workspace(self) -> str:
        return self.invocation.channel.workspace

    @property
    def user(self) -> str:
        return self.invocation.actor.user

    @property
    def metadata(self) -> str:
        return json.dumps({"channel": self.channel})


def workspace_of(body: Mapping[str, Any]) -> str:
    """The team that has the app; for one installed in a whole organisation, the organisation.

    In a channel that workspaces share, this need not be the team of the person. Raises ValueError.
    """
    # What happened is seen by many; only this says through which of them it came to us.
    seen = next(iter(body.get("authorizations") or ()), body)
    whole = seen.get("is_enterprise_install") in (True, "true")
    enterprise = _id(seen.get("enterprise")) or _text(seen, "enterprise_id")
    found = enterprise if whole and enterprise else _team_of(seen) or enterprise
    if not found:
        raise ValueError("the payload names no workspace")
    return found


def _team_of(body: Mapping[str, Any]) -> str:
    has_app = _text(_part(body, "view"), "app_installed_team_id")
    return has_app or _id(body.get("team")) or _text(body, "team_id")


def command(body: Mapping[str, Any]) -> Deed:
    who = _Who(workspace_of(body), _needed(body, "user_id"), _text(body, "user_name"))
    channel, trigger = _needed(body, "channel_id"), _needed(body, "trigger_id")
    said = who.invocation(trigger, channel, Typed(heard(_text(body, "text"))))
    return Deed(said, "command", channel, trigger, _text(body, "response_url"))


def action(body: Mapping[str, Any]) -> Deed | None:
    """A pressed button or a picked option; None when nothing was chosen."""
    made = body["actions"][0]
    token = _text(_part(made, "selected_option"), "value") or _text(made, "value")
    return _acted(body, token, _needed(made, "action_ts")) if token else None


def flips(body: Mapping[str, Any]) -> list[Deed]:
    """One for each check box that is not as it was drawn: Slack sends only which ones are on now.

    A box counts once for one drawing, whoever hears of it how often: the flips before this one are
    repeats, and what is flipped back before it is drawn again is as if it had never been.
    """
    made = body["actions"][0]
    drawing = _text(_part(body, "view"), "hash") or _needed(made, "action_ts")
    return [_acted(body, token, f"{drawing}/{token}") for token in _flipped(made, body)]


def _acted(body: Mapping[str, Any], token: str, which: str) -> Deed:
    container, view, who = _part(body, "container"), _part(body, "view"), _person(body)
    channel = _id(body.get("channel")) or _text(container, "channel_id")
    channel = channel or metadata_of(view).get("channel", "")
    shown = _text(container, "message_ts") or _text(view, "id")
    return Deed(
        who.invocation(f"{who.user}/{shown}/{which}", channel, Pressed(token)),
        _spot(body, channel),
        channel,
        _text(body, "trigger_id"),
        _text(body, "response_url"),
        _text(view, "id"),
        _text(view, "hash"),
    )


def submission(body: Mapping[str, Any]) -> Deed:
    view, who = _part(body, "view"), _person(body)
    kept, shown = metadata_of(view), _needed(view, "id")
    channel = kept.get("channel", "")
    request = Submitted(kept.get("token", ""), values_of(view))
    unique = f"{shown}/{_needed(view, 'hash')}"
    return Deed(who.invocation(unique, channel, request), "modal", channel, view=shown)


def shortcut(body: Mapping[str, Any], request: Request) -> Deed:
    """From anywhere, or on a message."""
    who, channel = _person(body), _id(body.get("channel"))
    trigger = _needed(body, "trigger_id")
    return Deed(
        who.invocation(f"{who.user}/{trigger}", channel, request),
        "command" if channel else "home",
        channel,
        trigger,
        _text(body, "response_url"),
    )


def happened(body: Mapping[str, Any], user: str, request: Request, channel: str = "") -> Deed:
    """An event that somebody caused."""
    who = _Who(workspace_of(body), user, "")
    said = who.invocation(_needed(body, "event_id"), channel, request)
    return Deed(said, "private", channel or user)


def metadata_of(view: Mapping[str, Any]) -> dict[str, str]:
    """What a modal of ours carries along; somebody else's or a broken one carries nothing."""
    try:
        found = json.loads(_text(view, "private_metadata"))
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in found.items()} if isinstance(found, dict) else {}


@dataclass(frozen=True, slots=True)
class _Who:
    workspace: str
    user: str
    name: str

    def invocation(self, unique: str, channel: str, request: Request) -> Invocation:
        """A direct conversation, and the Home tab, count as the person's own."""
        direct = not channel or channel[0] in "DUW"
        room = ChannelRef(PLATFORM, self.workspace, self.user if direct else channel, direct)
        actor = ActorRef(PLATFORM, self.workspace, self.user)
        return Invocation(unique[:128], room, actor, self.name or self.user, request)


def _person(body: Mapping[str, Any]) -> _Who:
    user = _part(body, "user")
    name = _text(user, "name") or _text(user, "username")
    return _Who(workspace_of(body), _needed(user, "id"), name)


def _spot(body: Mapping[str, Any], channel: str) -> Spot:
    view = _part(body, "view")
    if view:
        return "home" if view.get("type") == "home" else "modal"
    hidden = _part(body, "container").get("is_ephemeral") is True
    return "private" if hidden or channel.startswith("D") else "public"


def _flipped(made: Mapping[str, Any], body: Mapping[str, Any]) -> list[str]:
    """Raises ValueError where several are on that nobody knows the drawing of."""
    drawn = _drawn(made, body)
    before = [o["value"] for o in drawn.get("initial_options") or ()]
    now = [o["value"] for o in made.get("selected_options") or ()]
    if not drawn and len(now) > 1:
        raise ValueError("the payload does not tell how the boxes were drawn")
    return [value for value in dict.fromkeys(now + before) if (value in now) != (value in before)]


def _drawn(made: Mapping[str, Any], body: Mapping[str, Any]) -> Mapping[str, Any]:
    shown = _part(body, "view") or _part(body, "message")
    for block in shown.get("blocks") or ():
        for element in block.get("elements") or ():
            if element.get("action_id") == made.get("action_id"):
                return dict(element)
    return {}


def _id(found: object) -> str:
    return _text(found, "id") if isinstance(found, Mapping) else ""


def _part(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Empty where Slack says null, or nothing."""
    found = body.get(name)
    return found if isinstance(found, Mapping) else {}


def _text(body: Mapping[str, Any], name: str) -> str:
    found = body.get(name)
    return found if isinstance(found, str) else ""


def _needed(body: Mapping[str, Any], name: str) -> str:
    found = _text(body, name)
    if not found:
        raise ValueError(f"the payload has no {name}")
    return found
