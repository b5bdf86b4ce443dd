"""The few words Slack's own ways need; everything else comes from the core."""

import json
from dataclasses import replace

from adapters.slack.forms import OR_FILE
from bot.cards import Actions, Button, Card, Divider, Form, Note, Text, plain
from bot.plain_text import plain_text
from bot.ports import Pressed, Reply, Request
from bot.tokens import read, token

TODAY, NOTE = "today", "note"
"""Callback ids of the two shortcuts; each is the command it stands for."""
WAIT = Card("One moment", (Text(plain("Being looked up …")),))
_PASTE = (
    "Paste the text of it instead: an answer takes up to 3,000 characters. For a drill whose "
    f"answer is run, press its button and give the file there, under “{OR_FILE}”."
)
NO_FILES = Reply(
    Card(
        "Files are not read",
        (
            Text(plain(_PASTE)),
            Actions((Button("Today", token("today"), "primary"), Button("Help", token("help")))),
        ),
        "notice",
    )
)
TOO_LATE = Reply(
    Card(
        "That took too long",
        (Text(plain("Slack opens a window only at once. Please press or type it again.")),),
        "notice",
    )
)
STRANGE = Reply(
    Card(
        "From another version",
        (
            Text(plain("That came from another version of this app. Nothing was changed.")),
            Actions((Button("Today", token("today"), "primary"),)),
        ),
        "notice",
    )
)
TAKEN = Card(
    "It has arrived",
    (
        Text(plain("This form came twice and was taken once. Your day shows how it went.")),
        Actions((Button("Today", token("today"), "primary"),)),
    ),
    "notice",
)


def noted(card: Card, note: Card) -> Card:
    """The card below what there is to say about it."""
    said = " ".join(plain_text(note).split())
    return replace(card, blocks=(Note(plain(said)), Divider(), *card.blocks))


def opener(form: Form, request: Request) -> Reply:
    """Words written to the app open no window; a button does."""
    opens = request.token if isinstance(request, Pressed) else form.token
    opens = opens if read(opens) else token(opens)
    return Reply(Card(form.title, (Actions((Button(form.title, opens, "primary"),)),)))


def metadata(channel: str, form_token: str) -> str:
    """What a modal carries along: where it was opened, and where its submission goes."""
    return json.dumps({"channel": channel, "token": form_token})
