"""What `prepcircle author check` and `check-content --executed` print."""

import asyncio
import re
from collections.abc import Iterable
from difflib import get_close_matches
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from adapters.judge.authoring import Report
from bot.authoring import Executed, Proof, prove, prove_all, refusals, undrawn, write_hidden
from bot.curriculum import executed_lint
from bot.curriculum.reading import Reading, read


def check(drill: str, folder: Path, out: Console, err: Console, *, write: bool) -> bool:
    """Whether the drill holds; says what does not."""
    reading = read(folder)
    found = _find(drill, folder, reading)
    hindrances = _why_not(drill, folder, reading) if found is None else _unknown(found[0])
    if found is None or hindrances:
        _say(hindrances, err)
        return False
    family, path = found
    proof = _proof(family, err)
    _print(proof, out, err)
    written = not write or _write(proof, path, folder, out, err)
    return proof.good and written


def _find(drill: str, folder: Path, reading: Reading) -> tuple[Executed, Path] | None:
    """The drill and its file, even if the file is refused because it was never checked."""
    family = reading.curriculum.families.get(drill)
    if isinstance(family, Executed):
        return family, reading.paths[drill]
    return undrawn(folder, refusals(drill, folder, reading))


def _why_not(drill: str, folder: Path, reading: Reading) -> list[str]:
    families = reading.curriculum.families
    if not folder.is_dir():
        return [str(problem) for problem in reading.problems]
    if drill in families:
        form = families[drill].format
        return [f"{drill} has the format {form}; only sql and python drills are run."]
    if problems := refusals(drill, folder, reading):
        return [f"{drill} cannot be read:", *map(str, problems)]
    near = _near(drill, [name for name, family in families.items() if isinstance(family, Executed)])
    hint = f"Did you mean {near}?" if near else "`prepcircle new drill` begins one."
    return [f"There is no drill {drill} in {folder.name}/. {hint}"]


def _near(drill: str, known: list[str]) -> str:
    """Empty for none; the name alone and the path of the file will do."""
    name = re.split(r"[./]", drill.removesuffix(".yaml"))[-1]
    called = [entry for entry in known if entry.endswith(f".{name}")]
    return (called or get_close_matches(drill, known, 1, 0.8) or [""])[0]


def _unknown(family: Executed) -> list[str]:
    """Names of sets, tables and shapes that there are not: without them nothing can be drawn."""
    return [
        f"{family.family}: {field}: {what} → {fix}"
        for field, what, fix in executed_lint.findings(family)
        if field.startswith("data")
    ]


def _proof(family: Executed, err: Console) -> Proof:
    with Progress(console=err, transient=True) as bar:
        task = bar.add_task("trying neighbours", total=1.0)

        def progress(done: int, total: int, what: str) -> None:
            bar.update(task, completed=done / max(total, 1), description=what)

        return asyncio.run(prove(family, progress, pick=True))


def _write(proof: Proof, path: Path, folder: Path, out: Console, err: Console) -> bool:
    """Drawings picked for claims that fail would let them fail in silence later."""
    if proof.report is None or not proof.good:
        _say(["Nothing was written."], err)
        return False
    try:
        write_hidden(path, proof.report)
    except ValueError as error:
        _say([f"Nothing was written: {error}. Copy them from above."], err)
        return False
    _say([f"Written to {path.relative_to(folder.parent)}."], out)
    return True


def _say(lines: Iterable[str], console: Console) -> None:
    for line in lines:
        console.print(line, highlight=False, markup=False, soft_wrap=True)


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
    _say(_complaints(proof), err)


def _complaints(proof: Proof) -> list[str]:
    """All of them; a gate shows the first of each drill."""
    if proof.report is not None and proof.report.complaints:
        return [f"{proof.family}: {complaint}" for complaint in proof.report.complaints]
    return [proof.complaint] if proof.complaint else []


def _print_report(report: Report, out: Console) -> None:
    out.print("What members see:\n", highlight=False)
    out.print(report.sample, highlight=False, markup=False, soft_wrap=True)
    table = Table("a wrong answer", "is told", title="What wrong answers are told")
    for why, message in report.messages.items():
        table.add_row(escape(why), escape(message))
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


def _print_list(title: str, lines: tuple[str, ...], out: Console) -> None:
    if lines:
        out.print(f"{title}:", highlight=False)
        for line in lines:
            out.print(f"  {line}", highlight=False, markup=False, soft_wrap=True)
