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
        """A person, or the bot itself, leaves or is thrown out."""
        room = self.state.rooms[channel]
        room.members.discard(user)
        told: Json = {"type": "member_left_channel", "user": user, "channel": channel}
        told |= {"channel_type": channel[0], "team": room.team}
        return await self._in_room(room, told)

    async def archived(self, channel: str, by: str) -> Ack:
        room = self.state.rooms[channel]
        room.archived = True
        kind = "group_archive" if room.private else "channel_archive"
        told: Json = {"type": kind, "channel": channel, "user": by, "is_moved": 0}
        return await self._in_room(room, told)

    async def event(self, team: str, event: Json) -> Ack:
        """Any event at all."""
        return await self.deliveries.send(self.payloads.event(self.state.teams[team], event))

    async def _in_room(self, room: Room, event: Json) -> Ack:
        team = self.state.teams[room.team]
        shared = bool(room.shared_with)
        return await self.deliveries.send(self.payloads.event(team, event, shared=shared))
