"""Who is notified by a message, as Discord works it out from its words and `allowed_mentions`."""

import re
from dataclasses import dataclass

from tests.discord.elements import texts
from tests.discord.permissions import bot_may
from tests.discord.records import Json, Message, Ping, Room
from tests.discord.state import State
from tests.discord.wire import user_json

CODE = re.compile(r"```.*?```|``.+?``|`[^`]+`", re.DOTALL)
PERSON, ROLE, EVERYBODY = (
    re.compile(r"<@!?(\d+)>"),
    re.compile(r"<@&(\d+)>"),
    re.compile(r"@(everyone|here)"),
)
SORTS = ("users", "roles", "everyone")


@dataclass(frozen=True)
class Allowed:
    """What a payload lets through; None in `parse` means that sort is allowed as a whole."""

    users: set[str] | None
    roles: set[str] | None
    everyone: bool
    replied_user: bool


def allowed_by(payload: Json, *, answers: bool) -> Allowed:
    """Without `allowed_mentions` posts notify everybody named, answers only people."""
    given = payload.get("allowed_mentions")
    if given is None:
        given = {"parse": ["users"] if answers else list(SORTS), "replied_user": True}
    parse = given.get("parse") or []
    return Allowed(
        None if "users" in parse else set(map(str, given.get("users") or [])),
        None if "roles" in parse else set(map(str, given.get("roles") or [])),
        "everyone" in parse,
        bool(given.get("replied_user")),
    )


def broken_by_mentions(payload: Json) -> list[str]:
    """Why Discord refuses the `allowed_mentions` of a payload."""
    given = payload.get("allowed_mentions") or {}
    parse = given.get("parse") or []
    found = [f"allowed_mentions: parse {one!r}" for one in parse if one not in SORTS]
    for sort in ("users", "roles"):
        listed = given.get(sort) or []
        if listed and sort in parse:
            found.append(f"allowed_mentions: {sort} parsed and listed")
        if len(listed) > 100:
            found.append(f"allowed_mentions: {len(listed)} {sort}")
    return found


def work_out(state: State, room: Room, message: Message, payload: Json) -> None:
    """Fill in the message's mention fields and keep whom it notifies."""
    words = "\n".join([message.content, *texts(message.components)])
    words = CODE.sub("", words)
    allowed = allowed_by(payload, answers=bool(message.by))
    people = [one for one in dict.fromkeys(PERSON.findall(words)) if one in state.accounts]
    people = [one for one in people if allowed.users is None or one in allowed.users]
    roles = _roles(state, room, words, allowed)
    everybody = _everybody(state, room, words, allowed)
    replied = _replied(room, message, allowed)
    message.mentions = {
        "mentions": [user_json(state.accounts[one]) for one in people],
        "mention_roles": roles,
        "mention_everyone": bool(everybody),
    }
    targets = dict.fromkeys([*people, *roles, *everybody, *replied])
    if not message.only_for:
        state.pings += [Ping(message.id, room.id, target) for target in targets]


def _roles(state: State, room: Room, words: str, allowed: Allowed) -> list[str]:
    """A role that is not mentionable needs a permission of the bot."""
    if not room.guild:
        return []
    known, may = state.guilds[room.guild].roles, "mention_everyone" in bot_may(state, room)
    named = [one for one in dict.fromkeys(ROLE.findall(words)) if one in known]
    named = [one for one in named if allowed.roles is None or one in allowed.roles]
    return [one for one in named if known[one].mentionable or may]


def _everybody(state: State, room: Room, words: str, allowed: Allowed) -> list[str]:
    may = room.guild and "mention_everyone" in bot_may(state, room)
    return [f"@{one}" for one in EVERYBODY.findall(words) if allowed.everyone and may]


def _replied(room: Room, message: Message, allowed: Allowed) -> list[str]:
    to = room.messages.get(message.reply_to)
    return [to.author] if to and allowed.replied_user and to.author != message.author else []
