"""People, rooms, roles and files that an interaction names by id and describes beside it."""

from dataclasses import dataclass, field

from tests.discord.records import Json, Member, Room
from tests.discord.state import State
from tests.discord.wire import member_json, partial_room, permissions_of, role_json, user_json
from tests.discord.wire_messages import upload_json

File = tuple[str, bytes]


@dataclass
class Resolved:
    """Each method returns an id and keeps what Discord says about it in `found`."""

    state: State
    room: Room
    asker: Member | None
    found: Json = field(default_factory=dict)

    def _keep(self, kind: str, name: str, told: Json) -> str:
        self.found.setdefault(kind, {})[name] = told
        return name

    def person(self, name: str) -> str:
        account = self.state.account(name.removeprefix("@"))
        guild = self.state.guilds.get(self.room.guild)
        if guild and account.id in guild.members:
            member = guild.members[account.id]
            told = {**member_json(self.state, member), "permissions": permissions_of(member)}
            del told["user"]
            self._keep("members", account.id, told)
        return self._keep("users", account.id, user_json(account))

    def channel(self, name: str) -> str:
        room = self.state.room(name.removeprefix("#"))
        return self._keep("channels", room.id, partial_room(self.state, room, self.asker))

    def role(self, name: str) -> str:
        roles = self.state.guilds[self.room.guild].roles.values()
        role = next((one for one in roles if name.removeprefix("@") in {one.id, one.name}), None)
        if role is None:
            raise LookupError(f"no role {name!r} among {[one.name for one in roles]}")
        return self._keep("roles", role.id, role_json(role, 0))

    def mentionable(self, name: str) -> str:
        try:
            return self.person(name)
        except LookupError:
            return self.role(name)

    def file(self, value: object) -> str:
        """A (name, bytes) pair, uploaded for this interaction alone."""
        if not isinstance(value, tuple):
            raise TypeError(f"a file is a (name, bytes) pair, not {value!r}")
        upload = self.state.upload(*value)
        upload.ephemeral = True
        self.state.uploads[upload.id] = upload
        return self._keep("attachments", upload.id, upload_json(upload))
