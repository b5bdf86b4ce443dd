"""What people get from a payload: a small model of how Discord shows text, made apart from ours."""

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_ESCAPED = re.compile(r"\\([^0-9A-Za-z\s])")
_LITERAL = {
    "fence": re.compile(r"```(?:[\w+.\-]*\s*\n)?([^\n].*?)\n*```", re.DOTALL),
    "code": re.compile(r"(?:``(?!`)([^`].*?)``|`([^`]+)`)(?!`)", re.DOTALL),
    "address": re.compile(r"((?:https?|steam|discord)://[^\s<]+[^<.,:;\"'\]\s])"),
    "autolink": re.compile(r"<((?:https?|mailto|tel):[^ >]+)>"),
    "moment": re.compile(r"<t:-?\d+(?::[tTdDfFRsS])?>()"),
    "mention": re.compile(
        r"(<(?:@[!&]?\d+|#\d+|/[^:>]+:\d+|id:\w+|a?:\w+:\d+)>|@(?:everyone|here)\b)", re.IGNORECASE
    ),
    "emoji": re.compile(r"(:[\w+-]+:)"),
}
_STYLED = {
    "bold": re.compile(r"\*\*(.+?)\*\*(?!\*)", re.DOTALL),
    "underline": re.compile(r"__(.+?)__(?!_)", re.DOTALL),
    "italic": re.compile(r"\b_([^_]+?)_\b|\*(?=\S)([^*]+?)\*(?!\*)"),
    "strike": re.compile(r"~~(.+?)~~", re.DOTALL),
    "spoiler": re.compile(r"\|\|(.+?)\|\|", re.DOTALL),
    "link": re.compile(r"\[([^\]]+)\]\(\s*<?\w+://[^)]*\)"),
}
_FIRST_IN_LINE = {
    "rest quoted": re.compile(r" *>>> (.+)", re.DOTALL),
    "quote": re.compile(r" *>(?!>>) ([^\n]*\n?)"),
    "heading": re.compile(r" *#{1,3} +([^\n]+\n?)"),
    "small": re.compile(r" *-# +([^\n]+\n?)"),
    "list": re.compile(r" *(?:[*+-]|\d+\.) +([^\n]+\n?)"),
}
_MENTION = re.compile(r"<@[!&]?\d+>|@(?:here|everyone)\b", re.IGNORECASE)
_ADDED = re.compile(r"^ask:|#\d+$")
_BUTTON, _MENU, _TEXT = 2, 3, 10


def words(payload: object) -> str:
    """All that can be read, as it stands on the screen."""
    return "\n".join(_shown(payload))


def tokens(payload: object) -> list[str]:
    """All that can be pressed or picked."""
    found: list[str] = []
    for node in nodes(payload):
        if node.get("type") == _BUTTON and "custom_id" in node:
            found.append(_token(node["custom_id"]))
        found += [_token(option["value"]) for option in node.get("options", [])]
    return found


def elements(payload: object, kind: int) -> list[Json]:
    """Components of this type, wherever they are."""
    return [node for node in nodes(payload) if node.get("type") == kind]


def texts(payload: object) -> list[str]:
    return [str(node["content"]) for node in elements(payload, _TEXT)]


def mentions(payload: object) -> list[str]:
    """Whatever might call somebody."""
    return [found[0] for text in texts(payload) for found in _MENTION.finditer(text)]


def styled(text: str) -> list[tuple[str, str]]:
    """What Discord would not show as it is: the style, and the piece of the text."""
    found: list[tuple[str, str]] = []
    _read(text, found)
    return found


def read(text: str) -> str:
    """Markdown as it is shown, without styles."""
    return visible(_read(text, []))


def visible(text: str) -> str:
    """Without what takes no room."""
    return text.translate(_ZERO_WIDTH)


def nodes(payload: object) -> Iterator[Json]:
    if isinstance(payload, dict):
        yield payload
        for value in payload.values():
            yield from nodes(value)
    elif isinstance(payload, list):
        for item in payload:
            yield from nodes(item)


def _read(text: str, found: list[tuple[str, str]]) -> str:
    shown, at, is_first = "", 0, True
    while at < len(text):
        escaped = _ESCAPED.match(text, at)
        style, match = ("", None) if escaped else _rule(text, at, is_first=is_first)
        if match:
            found.append((style, match[0]))
            inner = next(group for group in match.groups() if group is not None)
            shown += inner if style in _LITERAL else _read(inner, found)
        elif escaped:
            shown += escaped[1]
        else:
            shown += text[at]
        piece = (match or escaped or [text[at]])[0]
        at += len(piece)
        is_first = piece.endswith("\n") or (is_first and not piece.strip())
    return shown


def _rule(text: str, at: int, *, is_first: bool) -> tuple[str, re.Match[str] | None]:
    """The first that holds here."""
    for rules in (_STYLED, _LITERAL, _FIRST_IN_LINE if is_first else {}):
        for style, pattern in rules.items():
            match = pattern.match(text, at)
            if match:
                return style, match
    return "", None


def _token(custom_id: str) -> str:
    return _ADDED.sub("", custom_id)


def _shown(payload: object) -> Iterator[str]:
    for node in nodes(payload):
        is_picked = any(option.get("default") for option in node.get("options", []))
        if node.get("type") == _TEXT:
            yield read(node["content"])
        elif node.get("type") == _MENU and not is_picked:
            yield visible(node.get("placeholder", ""))
        yield from (visible(node[key]) for key in ("title", "label", "description") if key in node)
