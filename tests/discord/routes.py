"""Which request leads where. A route reads as discord.py's Route.key, so tests name it the same."""

from collections.abc import Callable

from tests.discord import (
    api_commands,
    api_facts,
    api_messages,
    api_rooms,
    callbacks,
    webhooks,
)
from tests.discord.records import Call
from tests.discord.state import State

Handler = Callable[[State, Call], object]

ANSWER = "POST /interactions/{webhook_id}/{webhook_token}/callback"
FOLLOW_UP = "POST /webhooks/{webhook_id}/{webhook_token}"
EDIT_ORIGINAL = "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/@original"
SEND = "POST /channels/{channel_id}/messages"
EDIT = "PATCH /channels/{channel_id}/messages/{message_id}"
OPEN_DM = "POST /users/@me/channels"
GATEWAY = "GET /gateway/bot"
COMMANDS = "/applications/{application_id}/commands"
GUILD_COMMANDS = "/applications/{application_id}/guilds/{guild_id}/commands"
SYNC, SYNC_GUILD = f"PUT {COMMANDS}", f"PUT {GUILD_COMMANDS}"

WITH_INTERACTION_TOKEN: dict[str, Handler] = {
    ANSWER: callbacks.answer,
    FOLLOW_UP: webhooks.follow_up,
    "GET /webhooks/{webhook_id}/{webhook_token}/messages/@original": webhooks.look,
    EDIT_ORIGINAL: webhooks.edit,
    "DELETE /webhooks/{webhook_id}/{webhook_token}/messages/@original": webhooks.delete,
    "GET /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}": webhooks.look,
    "PATCH /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}": webhooks.edit,
    "DELETE /webhooks/{webhook_id}/{webhook_token}/messages/{message_id}": webhooks.delete,
}
"""No bot token is asked for, and the limit on all requests together does not count them."""

WITH_BOT_TOKEN: dict[str, Handler] = {
    "GET /users/@me": api_facts.me,
    "GET /users/@me/guilds": api_facts.my_guilds,
    "DELETE /users/@me/guilds/{guild_id}": api_facts.leave,
    OPEN_DM: api_messages.open_dm,
    "GET /users/{user_id}": api_facts.user,
    "GET /applications/@me": api_facts.application,
    "GET /oauth2/applications/@me": api_facts.application,
    "GET /guilds/{guild_id}": api_facts.guild,
    "GET /guilds/{guild_id}/channels": api_facts.channels,
    "GET /guilds/{guild_id}/threads/active": api_facts.active_threads,
    "GET /guilds/{guild_id}/roles": api_facts.roles,
    "POST /guilds/{guild_id}/roles": api_facts.make_role,
    "DELETE /guilds/{guild_id}/roles/{role_id}": api_facts.delete_role,
    "GET /guilds/{guild_id}/members/{user_id}": api_facts.member,
    "PUT /guilds/{guild_id}/members/{user_id}/roles/{role_id}": api_facts.give_role,
    "DELETE /guilds/{guild_id}/members/{user_id}/roles/{role_id}": api_facts.take_role,
    "GET /channels/{channel_id}": api_rooms.read,
    "PATCH /channels/{channel_id}": api_rooms.edit,
    "DELETE /channels/{channel_id}": api_rooms.delete,
    "POST /channels/{channel_id}/threads": api_rooms.start_thread,
    "POST /channels/{channel_id}/messages/{message_id}/threads": api_rooms.start_thread_on,
    "PUT /channels/{channel_id}/thread-members/@me": api_rooms.join,
    "POST /channels/{channel_id}/typing": api_messages.typing,
    SEND: api_messages.create,
    "GET /channels/{channel_id}/messages": api_messages.read,
    "GET /channels/{channel_id}/messages/{message_id}": api_messages.read_one,
    EDIT: api_messages.edit,
    "DELETE /channels/{channel_id}/messages/{message_id}": api_messages.delete,
    "PUT /channels/{channel_id}/messages/pins/{message_id}": api_messages.pin,
    f"GET {COMMANDS}": api_commands.read,
    SYNC: api_commands.overwrite,
    f"POST {COMMANDS}": api_commands.create,
    f"PATCH {COMMANDS}/{{command_id}}": api_commands.edit,
    f"DELETE {COMMANDS}/{{command_id}}": api_commands.delete,
    f"GET {GUILD_COMMANDS}": api_commands.read,
    SYNC_GUILD: api_commands.overwrite,
    f"POST {GUILD_COMMANDS}": api_commands.create,
    f"PATCH {GUILD_COMMANDS}/{{command_id}}": api_commands.edit,
    f"DELETE {GUILD_COMMANDS}/{{command_id}}": api_commands.delete,
}
