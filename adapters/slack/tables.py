"""Tables: native ones in messages, aligned or listed text everywhere else."""

from adapters.columns import aligned, numeric, rows_of
from adapters.shapes import Json
from adapters.slack import limits
from adapters.slack.mrkdwn import fenced, literal, pages, raw, strong
from bot.cards import Table

_NARROW = 38
"""As many letters of one width stand in a line on a phone."""


def native(table: Table) -> Json | None:
    """None when Slack would not take it."""
    rows = rows_of(table, raw)
    if not rows or len(rows) > limits.TABLE_ROWS or len(rows[0]) > limits.TABLE_CELLS:
        return None
    if sum(len(cell) for row in rows for cell in row) > limits.TABLE_TEXT:
        return None
    mine = None if table.highlight is None else table.highlight + 1
    cells = [[_cell(cell, bold=n == mine) for cell in row] for n, row in enumerate(rows)]
    return {"type": "table", "column_settings": _columns(rows), "rows": cells}


def as_text(table: Table) -> list[str]:
    """In columns where that fits a phone, else one line a row."""
    rows = rows_of(table, raw)
    lined = aligned(rows, _NARROW)
    return pages("\n".join(map(_listed, rows)), limits.PAGE) if lined is None else fenced(lined)


def _cell(text: str, *, bold: bool) -> Json:
    if not bold:
        return {"type": "raw_text", "text": text}
    part = {"type": "text", "text": text, "style": {"bold": True}}
    line = {"type": "rich_text_section", "elements": [part]}
    return {"type": "rich_text", "elements": [line]}


def _columns(rows: list[list[str]]) -> list[Json]:
    return [{"align": "right"} if number else {"is_wrapped": True} for number in numeric(rows)]


def _listed(row: list[str]) -> str:
    return f"{strong(row[0])}  {' · '.join(map(literal, row[1:]))}".rstrip()
