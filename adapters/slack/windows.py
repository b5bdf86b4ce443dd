"""What is said instead of a window that does not open."""

from adapters.slack import texts
from adapters.slack.patience import may_pass, word_of
from bot.cards import Card, Text, plain
from bot.ports import Reply

_OPENED = frozenset({"duplicate_external_id", "exchanged_trigger_id"})
"""Of what is delivered twice, the first opened the window."""
_LATE = frozenset({"expired_trigger_id", "trigger_expired"})
NOT_OPENED = Reply(
    Card(
        "No window opened",
        (Text(plain("Slack had trouble with it just now. Please press or type it again.")),),
        "notice",
    )
)


def excuse(error: Exception) -> Reply | None:
    """None where the window is there. Raises `error` where another try would end the same way."""
    word = word_of(error)
    if word in _OPENED:
        return None
    if word in _LATE:
        return texts.TOO_LATE
    if may_pass(error):
        return NOT_OPENED
    raise error
