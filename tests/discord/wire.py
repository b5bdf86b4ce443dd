"""How Discord writes down what it knows: people, roles, guilds and rooms as it sends them."""

from datetime import UTC, datetime

from tests.discord.permissions import BITS, MODEST, bot_may, value
from tests.discord.records import (
    DM,
    FORUM,
    Account,
    Guild,
    Json,
    Member,
    Role,
    Room,
)
from tests.discord.state import State

ALL = sum(1 << bit for bit in BITS.values())
BORN = "2027-01-01T00:00:00+00:00"


def moment(at: float) -> str:
    return datetime.fromtimestamp(at, UTC).isoformat()


def user_json(account: Account) -> Json:
    return {
        "id": account.id,
        "username": account.name,
        "global_name": None if account.is_bot else account.shown_name,
        "discriminator": "0001" if account.is_bot else "0",
        "avatar": None,
        "bot": account.is_bot,
        "public_flags": 0,
        "flags": 0,
        "primary_guild": None,
    }


def member_json(state: State, member: Member) -> Json:
    return {
        "user": user_json(state.accounts[member.user]),
        "nick": None,
        "avatar": None,
        "banner": None,
        "roles": sorted(member.roles),
        "joined_at": BORN,
        "premium_since": None,
        "communication_disabled_until": None,
        "deaf": False,
        "mute": False,
        "pending": False,
        "flags": 0,
    }


def permissions_of(member: Member) -> str:
    """What a person may do, as stated in an interaction."""
    held = value({*MODEST, "use_application_commands", *member.may})
    return str(ALL if "administrator" in member.may else held)


def role_json(role: Role, permissions: int) -> Json:
    return {
        "id": role.id,
        "name": role.name,
        "color": 0,
        "colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None},
        "hoist": False,
        "icon": None,
        "unicode_emoji": None,
        "position": role.position,
        "permissions": str(permissions),
        "managed": role.managed,
        "mentionable": role.mentionable,
        "flags": 0,
    }


def roles_json(state: State, guild: Guild) -> list[Json]:
    """@everyone may nothing here, so that the bot's role and the overwrites say it all."""
    held = value(state.bot_guild_may[guild.id])
    return [role_json(role, held if role.managed else 0) for role in guild.roles.values()]


def overwrites(state: State, room: Room) -> list[Json]:
    """What makes the bot's own permissions in a channel differ from those in its guild."""
    base, here = state.bot_guild_may[room.guild], room.bot_may
    told = {"allow": str(value(here - base)), "deny": str(value(base - here))}
    return [{"id": state.app_id, "type": 1, **told}] if here != base else []


def room_json(state: State, room: Room) -> Json:
    last = next(reversed(room.messages), None)
    told: Json = {"id": room.id, "type": room.kind, "flags": 0, "last_message_id": last}
    if room.kind == DM:
        return {**told, "recipients": [user_json(state.accounts[room.recipient])]}
    told |= {"guild_id": room.guild, "name": room.name, "rate_limit_per_user": 0}
    if room.is_thread:
        return told | _thread_parts(state, room)
    told |= {
        "position": list(state.rooms).index(room.id),
        "parent_id": None,
        "topic": room.topic or None,
        "nsfw": False,
        "permission_overwrites": overwrites(state, room),
    }
    return told | (_forum_parts(room) if room.kind == FORUM else {})


def _thread_parts(state: State, room: Room) -> Json:
    times = {"archive_timestamp": moment(state.now()), "create_timestamp": BORN}
    length = sum(1 for message in room.messages.values() if not message.only_for)
    return {
        "parent_id": room.parent,
        "owner_id": room.owner,
        "message_count": length,
        "member_count": 1,
        "total_message_sent": length,
        "applied_tags": room.applied,
        "thread_metadata": {
            **times,
            "archived": room.archived,
            "locked": room.locked,
            "auto_archive_duration": 4320,
            "invitable": True,
        },
    }


def _forum_parts(room: Room) -> Json:
    tags = [
        {"id": tag, "name": name, "moderated": False, "emoji_id": None, "emoji_name": None}
        for tag, name in room.tags.items()
    ]
    return {
        "flags": 1 << 4 if room.needs_tag else 0,
        "available_tags": tags,
        "default_reaction_emoji": None,
        "default_sort_order": None,
        "default_forum_layout": 0,
    }


def guild_json(state: State, guild: Guild) -> Json:
    """As in GET /guilds/{id}."""
    return {
        "id": guild.id,
        "name": guild.name,
        "icon": None,
        "splash": None,
        "discovery_splash": None,
        "banner": None,
        "description": None,
        "owner_id": next(iter(guild.members), state.app_id),
        "afk_channel_id": None,
        "afk_timeout": 300,
        "verification_level": 0,
        "default_message_notifications": 0,
        "explicit_content_filter": 0,
        "mfa_level": 0,
        "nsfw_level": 0,
        "premium_tier": 0,
        "premium_subscription_count": 0,
        "preferred_locale": guild.locale,
        "features": [],
        "roles": roles_json(state, guild),
        "emojis": [],
        "stickers": [],
        "system_channel_id": None,
        "system_channel_flags": 0,
        "rules_channel_id": None,
        "public_updates_channel_id": None,
        "max_members": 500_000,
        "premium_progress_bar_enabled": False,
        "vanity_url_code": None,
    }


def guild_created(state: State, guild: Guild, *, fresh: bool = False) -> Json:
    """As in GUILD_CREATE with only the guilds intent: of the members, just the bot.

    `fresh`: the bot was just invited; then nothing is said about an outage.
    """
    rooms = [room for room in state.rooms.values() if room.guild == guild.id]
    mine = Member(state.app_id, {role.id for role in guild.roles.values() if role.managed})
    return {
        **guild_json(state, guild),
        "joined_at": BORN,
        "large": False,
        **({} if fresh else {"unavailable": False}),
        "member_count": len(guild.members) + 1,
        "members": [member_json(state, mine)],
        "channels": [room_json(state, room) for room in rooms if not room.is_thread],
        "threads": [
            room_json(state, room) for room in rooms if room.is_thread and not room.archived
        ],
        "voice_states": [],
        "presences": [],
        "stage_instances": [],
        "guild_scheduled_events": [],
        "soundboard_sounds": [],
    }


def partial_room(state: State, room: Room, asker: Member | None) -> Json:
    """As an interaction names the room it came from."""
    told = room_json(state, room)
    if asker is not None:
        told["permissions"] = permissions_of(asker)
    return told


def app_permissions(state: State, room: Room) -> str:
    held = bot_may(state, room)
    if room.guild and not state.guilds[room.guild].bot_in:
        held = set(MODEST)
    return str(ALL if "administrator" in held else value(held))
