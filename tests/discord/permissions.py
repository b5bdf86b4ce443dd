"""Permission names, their bits, and what keeps the bot from doing something somewhere."""

from collections.abc import Iterable

from tests.discord import refusals
from tests.discord.records import DM, Room
from tests.discord.state import State

BITS = {
    "administrator": 3,
    "manage_channels": 4,
    "manage_guild": 5,
    "add_reactions": 6,
    "view_channel": 10,
    "send_messages": 11,
    "manage_messages": 13,
    "embed_links": 14,
    "attach_files": 15,
    "read_message_history": 16,
    "mention_everyone": 17,
    "manage_roles": 28,
    "use_application_commands": 31,
    "manage_events": 33,
    "manage_threads": 34,
    "create_public_threads": 35,
    "create_private_threads": 36,
    "send_messages_in_threads": 38,
    "create_events": 44,
    "pin_messages": 51,
}
MODEST = frozenset(
    {
        "view_channel",
        "send_messages",
        "embed_links",
        "attach_files",
        "read_message_history",
        "create_public_threads",
        "send_messages_in_threads",
    }
)
"""What a modest app is invited with."""


def value(names: Iterable[str]) -> int:
    return sum(1 << BITS[name] for name in set(names))


def bot_may(state: State, room: Room) -> set[str]:
    """What the bot may do in a room; a thread has its parent's rules and its own are ignored."""
    if room.kind == DM:
        return set(MODEST) | {"add_reactions"}
    return state.rooms[room.parent].bot_may if room.is_thread else room.bot_may


def need(state: State, room: Room, *names: str) -> None:
    """Raises ApiError unless the bot may do all of it there."""
    if room.kind == DM:
        return
    held = bot_may(state, room)
    if not state.guilds[room.guild].bot_in or "view_channel" not in held:
        raise refusals.missing_access()
    if "administrator" not in held and not set(names) <= held:
        raise refusals.missing_permissions()


def need_in_guild(state: State, guild: str, name: str) -> None:
    """A permission that no channel takes away."""
    if not state.guilds[guild].bot_in:
        raise refusals.missing_access()
    if name not in state.bot_guild_may.get(guild, set()):
        raise refusals.missing_permissions()
