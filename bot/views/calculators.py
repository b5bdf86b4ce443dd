"""Sums as cards."""

from collections.abc import Iterator, Sequence

from bot.cards import Actions, Block, Button, Card, Fields, Mono, Note, Plain, Strong, Text, plain
from bot.domain.calculators.asking import Calculator, Result
from bot.tokens import token

IN_A_ROW = 5


def list_card(calculators: Sequence[Calculator]) -> Card:
    """A few lines, then the buttons for them."""
    blocks: list[Block] = []
    for start in range(0, len(calculators), IN_A_ROW):
        some = calculators[start : start + IN_A_ROW]
        blocks += [_line(entry) for entry in some]
        blocks.append(Actions(tuple(_open(entry, entry.title) for entry in some)))
    return Card("Sums", tuple(blocks))


def _line(entry: Calculator) -> Text:
    return Text((Mono(f"/prep calc {entry.name}"), Plain(f" {entry.summary}")))


def _open(entry: Calculator, label: str) -> Button:
    return Button(label, token(f"calc {entry.name}"))


def result_card(entry: Calculator, result: Result) -> Card:
    """The sentence first, what it was worked out from after it, then what to beware of."""
    pairs = Fields(tuple((label, plain(value)) for label, value in result.rows))
    sums = Button("All sums", token("calc list"))
    blocks: tuple[Block, ...] = (
        Text((Strong(result.says),)),
        pairs,
        *_warnings(result),
        *_example(entry, result),
        Actions((_open(entry, "Other figures"), sums)),
    )
    return Card(entry.title, blocks, "notice" if result.warnings else "calm")


def _example(entry: Calculator, result: Result) -> Iterator[Note]:
    """None to somebody who has just typed it."""
    if result.says != entry.worked:
        command = Mono(f"/prep calc {entry.name} {entry.example}")
        yield Note((Plain("For example "), command, Plain(f": {entry.worked}")))


def _warnings(result: Result) -> Iterator[Text]:
    for warning in result.warnings:
        yield Text((Strong("Beware. "), Plain(warning)))
