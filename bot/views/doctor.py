"""What was looked at, and what to do about the rest."""

from collections.abc import Sequence

from bot.cards import Actions, Block, Button, Card, Note, Text, markup, plain
from bot.domain.units import shorten
from bot.ports import Finding
from bot.tokens import token

MOST = 18
LONGEST = 400
"""Characters of a finding or a fix; a platform's own words may be any length."""


def doctor_card(findings: Sequence[Finding]) -> Card:
    """What is wrong comes first."""
    bad = [finding for finding in findings if not finding.good]
    ordered = (*bad, *(finding for finding in findings if finding.good))
    blocks = [block for finding in ordered[:MOST] for block in _lines(finding)]
    if len(ordered) > MOST:
        blocks.append(Note(plain(f"And {len(ordered) - MOST} more.")))
    blocks.append(Actions((Button("Look again", token("doctor")),)))
    return Card(f"Doctor · {_verdict(len(bad))}", tuple(blocks), "bad" if bad else "good")


def _verdict(count: int) -> str:
    if not count:
        return "all is well"
    return f"{count} {'thing' if count == 1 else 'things'} to mend"


def _lines(finding: Finding) -> tuple[Block, ...]:
    line = Text(plain(f"{'✓' if finding.good else '✗'} {shorten(finding.what, LONGEST)}"))
    return (line, Note(markup(shorten(finding.fix, LONGEST)))) if finding.fix else (line,)
