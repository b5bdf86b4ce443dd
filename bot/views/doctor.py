"""What was looked at, and what to do about the rest."""

from collections.abc import Sequence

from bot.cards import Actions, Block, Button, Card, Note, Spans, Text, join, markup, plain
from bot.domain.ids import ChannelRef
from bot.domain.units import counted, shorten
from bot.ports import Finding
from bot.tokens import token
from bot.usecases.checkup import OtherRoom
from bot.views.rooms import named

MOST = 18
LONGEST = 400
"""Characters of a finding or a fix; a platform's own words may be any length."""


def doctor_card(findings: Sequence[Finding], reader: ChannelRef) -> Card:
    """What is wrong comes first; `reader` is where this is read."""
    bad = [finding for finding in findings if not finding.good]
    ordered = (*bad, *(finding for finding in findings if finding.good))
    blocks = [block for finding in ordered[:MOST] for block in _lines(finding, reader)]
    if len(ordered) > MOST:
        blocks.append(Note(plain(f"And {len(ordered) - MOST} more.")))
    blocks.append(Actions((Button("Look again", token("doctor")),)))
    return Card(f"Doctor · {_verdict(len(bad))}", tuple(blocks), "bad" if bad else "good")


def _verdict(count: int) -> str:
    if not count:
        return "all is well"
    return f"{counted(count, 'thing')} to mend"


def _lines(finding: Finding, reader: ChannelRef) -> tuple[Block, ...]:
    line = Text(_what(finding, reader))
    return (line, Note(markup(shorten(finding.fix, LONGEST)))) if finding.fix else (line,)


def _what(finding: Finding, reader: ChannelRef) -> Spans:
    mark, said = "✓" if finding.good else "✗", shorten(finding.what, LONGEST)
    if isinstance(finding, OtherRoom):
        return join((f"{mark} ", named(finding.room, reader), f" {said}"))
    return plain(f"{mark} {said}")
