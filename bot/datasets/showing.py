"""Tables as text for chat."""

from bot.datasets.model import Cell, Table

MOST_ROWS = 12
WIDEST_CELL = 26
WIDEST_LINE = 60
"""Above it columns move together."""
NUMBERS = ("integer", "double")


def as_text(table: Table, rows: int = MOST_ROWS) -> str:
    """Fixed width, the first `rows` rows; ∅ is NULL, · a space at either end of a text."""
    shown = table.rows[: max(0, rows)]
    columns = [
        [column.name, *(_cell(row[place]) for row in shown)]
        for place, column in enumerate(table.columns)
    ]
    padded = [
        _padded(cells, right=column.type in NUMBERS)
        for column, cells in zip(table.columns, columns, strict=True)
    ]
    lines = list(zip(*padded, strict=True))
    between = "  " if len("  ".join(lines[0])) <= WIDEST_LINE else " "
    return "\n".join(between.join(line).rstrip() for line in lines)


def dictionary(table: Table) -> list[tuple[str, str, str]]:
    """(column, type, meaning), in the order of the columns."""
    return [(column.name, column.type, column.meaning) for column in table.columns]


def _padded(cells: list[str], *, right: bool) -> list[str]:
    width = max(map(len, cells))
    return [cell.rjust(width) if right else cell.ljust(width) for cell in cells]


def _cell(cell: Cell) -> str:
    if cell is None:
        return "∅"
    if isinstance(cell, bool):
        return str(cell).lower()
    return _short(_ends(cell) if isinstance(cell, str) else str(cell))


def _ends(text: str) -> str:
    """Neither spaces at an end nor breaks of a line would be seen."""
    seen = "".join(char if char.isprintable() else "·" for char in text)
    inner = seen.strip(" ")
    start = len(seen) - len(seen.lstrip(" "))
    return "·" * start + inner + "·" * (len(seen) - start - len(inner))


def _short(text: str) -> str:
    return text if len(text) <= WIDEST_CELL else text[: WIDEST_CELL - 1] + "…"
