"""Messages and files as Discord sends them."""

from tests.discord.records import Json, Message, Upload
from tests.discord.state import State
from tests.discord.wire import moment, user_json


def upload_json(upload: Upload) -> Json:
    told: Json = {
        "id": upload.id,
        "filename": upload.name,
        "size": len(upload.data) if upload.size < 0 else upload.size,
        "url": upload.url,
        "proxy_url": upload.url,
        "content_type": upload.kind,
    }
    told |= {"description": upload.description} if upload.description else {}
    return told | ({"ephemeral": True} if upload.ephemeral else {})


def message_json(state: State, message: Message, *, deep: bool = True) -> Json:
    """As in an answer to POST; `deep` brings the message replied to along."""
    told: Json = {
        "id": message.id,
        "channel_id": message.room,
        "type": _type_of(message),
        "author": user_json(state.accounts[message.author]),
        "content": message.content,
        "components": message.components,
        "embeds": message.embeds,
        "attachments": [upload_json(upload) for upload in message.files],
        "flags": message.flags,
        "timestamp": moment(message.born),
        "edited_timestamp": moment(message.edited) if message.edited else None,
        "tts": False,
        "pinned": message.pinned,
        "mention_everyone": False,
        "mentions": [],
        "mention_roles": [],
        **message.mentions,
    }
    if message.nonce:
        told["nonce"] = message.nonce
    if message.by:
        told |= _about_interaction(state, message)
    return told | _about_reply(state, message, deep=deep)


def _type_of(message: Message) -> int:
    return 20 if message.by else 19 if message.reply_to else 0


def _about_interaction(state: State, message: Message) -> Json:
    by = state.interactions.get(message.by)
    if by is None:
        return {}
    told: Json = {"id": by.id, "type": by.kind, "user": user_json(state.accounts[by.user])}
    told["authorizing_integration_owners"] = by.extra["authorizing_integration_owners"]
    if by.source:
        told["interacted_message_id"] = by.source
    if by.name:
        told["name"] = by.name
    if by.kind == 5:
        told["triggering_interaction_metadata"] = {**told, "type": 2}
    return {
        "application_id": state.app_id,
        "webhook_id": state.app_id,
        "interaction_metadata": told,
    }


def _about_reply(state: State, message: Message, *, deep: bool) -> Json:
    if not message.reply_to:
        return {}
    room = state.rooms[message.room]
    to = room.messages.get(message.reply_to)
    named = {"message_id": message.reply_to, "channel_id": room.id, "type": 0}
    told: Json = {"message_reference": {**named, "guild_id": room.guild} if room.guild else named}
    if deep:
        told["referenced_message"] = message_json(state, to, deep=False) if to else None
    return told
