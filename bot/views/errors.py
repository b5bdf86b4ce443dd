"""What went wrong, said kindly."""

from bot.cards import Actions, Button, Card, Mono, Note, Text, join, markup, plain
from bot.domain.errors import NotEnrolled, StudyError
from bot.tokens import token


def error_card(error: StudyError) -> Card:
    hint = (Text(markup(error.hint)),) if error.hint else ()
    join_button = Button("Join", token("join"), "primary")
    actions = (Actions((join_button,)),) if isinstance(error, NotEnrolled) else ()
    return Card(error.title, (Text(plain(error.message)), *hint, *actions), "notice")


def crash_card(incident: str) -> Card:
    blocks = (
        Text(plain("Something broke on our side. Nothing was changed; please try again.")),
        Note(join(("If it happens again, tell your host this number: ", (Mono(incident),)))),
    )
    return Card("That went wrong", blocks, "bad")
