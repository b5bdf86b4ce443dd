"""Slack's way with text: escaping, mrkdwn from spans, text objects, and where a text may be cut.

Two zero-width characters keep user text literal and our own markup understood:

- JOINER counts as part of a word. Slack takes a `*` for bold only at the edge of a word, so one on
  either side of it leaves a plain star. What stands inside a word or between blanks needs none.
- GAP counts as the edge of a word, so bold can begin and end inside one.
"""

import re
from collections.abc import Callable
from typing import assert_never

from adapters import text as neutral
from adapters.shapes import Json
from adapters.slack import limits
from adapters.slack.places import PLATFORM
from bot.cards import Moment, Mono, Plain, Room, Span, Spans, Strong
from bot.domain.ids import ChannelRef
from bot.plain_text import elsewhere, words

JOINER = "\u2060"
GAP = "\u200b"
_ADDED = dict.fromkeys(map(ord, JOINER + GAP))
FENCE = "```"
NOTHING = "–"
"""Stands where Slack demands a text and there is none."""

# Also inside a longer word: a text may be cut right behind it.
_PING = re.compile("@(?=here|channel|everyone)", re.IGNORECASE)
_COMMAND = re.compile(r"<(?=[!@#])")
# Slack reads the full-width forms as markup too.
_MARKS = re.compile("[*_~`＊＿～｀]+")
_CODE = re.compile("[`｀]")
_QUOTED = re.compile(r"^([^\S\n]*)(?=&gt;|＞)", re.MULTILINE)
_SHORTCODE = re.compile(r":(?=[a-z0-9_+'-]+:)")
_ROOM = re.compile(r"[CGD][A-Z0-9]+")
_WHOLE = re.compile(r"&(?:amp|lt|gt);|<[^<>]*>")
_LONGEST_TAG = 200
_EDGES = frozenset(" \n\t.,;:!?()[]\"'")
_FORMATS = {
    "date": "{date_short_pretty}",
    "time": "{time}",
    "datetime": "{date_short_pretty} at {time}",
    # Slack has no words for a distance ahead; "tomorrow at 09:00" also stays true.
    "relative": "{date_short_pretty} at {time}",
}


def escape(text: str) -> str:
    """For any text object: nothing in it is a mention, a link or an escape."""
    text = neutral.tidy(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _PING.sub("@" + JOINER, text)


def literal(text: str) -> str:
    """For mrkdwn: escaped, and nothing in it is markup or an emoji."""
    made = _MARKS.sub(_disarmed, escape(text))
    made = _QUOTED.sub(rf"\1{JOINER}", made)
    return _SHORTCODE.sub(":" + JOINER, made)


def bare(text: str) -> str:
    """What `literal` made, without what keeps signs from being markup."""
    return text.translate(_ADDED)


def raw(text: str) -> str:
    """For table cells, which are shown as they are: only what could ever ping is broken up."""
    made = _COMMAND.sub("<" + JOINER, neutral.flat(text))
    return _PING.sub("@" + JOINER, made) or NOTHING


def spans(spans: Spans) -> str:
    made = ""
    was_plain = True
    for span in spans:
        piece, is_plain = _span(span), isinstance(span, Plain | Moment | Room)
        if not piece:
            continue
        if not (was_plain and is_plain) and _clash(made, piece):
            made += GAP
        made += piece
        was_plain = is_plain
    return made


def strong(text: str) -> str:
    return spans((Strong(text),))


def fenced(text: str) -> list[str]:
    """Code blocks, several where it is long; no backticks inside can end one."""
    inner = re.sub("`(?=``)", "`" + JOINER, escape(text))
    room = limits.PAGE - 2 * (len(FENCE) + 1)
    return [f"{FENCE}\n{page}\n{FENCE}" for page in pages(inner, room)]


def marked(text: str) -> Json:
    """A text object of mrkdwn made here. Verbatim: Slack finds no names or channels in it."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain(text: str) -> Json:
    return _plain(_flat(text))


def section(text: str) -> Json:
    """Expanded: nobody has to tap for the rest of a question."""
    return {"type": "section", "text": marked(text), "expand": True}


def sections(text: str) -> list[Json]:
    return [section(page) for page in pages(text, limits.PAGE)]


def option(label: str, value: str) -> Json:
    """A long label flows over into the smaller line below."""
    text = _flat(label)
    at = break_at(text, limits.LABEL) or limits.LABEL
    made: Json = {"text": _plain(text[:at].rstrip()), "value": value}
    if at < len(text):
        made["description"] = _plain(text[at:].strip())
    return made


def pages(text: str, room: int) -> list[str]:
    """The same text in pieces of at most `room`, parted at line ends where possible."""
    found: list[str] = []
    start = 0
    while len(text) - start > room:
        end = text.rfind("\n", start, start + room + 1)
        if end < start + room // 2:
            ahead = text[start : start + room + _LONGEST_TAG]
            end = start + (break_at(ahead, room) or room)
        found.append(text[start:end])
        start = end + text.startswith("\n", end)
    return [page for page in (*found, text[start:]) if page.strip()]


def cut(text: str, most: int) -> str:
    """Shortened to `most` with an ellipsis; a code block that was cut is closed."""
    if len(text) <= most:
        return text
    head = text[: break_at(text, most - 1)].rstrip()
    if head.count(FENCE) % 2 == 0:
        return head + "…"
    head = text[: break_at(text, most - len(FENCE) - 2)].rstrip()
    return f"{head}…\n{FENCE}" if head.count(FENCE) % 2 else head + "…"


def break_at(text: str, room: int) -> int:
    """The last place up to `room` that parts no escape, tag or character; the start for none."""
    return neutral.break_at(text, room, _WHOLE)


def _flat(text: str) -> str:
    return escape(neutral.flat(text)) or NOTHING


def _plain(escaped: str) -> Json:
    return {"type": "plain_text", "text": escaped, "emoji": False}


def _disarmed(found: re.Match[str]) -> str:
    run, text = found[0], found.string
    before, after = (
        text[max(0, found.start() - 1) : found.start()],
        text[found.end() : found.end() + 1],
    )
    inside_a_word = before.isalnum() and after.isalnum()
    between_blanks = before.isspace() and after.isspace()
    if len(run) == 1 and (inside_a_word or between_blanks) and not _CODE.match(run):
        return run
    return JOINER + JOINER.join(run) + JOINER


def _clash(left: str, right: str) -> bool:
    """Whether markup at this seam would not be seen as such."""
    return bool(left and right) and not (left[-1] in _EDGES or right[0] in _EDGES)


def _span(span: Span) -> str:
    match span:
        case Plain(text=text):
            return literal(text)
        case Strong(text=text):
            return _wrapped(text, "*", literal)
        case Mono(text=text):
            # Inside code nothing is escaped, so a backtick would end it.
            return literal(text) if _CODE.search(text) else _wrapped(text, "`", escape)
        case Moment(at=at, style=style):
            return f"<!date^{int(at.timestamp())}^{_FORMATS[style]}|{words((span,))}>"
        case Room(channel=channel):
            return _mentioned(channel)
        case unreachable:
            assert_never(unreachable)


def _mentioned(room: ChannelRef) -> str:
    """Slack shows its name to whoever may see it."""
    is_ours = room.platform == PLATFORM and _ROOM.fullmatch(room.channel)
    return f"<#{room.channel}>" if is_ours else literal(elsewhere(room))


def _wrapped(text: str, mark: str, inner: Callable[[str], str]) -> str:
    """Markup holds within a line and wants no blanks at its inner edges."""
    lines = []
    for line in neutral.tidy(text).split("\n"):
        core = line.strip()
        made = mark + inner(core) + mark if core else ""
        before, _, after = line.partition(core) if core else (line, "", "")
        lines.append(before + made + after)
    return "\n".join(lines)
