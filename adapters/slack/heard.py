"""What people type, as they typed it: Slack escapes it and wraps names and addresses."""

import html
import re

_WRAPPED = re.compile(r"<([@#!]?)([^<>|]*)(?:\|([^<>]*))?>")


def heard(text: str) -> str:
    """`&lt;5% <https://a.org|a.org> <@U1|ana>` is `<5% a.org @ana`."""
    return html.unescape(_WRAPPED.sub(_unwrapped, text))


def _unwrapped(match: re.Match[str]) -> str:
    sign, target, label = match.groups()
    if sign == "!":
        # A mention of everybody is no word of an answer.
        return label or ""
    return f"{sign}{label or target}" if sign else label or target
