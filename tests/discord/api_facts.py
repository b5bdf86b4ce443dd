"""What the bot can ask: who it is, where the gateway is, guilds, members, people."""

from tests.discord import refusals
from tests.discord.permissions import need_in_guild
from tests.discord.records import Call, Guild, Json, Member, Role
from tests.discord.state import State
from tests.discord.wire import guild_json, member_json, role_json, roles_json, room_json, user_json


def me(state: State, _call: Call) -> Json:
    return user_json(state.accounts[state.app_id])


def application(state: State, _call: Call) -> Json:
    """GET /oauth2/applications/@me and /applications/@me."""
    owner = next((one for one in state.accounts.values() if not one.is_bot), None)
    return {
        "id": state.app_id,
        "name": "Prepcircle",
        "icon": None,
        "description": "",
        "summary": "",
        "type": None,
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "owner": user_json(owner or state.accounts[state.app_id]),
        "bot": me(state, _call),
        "team": None,
        "redirect_uris": [],
        "interactions_endpoint_url": None,
        "role_connections_verification_url": None,
        "rpc_origins": [],
        "approximate_guild_count": sum(1 for guild in state.guilds.values() if guild.bot_in),
        "approximate_user_install_count": 0,
        "integration_types_config": {"0": {}, "1": {}},
    }


def user(state: State, call: Call) -> Json:
    if call.path["user_id"] not in state.accounts:
        raise refusals.unknown_user()
    return user_json(state.accounts[call.path["user_id"]])


def my_guilds(state: State, _call: Call) -> list[Json]:
    """Without their particulars."""
    parts = ("id", "name", "icon", "banner", "features")
    return [
        {**{part: guild_json(state, guild)[part] for part in parts}, "owner": False}
        | {"permissions": "0"}
        for guild in state.guilds.values()
        if guild.bot_in
    ]


def _guild(state: State, call: Call) -> Guild:
    """One that the bot is in."""
    found = state.guilds.get(call.path["guild_id"])
    if found is None or not found.bot_in:
        raise refusals.unknown_guild()
    return found


def guild(state: State, call: Call) -> Json:
    return guild_json(state, _guild(state, call))


def channels(state: State, call: Call) -> list[Json]:
    here = _guild(state, call).id
    rooms = [room for room in state.rooms.values() if room.guild == here]
    return [room_json(state, room) for room in rooms if not room.is_thread]


def active_threads(state: State, call: Call) -> Json:
    here = _guild(state, call).id
    rooms = [room for room in state.rooms.values() if room.guild == here and room.is_thread]
    return {
        "threads": [room_json(state, room) for room in rooms if not room.archived],
        "members": [],
    }


def roles(state: State, call: Call) -> list[Json]:
    return roles_json(state, _guild(state, call))


def make_role(state: State, call: Call) -> Json:
    here = _guild(state, call)
    need_in_guild(state, here.id, "manage_roles")
    name = str(call.body.get("name") or "new role")
    made = Role(state.new_id(), name, mentionable=bool(call.body.get("mentionable")))
    here.roles[made.id] = made
    told = role_json(made, int(call.body.get("permissions") or 0))
    state.tell("GUILD_ROLE_CREATE", {"guild_id": here.id, "role": told}, here.id)
    return told


def delete_role(state: State, call: Call) -> None:
    """Everybody loses it with that."""
    here, role = _changeable(state, call), call.path["role_id"]
    del here.roles[role]
    for member in here.members.values():
        member.roles.discard(role)
    state.tell("GUILD_ROLE_DELETE", {"guild_id": here.id, "role_id": role}, here.id)
    state.touch()


def _member(state: State, call: Call) -> Member:
    here = _guild(state, call)
    if call.path["user_id"] == state.app_id:
        return Member(state.app_id, {role.id for role in here.roles.values() if role.managed})
    found = here.members.get(call.path["user_id"])
    if found is None:
        raise refusals.unknown_member()
    return found


def member(state: State, call: Call) -> Json:
    return member_json(state, _member(state, call))


def give_role(state: State, call: Call) -> None:
    _changeable(state, call)
    _member(state, call).roles.add(call.path["role_id"])
    state.touch()


def take_role(state: State, call: Call) -> None:
    _changeable(state, call)
    _member(state, call).roles.discard(call.path["role_id"])
    state.touch()


def _changeable(state: State, call: Call) -> Guild:
    """Only roles below the bot's own, and only with the permission."""
    here = _guild(state, call)
    role = here.roles.get(call.path["role_id"])
    if role is None:
        raise refusals.unknown_role()
    need_in_guild(state, here.id, "manage_roles")
    highest = max(one.position for one in here.roles.values() if one.managed)
    if role.managed or role.position >= highest:
        raise refusals.missing_permissions()
    return here


def leave(state: State, call: Call) -> None:
    here = _guild(state, call)
    here.bot_in = False
    state.tell("GUILD_DELETE", {"id": here.id}, here.id)
    state.touch()
