"""Discord's way with text: markdown from spans, and user text as literally what it is.

A backslash takes the meaning from any sign and is not shown. It does not keep a name from being
called, so GAP, which takes no room, stands inside those.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, assert_never

from adapters.discord.places import PLATFORM
from adapters.text import ELLIPSIS, break_at, flat, tidy
from bot.cards import Moment, Mono, Plain, Room, Span, Spans, Strong
from bot.domain.ids import ChannelRef
from bot.plain_text import elsewhere

GAP = "\u200b"
NOTHING = "–"
"""Stands where Discord demands a text and there is none."""
FENCE, COVER = "```", "||"

_SIGNS = re.compile(r"[\\`*_~|<\[\]#]")
_FIRST = re.compile(r"^([^\S\n]*)(?=[>+-])", re.MULTILINE)
_NUMBERED = re.compile(r"^([^\S\n]*\d+)(?=\.(?:\s|$))", re.MULTILINE)
# Of an address, or of an emoji by its name.
_COLON = re.compile(r":(?=//|[^\s:]+:)")
# Also where the word goes on: a cut may end it there.
_CALL = re.compile(r"@(?=everyone|here|[!&]?\d)", re.IGNORECASE)
_LANGUAGE = re.compile(r"[A-Za-z0-9_+.-]*")
_ROOM = re.compile(r"\d{1,20}")
_WHOLE = re.compile(r"\\.|<t:-?\d+:\w>|<#\d+>|```|\*\*|\|\||^(?:-#|>|#{1,3}) ", re.MULTILINE)
_MARK = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`?|\\.|\*\*|\|\|", re.DOTALL)
_BEFORE = re.compile(r"^(?:```\w*|(?:-#|>|#{1,3}) )")
# A sign behind a backslash stays; marks go; instants and names are only shown by Discord itself.
_DRESS = re.compile(r"\\(.)|\*\*|\|\||`+|<t:-?\d+:\w>|<@&\d+>|<#\d+>")
_STYLES: dict[Literal["date", "time", "datetime", "relative"], str] = {
    **{"date": "D", "time": "t", "datetime": "f", "relative": "R"},
}


def escape(text: str) -> str:
    """Nothing in it is markup, a link, an emoji or a mention; what is read is what was written."""
    made = _SIGNS.sub(r"\\\g<0>", tidy(text))
    made = _FIRST.sub(r"\1\\", made)
    made = _NUMBERED.sub(r"\1\\", made)
    return _uncalled(_COLON.sub(r"\:", made))


def spans(spans: Spans) -> str:
    return "".join(map(_span, _joined(spans)))


def strong(text: str) -> str:
    return spans((Strong(text),))


def heading(text: str, level: int) -> str:
    inner = escape(flat(text))
    return f"{'#' * level} {inner}" if inner else ""


def small(made: str) -> str:
    """Finished markdown as small print."""
    return "\n".join(f"-# {line}" if line.strip() else "" for line in made.split("\n"))


def quoted(made: str) -> str:
    """Finished markdown as somebody's words; an empty line does not end them."""
    if not made.strip():
        return ""
    return "\n".join(f"> {line if line.strip() else GAP}" for line in made.split("\n"))


def fenced(text: str, language: str = "") -> str:
    """A code block; no backticks inside can end it."""
    inner = re.sub("`(?=``)", "`" + GAP, _uncalled(tidy(text)))
    named = language if _LANGUAGE.fullmatch(language) else ""
    return f"{FENCE}{named}\n{inner}\n{FENCE}" if inner.strip() else ""


def hidden(made: str) -> str:
    """Finished markdown under one bar; two strokes of its own, even in code, would end it."""
    inner = re.sub(r"\|(?=\|)", "|" + GAP, made)
    inner += GAP if inner.endswith("|") else ""
    return f"{COVER}{inner}{COVER}" if inner.strip() else ""


def plain(made: str) -> str:
    """Finished markdown back as the words that are read."""
    lines = (_BEFORE.sub("", line) for line in made.split("\n"))
    bare = _DRESS.sub(lambda match: match[1] or "", "\n".join(lines))
    return bare.translate({ord(GAP): None}).strip()


def cut(text: str, most: int) -> str:
    """Finished markdown shortened to `most`; what was open at the cut is closed."""
    if len(text) <= most:
        return text
    for room in range(most - len(ELLIPSIS), 0, -1):
        head = text[: break_at(text, room, _WHOLE)].rstrip()
        made = head + ELLIPSIS + _closing(head)
        if len(made) <= most:
            return made
    return ELLIPSIS[:most]


def _uncalled(text: str) -> str:
    return _CALL.sub("@" + GAP, text)


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """One span for those of a kind that stand together: their marks would run into each other."""
    shown = [span for span in map(_settled, spans) if isinstance(span, Moment | Room) or span.text]
    for kind, run in itertools.groupby(shown, type):
        alike = list(run)
        texts = [span.text for span in alike if not isinstance(span, Moment | Room)]
        yield from [kind("".join(texts))] if texts else alike


def _settled(span: Span) -> Span:
    """Tidied. In code there is no way to say a backtick."""
    if isinstance(span, Moment | Room):
        return span
    kind = Plain if isinstance(span, Mono) and "`" in span.text else type(span)
    return kind(tidy(span.text))


def _span(span: Span) -> str:
    match span:
        case Plain(text=text):
            return escape(text)
        case Strong(text=text):
            return _wrapped(text, "**", escape)
        case Mono(text=text):
            return _wrapped(text, "`", _uncalled)
        case Moment(at=at, style=style):
            return f"<t:{int(at.timestamp())}:{_STYLES[style]}>"
        case Room(channel=channel):
            return _mentioned(channel)
        case unreachable:
            assert_never(unreachable)


def _mentioned(room: ChannelRef) -> str:
    """Discord shows its name to whoever may see it."""
    is_ours = room.platform == PLATFORM and _ROOM.fullmatch(room.channel)
    return f"<#{room.channel}>" if is_ours else escape(elsewhere(room))


def _wrapped(text: str, mark: str, inner: Callable[[str], str]) -> str:
    """Each line by itself, with the blanks at its edges outside."""
    lines = []
    for line in text.split("\n"):
        core = line.strip()
        before, _, after = line.partition(core) if core else (line, "", "")
        lines.append(before + (mark + inner(core) + mark if core else "") + after)
    return "\n".join(lines)


def _closing(head: str) -> str:
    """The marks that were opened and not closed; of ours only a cover has others inside."""
    is_strong, cover = False, ""
    for piece in _MARK.findall(head):
        if piece.count(FENCE) == 1:
            return f"\n{FENCE}{cover}"
        if piece[0] == "`" and (len(piece) == 1 or piece[-1] != "`"):
            return "`" + cover
        is_strong ^= piece == "**"
        if piece == COVER:
            cover = "" if cover else COVER
    return ("**" if is_strong else "") + cover
