"""Bodies as Slack sends them, for what Ana (U1) does in channel C1 of workspace T1."""

from typing import Any

from adapters.slack.render import home as home_view
from adapters.slack.render import message
from bot.cards import Actions, Button, Card, Select, Text, Toggle, plain

Json = dict[str, Any]
HOOK = "https://hooks.slack.com/actions/T1/1/abc"
TRIGGER = "123.456.abcdef"
STAMP = "1805443200.000300"
BOXES = tuple(Toggle(f"Item {n}", f"v1:tick:{n}", on=n == 1) for n in (1, 2, 3))
CARD = Card(
    "Today",
    (
        Text(plain("A drill.")),
        Actions((Button("Go", "v1:drill", "primary"), Button("Board", "v1:board"))),
        Actions((Select("Track", (("Sony", "v1:pick:1"), ("Other", "v1:pick:2"))),)),
        Actions(BOXES),
    ),
)


def signed(**more: object) -> Json:
    """What every interaction carries."""
    return {
        "user": {"id": "U1", "username": "ana", "name": "ana", "team_id": "T1"},
        "api_app_id": "A1",
        "token": "legacy",
        "team": {"id": "T1", "domain": "circle"},
        "enterprise": None,
        "is_enterprise_install": False,
        **more,
    }


def command(**more: object) -> Json:
    """A slash command; every value is a string."""
    return {
        "token": "legacy",
        "team_id": "T1",
        "team_domain": "circle",
        "channel_id": "C1",
        "channel_name": "study",
        "user_id": "U1",
        "user_name": "ana",
        "command": "/prep",
        "text": "drill sql.window",
        "api_app_id": "A1",
        "is_enterprise_install": "false",
        "response_url": HOOK,
        "trigger_id": TRIGGER,
        **more,
    }


def drawn(view: str = "") -> list[Json]:
    """The card's blocks as Slack gives them back: each has an id."""
    blocks = home_view(CARD)["blocks"] if view == "home" else message(CARD).blocks
    return [{**block, "block_id": f"b{n}"} for n, block in enumerate(blocks)]


def element(kind: str) -> Json:
    """The first one of that type on the card."""
    for block in drawn():
        for found in (*block.get("elements", ()), block.get("accessory", {})):
            if found.get("type") == kind:
                return {"block_id": block["block_id"], **found}
    raise LookupError(kind)


def press() -> Json:
    made = element("button")
    kept = ("action_id", "block_id", "text", "value", "style", "type")
    return {**{name: made[name] for name in kept if name in made}, "action_ts": STAMP}


def pick(token: str) -> Json:
    made = element("static_select")
    (chosen,) = (option for option in made["options"] if option["value"] == token)
    kept = {name: made[name] for name in ("type", "action_id", "block_id", "placeholder")}
    return {**kept, "selected_option": chosen, "action_ts": STAMP}


def hold(*tokens: str) -> Json:
    """The check boxes that are on after a flip."""
    made = element("checkboxes")
    chosen = [option for option in made["options"] if option["value"] in tokens]
    kept = {name: made[name] for name in ("type", "action_id", "block_id")}
    return {**kept, "selected_options": chosen, "action_ts": STAMP}


def on_message(made: Json, channel: str = "C1", **more: object) -> Json:
    container = {
        "type": "message",
        "message_ts": "1805443100.000200",
        "channel_id": channel,
        "is_ephemeral": False,
    }
    return signed(
        type="block_actions",
        container=container,
        trigger_id=TRIGGER,
        channel={"id": channel, "name": "study"},
        message={"type": "message", "bot_id": "B1", "ts": "1805443100.000200", "blocks": drawn()},
        state={"values": {}},
        response_url=HOOK,
        actions=[made],
        **more,
    )


def on_ephemeral(made: Json, channel: str = "C1") -> Json:
    """Slack does not send the message itself along."""
    body = on_message(made, channel)
    del body["message"]
    container = {**body["container"], "is_ephemeral": True}
    return {**body, "container": container}


def a_view(kind: str = "modal", metadata: str = "", **more: object) -> Json:
    return {
        "id": "V1",
        "team_id": "T1",
        "type": kind,
        "blocks": drawn(kind),
        "private_metadata": metadata,
        "callback_id": "form",
        "state": {"values": {}},
        "hash": "1805443150.aBcD",
        "app_installed_team_id": "T1",
        **more,
    }


def on_view(made: Json, view: Json) -> Json:
    return signed(
        type="block_actions",
        container={"type": "view", "view_id": view["id"]},
        trigger_id=TRIGGER,
        view=view,
        actions=[made],
    )


def submitted(metadata: str, values: dict[str, str], **more: object) -> Json:
    state = {
        name: {"value": {"type": "plain_text_input", "value": value}}
        for name, value in values.items()
    }
    view = a_view(metadata=metadata, state={"values": state})
    return signed(type="view_submission", trigger_id=TRIGGER, view=view, response_urls=[], **more)


def global_shortcut() -> Json:
    return signed(
        type="shortcut", action_ts="1805443200.1", callback_id="today", trigger_id=TRIGGER
    )


def message_shortcut(channel: str = "C1") -> Json:
    return signed(
        type="message_action",
        action_ts="1805443200.1",
        callback_id="note",
        trigger_id=TRIGGER,
        response_url=HOOK,
        channel={"id": channel, "name": "study"},
        message_ts="1805443100.000200",
        message={"type": "message", "user": "U2", "ts": "1805443100.000200", "text": "Mind ties"},
    )


def event(told: Json, **more: object) -> Json:
    """An Events API callback."""
    seen_by = {
        "enterprise_id": None,
        "team_id": "T1",
        "user_id": "UBOT",
        "is_bot": True,
        "is_enterprise_install": False,
    }
    return {
        "token": "legacy",
        "team_id": "T1",
        "api_app_id": "A1",
        "event": told,
        "type": "event_callback",
        "event_id": "Ev1",
        "event_time": 1805443200,
        "authorizations": [seen_by],
        "is_ext_shared_channel": False,
        **more,
    }


def whole_organisation(body: Json) -> Json:
    """The same from an app that came with organisation E1."""
    grid = {"enterprise": {"id": "E1", "name": "Grid"}, "is_enterprise_install": True}
    return {**body, **grid, "team": None}
