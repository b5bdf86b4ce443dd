"""What authors are told about the content folder, as tables and as plain records."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.curriculum import bank_lint
from bot.curriculum.bank_lint import Report, format_shares
from bot.curriculum.cases import CaseFile
from bot.curriculum.coverage import CONTENT, Covered, coverage, unlisted
from bot.curriculum.families import Family
from bot.curriculum.library import CoverageEntry
from bot.curriculum.reading import Reading, read
from bot.curriculum.scripts import ScriptFile
from bot.curriculum.tracks import FactFile, RubricFile, TrackFile
from bot.curriculum.worksheets import WorksheetFile

SCHEMAS: Mapping[str, Any] = {
    "drill": Family, "track": TrackFile, "facts": FactFile, "rubric": RubricFile,
    "case": CaseFile, "worksheet": WorksheetFile, "script": ScriptFile,
    "coverage": dict[str, CoverageEntry],
}  # fmt: skip
SHOWN = 3
"""So many names of content stand in a row before the rest are counted."""


def check(folder: Path, as_json: bool, out: Console, err: Console) -> bool:
    """True when every file is sound."""
    report = bank_lint.check(read(folder))
    if as_json:
        print(json.dumps(as_dict(report)))  # noqa: T201  machine-readable
        return not report.problems
    _complain(err, map(str, report.problems))
    out.print(bank_line(report))
    out.print(skills_table(report))
    out.print(shares_line(report), soft_wrap=True)
    return not report.problems


def cover(folder: Path, as_json: bool, out: Console, err: Console) -> bool:
    """True when nothing that can be embodied by content is without."""
    reading = read(folder)
    gaps = [*map(str, reading.problems), *coverage_gaps(reading)]
    if as_json:
        print(json.dumps(coverage_dict(reading)))  # noqa: T201  machine-readable
        return not gaps
    out.print(coverage_table(reading))
    _complain(err, gaps)
    out.print(f"{len(reading.library.coverage)} entries, {len(gaps)} without what they need")
    return not gaps


def _complain(err: Console, lines: Iterable[str]) -> None:
    for line in lines:
        err.print(line, highlight=False, soft_wrap=True, markup=False)


def as_dict(report: Report) -> dict[str, object]:
    return {
        "families": report.families,
        "generators": report.generators,
        "errors": len(report.problems),
        "by_track": report.by_track,
        "by_skill": report.by_skill,
        "by_format": report.by_format,
        "problems": [str(problem) for problem in report.problems],
    }


def bank_line(report: Report) -> str:
    share = report.generators / max(1, report.families)
    return (
        f"{report.families} families over {len(report.by_skill)} skills, {report.generators} "
        f"generators ({share:.0%}), {len(report.problems)} problems"
    )


def shares_line(report: Report) -> str:
    """Shares of formats against what the bank aims at; those further off than allowed are named."""
    return "Formats, against the aim: " + ", ".join(
        f"{share.format} {share.is_:.0%} ({share.aim:.0%}{', off' if share.off else ''})"
        for share in format_shares(report)
    )


def skills_table(report: Report) -> Table:
    table = Table("skill", "families")
    for skill, count in report.by_skill.items():
        table.add_row(skill, str(count))
    return table


def coverage_table(reading: Reading) -> Table:
    table = Table("id", "kind", "embodied by", title="Coverage of the inventory")
    for covered in coverage(reading):
        table.add_row(covered.id, covered.entry.kind, embodied_by(covered))
    return table


def embodied_by(covered: Covered) -> str:
    names = [f"{kind} {name}" for kind, name in covered.content]
    more = [f"and {len(names) - SHOWN} more"] if len(names) > SHOWN else []
    content = ", ".join([*names[:SHOWN], *more])
    if covered.gap:
        return f"✗ {covered.gap}" + (f"; ready: {content}" if content else "")
    if covered.entry.kind in CONTENT:
        return content
    plain = "; ".join(covered.entry.by)
    waits = f"waits for {plain}" if covered.entry.kind == "waiting" else plain
    return f"{waits}; ready: {content}" if content else waits


def coverage_gaps(reading: Reading) -> list[str]:
    """One line each; empty when every entry that can be embodied is."""
    if not reading.library.coverage:
        return ["coverage.yaml: there is none"]
    gaps = [f"{c.id}: {c.gap}" for c in coverage(reading) if c.gap]
    return [*gaps, *(f"{name}: is not in coverage.yaml" for name in unlisted(reading))]


def coverage_dict(reading: Reading) -> dict[str, dict[str, object]]:
    return {
        c.id: {
            "kind": c.entry.kind,
            "by": c.entry.by,
            "content": [f"{kind} {name}" for kind, name in c.content],
            "gap": c.gap,
        }
        for c in coverage(reading)
    }
