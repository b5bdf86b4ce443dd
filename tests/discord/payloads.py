"""INTERACTION_CREATE bodies, made from what somebody did."""

from dataclasses import dataclass

from tests.discord.callbacks import AUTOCOMPLETE, COMMAND, COMPONENT, MODAL
from tests.discord.records import Account, Guild, Interaction, Json, Member, Message, Room
from tests.discord.state import State
from tests.discord.wire import app_permissions, member_json, partial_room, permissions_of, user_json
from tests.discord.wire_messages import message_json

GUILD_INSTALL, USER_INSTALL = "0", "1"
IN_GUILD, BOT_DM = 0, 1
FILE_BYTES = 10 * 1024**2
KEPT = 10_000
"""How many interactions are remembered."""


@dataclass
class Payloads:
    state: State

    def command(self, who: Account, room: Room, data: Json) -> Interaction:
        """A slash command or a context menu."""
        name = _full_name(data)
        return self._made(COMMAND, who, room, data, name=name, source=data.get("target_id", ""))

    def completion(self, who: Account, room: Room, data: Json) -> Interaction:
        return self._made(AUTOCOMPLETE, who, room, data, name=_full_name(data))

    def component(self, who: Account, message: Message, data: Json) -> Interaction:
        room = self.state.rooms[message.room]
        made = self._made(COMPONENT, who, room, data, source=message.id)
        made.extra["message"] = message_json(self.state, message)
        return made

    def submission(self, opened: Interaction, data: Json) -> Interaction:
        """A modal; it brings the message it was opened from, if there is one."""
        who, room = self.state.accounts[opened.user], self.state.rooms[opened.room]
        source = opened.source if opened.kind == COMPONENT else ""
        made = self._made(MODAL, who, room, data, source=source)
        message = room.messages.get(source)
        if message is not None:
            made.extra["message"] = message_json(self.state, message)
        return made

    def _made(
        self, kind: int, who: Account, room: Room, data: Json, *, name: str = "", source: str = ""
    ) -> Interaction:
        token = f"interaction-token-{self.state.number()}"
        made = Interaction(
            id=self.state.new_id(),
            token=token,
            kind=kind,
            user=who.id,
            room=room.id,
            guild=room.guild,
            born=self.state.now(),
            name=name,
            source=source,
        )
        made.extra = {
            "id": made.id,
            "application_id": self.state.app_id,
            "type": kind,
            "token": token,
            "version": 1,
            "data": data,
            **self._place(who, room),
        }
        self._remember(made)
        return made

    def _remember(self, made: Interaction) -> None:
        self.state.interactions[made.token] = made
        while len(self.state.interactions) > KEPT:
            del self.state.interactions[next(iter(self.state.interactions))]

    def _place(self, who: Account, room: Room) -> Json:
        guild = self.state.guilds.get(room.guild)
        member = guild.members.get(who.id) if guild else None
        told: Json = {
            "channel": partial_room(self.state, room, member),
            "channel_id": room.id,
            "app_permissions": app_permissions(self.state, room),
            "locale": who.locale,
            "entitlements": [],
            "entitlement_sku_ids": [],
            "attachment_size_limit": FILE_BYTES,
        }
        if guild is None:
            owners = {USER_INSTALL: who.id} if who.installed else {GUILD_INSTALL: "0"}
            told |= {"user": user_json(who), "context": BOT_DM}
            return told | {"authorizing_integration_owners": owners}
        assert member is not None, f"{who.name} is not in {guild.name}"
        return told | self._in_guild(who, guild, member)

    def _in_guild(self, who: Account, guild: Guild, member: Member) -> Json:
        owners = {GUILD_INSTALL: guild.id} if guild.bot_in else {}
        owners |= {USER_INSTALL: who.id} if who.installed else {}
        return {
            "guild_id": guild.id,
            "guild": {"id": guild.id, "locale": guild.locale, "features": []},
            "guild_locale": guild.locale,
            "member": {**member_json(self.state, member), "permissions": permissions_of(member)},
            "context": IN_GUILD,
            "authorizing_integration_owners": owners,
        }


def _full_name(data: Json) -> str:
    """`prep settings show`: the command with its groups."""
    options = data.get("options") or []
    inner = next((one for one in options if "options" in one), None)
    return " ".join([data["name"], *([_full_name(inner)] if inner else [])])
