"""What happens to a workspace without the app's doing, each with the event that tells of it."""

from dataclasses import dataclass

from tests.slack.deliveries import Ack, Deliveries
from tests.slack.payloads import Payloads
from tests.slack.records import Json, Room
from tests.slack.state import State


@dataclass(frozen=True)
class Happenings:
    state: State
    deliveries: Deliveries
    payloads: Payloads

    async def uninstalled(self, team: str) -> Ack:
        """Somebody removes the app: its tokens are dead before the event comes."""
        for token in self.state.tokens.values():
            if token.team == team and token.kind == "bot":
                token.refused = "account_inactive"
        return await self.event(team, {"type": "app_uninstalled"})

    async def revoked(self, team: str) -> Ack:
        """An administrator revokes the bot's token."""
        for token in self.state.tokens.values():
            if token.team == team and token.kind == "bot":
                token.refused = "token_revoked"
        bots = [self.state.teams[team].bot_user]
        return await self.event(team, {"type": "tokens_revoked", "tokens": {"bot": bots}})

    async def leaves(self, channel: str, user: str) -> Ack:
        """A person, or the bot itself, goes or is thrown out; each hears of it otherwise."""
        room = self.state.rooms[channel]
        room.members.discard(user)
        if user == self.state.teams[room.team].bot_user:
            kind = "group_left" if room.private else "channel_left"
            return await self._in_room(room, {"type": kind, "channel": channel})
        return await self._in_room(room, self._member("member_left_channel", room, user))

    async def joins(self, channel: str, user: str) -> Ack:
        """A person, or the bot itself, is invited."""
        room = self.state.rooms[channel]
        room.members.add(user)
        return await self._in_room(room, self._member("member_joined_channel", room, user))

    async def archived(self, channel: str, by: str) -> Ack:
        room = self.state.rooms[channel]
        room.archived = True
        kind = "group_archive" if room.private else "channel_archive"
        told: Json = {"type": kind, "channel": channel, "user": by, "is_moved": 0}
        return await self._in_room(room, told)

    async def unarchived(self, channel: str, by: str) -> Ack:
        room = self.state.rooms[channel]
        room.archived = False
        kind = "group_unarchive" if room.private else "channel_unarchive"
        return await self._in_room(room, {"type": kind, "channel": channel, "user": by})

    async def event(self, team: str, event: Json) -> Ack:
        """Any event at all."""
        return await self.deliveries.send(self.payloads.event(self.state.teams[team], event))

    def _member(self, kind: str, room: Room, user: str) -> Json:
        where = {"channel": room.id, "channel_type": room.id[0], "team": room.team}
        return {"type": kind, "user": user, **where}

    async def _in_room(self, room: Room, event: Json) -> Ack:
        team = self.state.teams[room.team]
        shared = bool(room.shared_with)
        return await self.deliveries.send(self.payloads.event(team, event, shared=shared))
