"""The bodies Slack sends to an app, made from what somebody did."""

from dataclasses import dataclass

from tests.slack.deliveries import Delivery
from tests.slack.hooks import Hooks
from tests.slack.records import Account, Json, Message, Room, Team, View
from tests.slack.state import State
from tests.slack.triggers import Triggers
from tests.slack.wire import enterprise_json, message_json, team_json, view_json

VERIFICATION = "the-old-verification-token"


@dataclass
class Payloads:
    state: State
    triggers: Triggers
    hooks: Hooks

    def command(self, who: Account, room: Room, word: str, rest: str) -> Delivery:
        """A slash command; every value is a string."""
        team = self.state.teams[room.team]
        sent = {
            "token": VERIFICATION,
            "team_id": team.id,
            "team_domain": team.domain,
            "channel_id": room.id,
            "channel_name": "privategroup" if room.private else room.name,
            "user_id": who.id,
            "user_name": who.name,
            "command": word,
            "text": rest,
            "api_app_id": self.state.app_id,
            "is_enterprise_install": "true" if team.org_wide else "false",
            "response_url": self.hooks.issue(room.id, who.id),
            "trigger_id": self.triggers.issue(who.id, team.id),
        }
        if team.enterprise:
            sent |= {"enterprise_id": team.enterprise, "enterprise_name": f"{team.enterprise} Inc."}
        return Delivery("slash_commands", sent)

    def pressed_message(
        self, who: Account, message: Message, action: Json, state: Json
    ) -> Delivery:
        """block_actions on a message; an ephemeral one is not sent along."""
        room = self.state.rooms[message.room]
        team = self.state.teams[room.team]
        container: Json = {
            "type": "message",
            "message_ts": message.ts,
            "channel_id": room.id,
            "is_ephemeral": bool(message.only_for),
        }
        if message.thread_ts:
            container["thread_ts"] = message.thread_ts
        sent = {
            **self._interaction("block_actions", who, team),
            "container": container,
            "trigger_id": self.triggers.issue(who.id, team.id),
            "channel": {"id": room.id, "name": room.name},
            "state": {"values": state},
            "response_url": self.hooks.issue(room.id, who.id, message.ts),
            "actions": [self._action(action)],
        }
        if not message.only_for:
            sent["message"] = message_json(self.state, message)
        return Delivery("interactive", sent)

    def pressed_view(self, who: Account, view: View, action: Json) -> Delivery:
        """block_actions in a modal or home tab: no channel and no response URL."""
        shown = view_json(self.state, view)
        team = self.state.teams[view.team]
        return Delivery(
            "interactive",
            {
                **self._interaction("block_actions", who, team),
                "container": {"type": "view", "view_id": view.id},
                "trigger_id": self.triggers.issue(who.id, team.id, view.id),
                "view": shown,
                "state": shown["state"],
                "actions": [self._action(action)],
            },
        )

    def submitted(self, who: Account, view: View) -> Delivery:
        """view_submission; `team` is the person's own, `view.app_installed_team_id` the app's."""
        own = self.state.teams[view.opener_team]
        return Delivery(
            "interactive",
            {
                **self._interaction("view_submission", who, own),
                "trigger_id": self.triggers.issue(who.id, view.team, view.id),
                "view": view_json(self.state, view),
                "response_urls": [],
            },
        )

    def closed(self, who: Account, view: View, *, all_of_them: bool) -> Delivery:
        own = self.state.teams[view.opener_team]
        told = {"view": view_json(self.state, view), "is_cleared": all_of_them}
        return Delivery("interactive", {**self._interaction("view_closed", who, own), **told})

    def shortcut(self, who: Account, callback_id: str) -> Delivery:
        team = self.state.teams[who.team]
        return Delivery(
            "interactive",
            {
                **self._interaction("shortcut", who, team),
                "action_ts": self.state.new_ts(),
                "callback_id": callback_id,
                "trigger_id": self.triggers.issue(who.id, team.id),
            },
        )

    def message_shortcut(self, who: Account, callback_id: str, message: Message) -> Delivery:
        room = self.state.rooms[message.room]
        team = self.state.teams[room.team]
        return Delivery(
            "interactive",
            {
                **self._interaction("message_action", who, team),
                "action_ts": self.state.new_ts(),
                "callback_id": callback_id,
                "trigger_id": self.triggers.issue(who.id, team.id),
                "response_url": self.hooks.issue(room.id, who.id, message.ts),
                "channel": {"id": room.id, "name": room.name},
                "message_ts": message.ts,
                "message": message_json(self.state, message),
            },
        )

    def event(self, team: Team, event: Json, *, shared: bool = False) -> Delivery:
        """An Events API callback with an id of its own."""
        stamp = self.state.new_ts()
        seen_by = {
            "enterprise_id": team.enterprise or None,
            "team_id": None if team.org_wide else team.id,
            "user_id": team.bot_user,
            "is_bot": True,
            "is_enterprise_install": team.org_wide,
        }
        return Delivery(
            "events_api",
            {
                "token": VERIFICATION,
                "team_id": team.id,
                **({"enterprise_id": team.enterprise} if team.enterprise else {}),
                "context_team_id": team.id,
                "context_enterprise_id": team.enterprise or None,
                "api_app_id": self.state.app_id,
                "event": {"event_ts": stamp, **event},
                "type": "event_callback",
                "event_id": f"Ev{self.state.number():08d}",
                "event_time": int(self.state.now()),
                "authorizations": [seen_by],
                "is_ext_shared_channel": shared,
                "event_context": f"4-{self.state.number()}",
            },
        )

    def _interaction(self, kind: str, who: Account, team: Team) -> Json:
        """What all of them carry; an organisation-wide install names no team."""
        user = {"id": who.id, "username": who.name, "name": who.name, "team_id": who.team}
        return {
            "type": kind,
            "user": user,
            "api_app_id": self.state.app_id,
            "token": VERIFICATION,
            "team": None if team.org_wide else team_json(team),
            "enterprise": enterprise_json(team),
            "is_enterprise_install": team.org_wide,
        }

    def _action(self, action: Json) -> Json:
        return {**action, "action_ts": self.state.new_ts()}
