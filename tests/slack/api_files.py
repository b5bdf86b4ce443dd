"""files.*: ask for an address, put the bytes there, complete, and wait until Slack has looked."""

import json

from aiohttp import web

from tests.slack.posting import keep, refuse_room
from tests.slack.records import ApiError, Json, Message, Token, Upload
from tests.slack.state import State
from tests.slack.wire import file_json, kind_of


def upload_url(state: State, token: Token, args: Json) -> Json:
    name = f"F{state.number():08d}"
    filename, length = str(args.get("filename") or ""), int(args.get("length") or 0)
    if not filename or not length:
        raise ApiError("invalid_arguments")
    state.uploads[name] = Upload(name, filename, token.team, str(args.get("alt_txt") or ""))
    return {"file_id": name, "upload_url": f"{state.base}/upload/{name}"}


def complete_upload(state: State, token: Token, args: Json) -> Json:
    files = args.get("files")
    wanted: list[Json] = json.loads(files) if isinstance(files, str) else (files or [])
    done = [_completed(state, token, item) for item in wanted]
    if args.get("channel_id"):
        _share(state, args, [file.id for file in done])
    return {"files": [file_json(state, file) for file in done]}


def _completed(state: State, token: Token, item: Json) -> Upload:
    file = state.uploads.get(str(item.get("id")))
    if file is None or file.data is None or file.team != token.team:
        raise ApiError("file_not_found")
    file.complete, file.title = True, str(item.get("title") or file.name)
    return file


def _share(state: State, args: Json, names: list[str]) -> None:
    room = state.room(str(args["channel_id"]))
    refuse_room(state, room)
    team = state.teams[room.team]
    comment, thread = str(args.get("initial_comment") or ""), str(args.get("thread_ts") or "")
    made = Message(
        state.new_ts(), room.id, team.id, team.bot_user, team.bot_id, comment, [], thread
    )
    made.files = names
    keep(state, made)


def file_info(state: State, token: Token, args: Json) -> Json:
    """Each question brings the file nearer to being looked at."""
    file = state.uploads.get(str(args.get("file")))
    if file is None or file.team != token.team or not file.complete:
        raise ApiError("file_not_found")
    told = file_json(state, file)
    file.polls_left -= 1
    return {"file": told}


def private(state: State, token: Token, name: str) -> web.Response:
    """Raises ApiError for a token that may not see it."""
    if "files:read" not in token.scopes.split(","):
        raise ApiError("missing_scope")
    file = state.uploads.get(name)
    if file is None or file.data is None:
        return web.Response(status=404, text="Not Found")
    if not state.reaches(token, file.team):
        raise ApiError("file_not_found")
    return web.Response(body=file.data, content_type=kind_of(file))
