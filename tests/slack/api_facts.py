"""auth.*, team.*, users.*, bots.*, conversations.*: what an app may ask about a workspace."""

from tests.slack.records import Account, ApiError, Json, Room, Token
from tests.slack.state import State
from tests.slack.wire import account_json, room_json, team_json, who_am_i


def auth_test(state: State, token: Token, _args: Json) -> Json:
    return who_am_i(state, token)


def auth_revoke(_state: State, token: Token, args: Json) -> Json:
    trial = str(args.get("test") or "") in {"1", "true", "True"}
    if not trial:
        token.refused = "token_revoked"
    return {"revoked": not trial}


def team_info(state: State, token: Token, args: Json) -> Json:
    team = state.teams.get(str(args.get("team") or token.team))
    if team is None:
        raise ApiError("team_not_found")
    return {"team": team_json(team)}


def users_info(state: State, token: Token, args: Json) -> Json:
    account = state.accounts.get(str(args.get("user")))
    if account is None or not _may_see(state, token, account):
        raise ApiError("user_not_found")
    return {"user": account_json(account, state.now())}


def _may_see(state: State, token: Token, account: Account) -> bool:
    """One's own workspace, and strangers one shares a channel with."""
    if state.reaches(token, account.team):
        return True
    return any(
        account.id in room.members and state.reaches(token, room.team, *room.shared_with)
        for room in state.rooms.values()
    )


def bots_info(state: State, token: Token, args: Json) -> Json:
    team = state.teams[token.team]
    if args.get("bot") != team.bot_id:
        raise ApiError("bot_not_found")
    known = {"id": team.bot_id, "app_id": state.app_id, "user_id": team.bot_user}
    return {"bot": {**known, "name": "prepcircle", "deleted": False}}


def conversations_info(state: State, token: Token, args: Json) -> Json:
    return {"channel": room_json(state, _seen_room(state, token, args))}


def conversations_members(state: State, token: Token, args: Json) -> Json:
    """One page after another, the cursor is the number to go on from."""
    room = _seen_room(state, token, args)
    start, limit = int(args.get("cursor") or 0), int(args.get("limit") or 100)
    everyone = sorted(room.members)
    more = str(start + limit) if start + limit < len(everyone) else ""
    page = everyone[start : start + limit]
    return {"members": page, "response_metadata": {"next_cursor": more}}


def conversations_open(state: State, _token: Token, args: Json) -> Json:
    users = str(args.get("users") or "").split(",")
    if any(user not in state.accounts for user in users):
        raise ApiError("user_not_found")
    if len(users) > 1:
        raise ApiError("method_not_supported_for_channel_type")
    if state.accounts[users[0]].deactivated:
        raise ApiError("user_disabled")
    return {"channel": room_json(state, state.direct(users[0]))}


def _seen_room(state: State, token: Token, args: Json) -> Room:
    room = state.room(str(args.get("channel") or ""))
    bot = state.teams[room.team].bot_user
    hidden = room.private and bot not in room.members
    if hidden or not state.reaches(token, room.team, *room.shared_with):
        raise ApiError("channel_not_found")
    return room
