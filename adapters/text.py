"""What every surface does with text whatever its markup: tidying it, and cutting it decently."""

import re
import unicodedata

ELLIPSIS = "…"

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_NEVER = re.compile(r"(?!)")
_NEAR = 0.7
"""A blank this far into the room is near enough to its end to break there."""


def tidy(text: str) -> str:
    """With one kind of line end, and without control characters, which no surface shows."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def flat(text: str) -> str:
    """On one line."""
    return " ".join(tidy(text).split())


def cut(text: str, most: int, whole: re.Pattern[str] = _NEVER) -> str:
    """Shortened to `most` characters, at a word where one ends nearby."""
    if len(text) <= most:
        return text
    return text[: break_at(text, most - len(ELLIPSIS), whole)].rstrip() + ELLIPSIS


def break_at(text: str, room: int, whole: re.Pattern[str] = _NEVER) -> int:
    """The last good place up to `room`; zero where not even the first piece fits.

    It parts nothing that people see as one character, and no piece that `whole` finds.
    """
    if len(text) <= room:
        return len(text)
    at = _settled(text, room, whole)
    blank = max(text.rfind(" ", 0, at + 1), text.rfind("\n", 0, at + 1))
    return (blank > room * _NEAR and _settled(text, blank, whole)) or at


def _settled(text: str, at: int, whole: re.Pattern[str]) -> int:
    """Back to before whatever `at` would part."""
    pieces = [m.span() for m in whole.finditer(text) if m.start() < at]
    while at > 0:
        start = next((a for a, b in pieces if a < at < b), at)
        if start == at and not _continues(text, at):
            break
        at = min(start, at - 1)
    return at


def _continues(text: str, at: int) -> bool:
    """Whether the code point at `at` belongs to the character before it."""
    here, before = text[at], text[at - 1]
    if _is_flag_letter(here):
        return _flag_letters_before(text, at) % 2 == 1
    return (
        unicodedata.category(here) in {"Mn", "Mc", "Me"}
        or "\u200d" in {here, before}
        or "\U0001f3fb" <= here <= "\U0001f3ff"
        or "\U000e0020" <= here <= "\U000e007f"
        or "\u1160" <= here <= "\u11ff"
    )


def _flag_letters_before(text: str, at: int) -> int:
    """Two of these letters make one flag."""
    start = at
    while start and _is_flag_letter(text[start - 1]):
        start -= 1
    return at - start


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"
