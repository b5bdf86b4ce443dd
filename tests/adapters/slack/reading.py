"""What people get from a payload: a small model of how Slack shows text, made apart from ours."""

import html
import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff"))
_FENCE = re.compile(r"```\n?(.*?)\n?```", re.DOTALL)
_DATE = re.compile(r"<!date\^\d+\^[^|>]*\|([^>]*)>")
# A mark opens where no word goes before it and no blank follows, and closes the other way round.
# The word joiner is part of a word, the zero-width space is not.
_OPENS, _CLOSES = r"(?<![\w\u2060{0}]){0}(?=[^\s{0}])", r"(?<=[^\s{0}]){0}(?![\w\u2060{0}])"
_CODE = re.compile(_OPENS.format("`") + r"([^`\n]+)" + _CLOSES.format("`"))
_STYLES = [
    re.compile(_OPENS.format(mark) + r"([^\n]+?)" + _CLOSES.format(mark))
    for mark in (r"\*", "_", "~", "＊", "＿", "～")
]
_QUOTE = re.compile(r"^(?:>|&gt;|＞) ?", re.MULTILINE)
_EMOJI = re.compile(r":[a-z0-9_+'-]+:")
_DATA = {"value", "initial_value", "url", "private_metadata"}
"""Keys of what is not read, but comes back as it was."""
_MENTION = re.compile(r"<(?!!date\^)[!@#]|@(?:here|channel|everyone)\b", re.IGNORECASE)


def words(payload: object) -> str:
    """All that can be read in the blocks and the frame, as it stands on the screen."""
    return "\n".join(_shown(payload))


def tokens(payload: object) -> list[str]:
    """All that can be pressed, picked or ticked."""
    found: list[str] = []
    for node in _nodes(payload):
        if node.get("type") == "button" and "url" not in node:
            found.append(node["value"])
        found += [option["value"] for option in node.get("options", [])]
    return found


def elements(payload: object, kind: str) -> list[Json]:
    """Blocks, elements and parts of this type, wherever they are."""
    return [node for node in _nodes(payload) if node.get("type") == kind]


def mentions(payload: object, *, beside: str = "") -> list[str]:
    """Whatever might call somebody, `beside` the name of a room that was meant to be one."""
    texts = (text.replace(f"<#{beside}>", "") for text in _strings(payload))
    return [found[0] for text in texts for found in _MENTION.finditer(text)]


def styled(text: str) -> list[str]:
    """What Slack would format in mrkdwn: bold, italic, struck, code, quoted, fenced, emoji."""
    found = [match[0] for match in (*_FENCE.finditer(text), *_CODE.finditer(text))]
    rest = _CODE.sub("", _FENCE.sub("", text))
    for pattern in (*_STYLES, _QUOTE, _EMOJI):
        found += [match[0] for match in pattern.finditer(rest)]
    return found


def read(text: str) -> str:
    """Mrkdwn as it is shown, without styles."""
    parts = _FENCE.split(text)
    return "".join(_bare(p) if n % 2 else _inline(p) for n, p in enumerate(parts))


def visible(text: str) -> str:
    """Without what takes no room."""
    return text.translate(_ZERO_WIDTH)


def _inline(text: str) -> str:
    text = _QUOTE.sub("", _DATE.sub(r"\1", text))
    parts = _CODE.split(text)
    return "".join(_bare(p if n % 2 else _unstyled(p)) for n, p in enumerate(parts))


def _unstyled(text: str) -> str:
    for pattern in _STYLES:
        text = pattern.sub(r"\1", text)
    return text


def _bare(text: str) -> str:
    return visible(html.unescape(text))


def _shown(payload: object) -> Iterator[str]:
    for node in _nodes(payload):
        text = node.get("text")
        if not isinstance(text, str):
            continue
        if node.get("type") in {"raw_text", "raw_number", "text"}:
            yield visible(text)
        elif node.get("type") == "mrkdwn":
            yield read(text)
        elif node.get("type") == "plain_text":
            yield _bare(text)


def _nodes(payload: object) -> Iterator[Json]:
    if isinstance(payload, dict):
        yield payload
        for key, value in payload.items():
            # A chosen option is there a second time.
            if key not in {"initial_option", "initial_options"}:
                yield from _nodes(value)
    elif isinstance(payload, list):
        for item in payload:
            yield from _nodes(item)


def _strings(payload: object) -> Iterator[str]:
    if isinstance(payload, str):
        yield payload
    elif isinstance(payload, dict):
        for key, value in payload.items():
            if key not in _DATA:
                yield from _strings(value)
    elif isinstance(payload, list):
        for item in payload:
            yield from _strings(item)
