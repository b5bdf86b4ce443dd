"""views.*: the same laws as an ack's `response_action`, with hashes and triggers on top."""

from tests.slack.elements import elements
from tests.slack.records import ApiError, Json, Token, View
from tests.slack.state import State
from tests.slack.views import Views
from tests.slack.wire import view_json


def _content(token: Token, args: Json) -> Json:
    """Whoever may not read files may not ask for them, as Slack's page on `file_input` says."""
    view = args.get("view")
    if not isinstance(view, dict) or not isinstance(view.get("blocks"), list):
        raise ApiError("invalid_arguments")
    asks = any(element["type"] == "file_input" for _, element in elements(view["blocks"]))
    if asks and "files:read" not in token.scopes.split(","):
        raise ApiError("missing_scope", needed="files:read", provided=token.scopes)
    return view


def open_view(views: Views, token: Token, args: Json) -> Json:
    trigger = views.triggers.exchange(str(args.get("trigger_id") or ""))
    _same_team(views.state, token, trigger.team)
    return {"view": view_json(views.state, views.open(trigger, _content(token, args)))}


def push_view(views: Views, token: Token, args: Json) -> Json:
    trigger = views.triggers.exchange(str(args.get("trigger_id") or ""))
    _same_team(views.state, token, trigger.team)
    made = views.push(trigger.user, trigger.team, _content(token, args))
    return {"view": view_json(views.state, made)}


def update_view(views: Views, token: Token, args: Json) -> Json:
    view = _found(views, args)
    _same_team(views.state, token, view.team)
    if args.get("hash") and args["hash"] != view.hash:
        raise ApiError("hash_conflict")
    return {"view": view_json(views.state, views.replace(view, _content(token, args)))}


def publish_view(views: Views, token: Token, args: Json) -> Json:
    user = str(args.get("user_id"))
    if user not in views.state.accounts:
        raise ApiError("user_not_found")
    if not views.state.app_home_tab:
        raise ApiError("not_enabled")
    team = views.state.accounts[user].team if token.enterprise else token.team
    made = views.publish(user, team, _content(token, args), str(args.get("hash") or ""))
    return {"view": view_json(views.state, made)}


def _found(views: Views, args: Json) -> View:
    name, external = args.get("view_id"), args.get("external_id")
    for view in views.state.views.values():
        if view.id == name or (external and view.content.get("external_id") == external):
            return view
    raise ApiError("not_found")


def _same_team(state: State, token: Token, team: str) -> None:
    """One workspace's token cannot show views in another."""
    if not state.reaches(token, team):
        raise ApiError("not_found")
