"""What happens to a Discord without the bot's doing, each with the event that tells of it."""

from dataclasses import dataclass

from tests.discord.api_rooms import gone
from tests.discord.records import Guild, Member, Message, Role, Room
from tests.discord.state import State
from tests.discord.wire import guild_created, room_json


@dataclass(frozen=True)
class Happenings:
    """Guilds and rooms are named by name or id."""

    state: State

    def kicked(self, guild: str) -> None:
        """The bot is thrown out, or the guild is deleted: to the bot it is the same."""
        there = self.state.guild(guild)
        there.bot_in = False
        self.state.tell("GUILD_DELETE", {"id": there.id}, there.id)
        self.state.touch()

    def invited(self, guild: str) -> None:
        there = self.state.guild(guild)
        there.bot_in = True
        self.state.tell("GUILD_CREATE", guild_created(self.state, there), there.id)
        self.state.touch()

    def outage(self, guild: str) -> None:
        """The guild is there and cannot be reached."""
        there = self.state.guild(guild)
        there.available = False
        self.state.tell("GUILD_DELETE", {"id": there.id, "unavailable": True}, there.id)
        self.state.touch()

    def outage_over(self, guild: str) -> None:
        there = self.state.guild(guild)
        there.available = True
        self.state.tell("GUILD_CREATE", guild_created(self.state, there), there.id)
        self.state.touch()

    def deleted(self, room: str) -> None:
        gone(self.state, self.state.room(room))

    def allowed(self, room: str, *names: str) -> None:
        """From now on the bot may do exactly this there."""
        there = self.state.room(room)
        there.bot_may = set(names)
        self._changed(there)

    def forbidden(self, room: str, *names: str) -> None:
        """The bot may no longer do this there."""
        there = self.state.room(room)
        there.bot_may = there.bot_may - set(names)
        self._changed(there)

    def archived(self, thread: str, *, locked: bool = False) -> None:
        there = self.state.room(thread)
        there.archived, there.locked = True, locked
        self._changed(there)

    def leaves(self, user: str, guild: str) -> None:
        """Without the members intent the bot does not hear of it."""
        del self._guild(guild).members[self.state.account(user).id]

    def joins(self, user: str, guild: str) -> None:
        account = self.state.account(user)
        self._guild(guild).members[account.id] = Member(account.id)

    def message_deleted(self, room: str, message: str) -> Message:
        """A moderator takes it away; without the message intent the bot does not hear of it."""
        return self.state.room(room).messages.pop(message)

    def role_deleted(self, guild: str, role: str) -> Role:
        there = self._guild(guild)
        found = next(one for one in there.roles.values() if role in {one.id, one.name})
        del there.roles[found.id]
        told = {"guild_id": there.id, "role_id": found.id}
        self.state.tell("GUILD_ROLE_DELETE", told, there.id)
        return found

    def _guild(self, name: str) -> Guild:
        return self.state.guild(name)

    def _changed(self, room: Room) -> None:
        event = "THREAD_UPDATE" if room.is_thread else "CHANNEL_UPDATE"
        self.state.tell(event, room_json(self.state, room), room.guild)
        self.state.touch()
