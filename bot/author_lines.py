"""What `prepcircle author check` and `check-content --executed` print."""

import asyncio
from pathlib import Path

from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from adapters.judge.authoring import Report
from bot.authoring import Proof, prove, prove_all, write_hidden
from bot.curriculum.families import PythonFamily, SqlFamily
from bot.curriculum.reading import Reading, read


def check(drill: str, folder: Path, out: Console, err: Console, *, write: bool) -> bool:
    """Whether the drill holds; says what does not."""
    reading = read(folder)
    family = reading.curriculum.families.get(drill)
    if not isinstance(family, SqlFamily | PythonFamily):
        err.print(f"There is no executed drill {drill} in {folder.name}/.", highlight=False)
        return False
    with Progress(console=err, transient=True) as bar:
        task = bar.add_task("trying neighbours", total=1.0)

        def progress(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done / max(total, 1), description=what)

        proof = asyncio.run(prove(family, progress, pick=True))
    _print(proof, out, err)
    if write and proof.report is not None:
        write_hidden(reading.paths[drill], proof.report)
    return proof.good


def gate(reading: Reading, err: Console) -> list[str]:
    """A complaint for each executed drill that does not hold."""
    with Progress(console=err, transient=True) as bar:
        task = bar.add_task("executed drills", total=1.0)
        proofs = prove_all(
            reading, lambda done, total: bar.update(task, completed=done / max(1, total))
        )
    return [proof.complaint for proof in proofs if proof.complaint]


def _print(proof: Proof, out: Console, err: Console) -> None:
    if proof.report is not None:
        _print_report(proof.report, out)
    if proof.complaint:
        err.print(proof.complaint, highlight=False, markup=False, soft_wrap=True)


def _print_report(report: Report, out: Console) -> None:
    out.print("What members see:\n", highlight=False)
    out.print(report.sample, highlight=False, markup=False, soft_wrap=True)
    table = Table("a wrong answer", "is told", title="What wrong answers are told")
    for why, message in report.messages.items():
        table.add_row(why, message)
    out.print(table)
    tried = f"{report.killed} of {report.killed + len(report.missed)} slips found out"
    out.print(f"{tried} ({report.share:.0%}); {report.ran} ran.", highlight=False)
    _print_list("Missed by the hidden data", report.missed, out)
    _print_list("Told apart by no data; the same in other words?", report.survivors, out)
    out.print("hidden:", highlight=False)
    for draw in report.hidden:
        out.print(
            f"  - {{seed: {draw.seed}, size: {draw.size}, shape: {draw.shape}}}", highlight=False
        )
    _print_list("Complaints", report.complaints, out)


def _print_list(title: str, lines: tuple[str, ...], out: Console) -> None:
    if lines:
        out.print(f"{title}:", highlight=False)
        for line in lines:
            out.print(f"  {line}", highlight=False, markup=False, soft_wrap=True)
