"""The command line for those who write content: checking, proving, judging, scaffolding."""

# ruff: noqa: PLC0415  a schema must not wait for the judge's imports

import asyncio
import json
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from io import TextIOWrapper
from pathlib import Path
from typing import Annotated, TextIO

import typer

from bot.terminal import Content, content_folder, err, out, refuse, settings

app = typer.Typer()
proofs = typer.Typer(help="For those who write drills.", no_args_is_help=True)
app.add_typer(proofs, name="author")


@app.command()
def judge(
    drill: Annotated[str, typer.Option(help="The drill to be answered, such as sql.window.….")],
    content: Annotated[
        Path | None,
        typer.Option(help="A folder with further drills.", exists=True, file_okay=False),
    ] = None,
    developer: Annotated[bool, typer.Option(help="Use the development tier too.")] = False,
) -> None:
    """Judge answers: a line {"code": TEXT} in, a line {"verdict": …, "reply": TEXT} out."""
    from bot.judge_lines import CannotJudge, exercise, serve

    try:
        chosen = settings()
        asked = exercise(drill, chosen.content, content)
        asyncio.run(serve(asked, developer, _lines(), _line, chosen.judge))
    except CannotJudge as error:
        refuse(error)


def _lines() -> TextIO:
    """UTF-8 whatever the locale; one line that is not must not end the others' judging."""
    if isinstance(sys.stdin, TextIOWrapper):
        sys.stdin.reconfigure(encoding="utf-8", errors="replace")
    return sys.stdin


def _line(text: str) -> None:
    print(text, flush=True)  # noqa: T201  machine-readable


@proofs.command("check")
def author_check(
    drill: Annotated[str, typer.Argument(help="An executed drill, such as sql.window.…")],
    content: Content = None,
    write: Annotated[
        bool, typer.Option(help="Put the drawings into the file, if all holds.")
    ] = False,
) -> None:
    """Try the neighbours of an executed drill, pick its hidden data and prove its answers."""
    from bot.author_lines import check

    folder = content_folder(content)
    if not check(drill, folder, out, err, write=write):
        raise typer.Exit(1)


@app.command("check-content")
def check_content(
    as_json: Annotated[bool, typer.Option("--json", help="Print figures as JSON.")] = False,
    content: Content = None,
    covered: Annotated[
        bool, typer.Option("--coverage", help="List what embodies each source; fail on a gap.")
    ] = False,
    watch: Annotated[bool, typer.Option(help="Check again when a file changes.")] = False,
    executed: Annotated[
        bool, typer.Option(help="Prove the executed drills too; some minutes.")
    ] = False,
) -> None:
    """Check every content file against the model and the item rules."""
    from time import sleep

    from bot.curriculum import authoring, watching

    if watch and executed:
        refuse(ValueError("--executed takes minutes; `author check` proves the one you write."))
    folder = content_folder(content)
    look = partial(authoring.cover if covered else authoring.check, folder, as_json, out, err)
    if watch:
        with suppress(KeyboardInterrupt):
            watching.watch(folder, look, partial(_after, sleep))
    elif not look() or (executed and not _proved(folder)):
        raise typer.Exit(1)


def _proved(folder: Path) -> bool:
    from bot.author_lines import gate
    from bot.curriculum.reading import read

    complaints = gate(read(folder), err)
    for complaint in complaints:
        err.print(complaint, highlight=False, markup=False, soft_wrap=True)
    return not complaints


def _after(sleep: Callable[[float], None]) -> bool:
    """A second later: often enough for somebody who has just saved a file."""
    sleep(1)
    return True


@app.command("new")
def new_content(
    kind: Annotated[str, typer.Argument(help="drill, track or card")],
    name: Annotated[str, typer.Argument(help="Such as sql.window.my-ties, acme-ds, late-label")],
    form: Annotated[str, typer.Option("--format", help="Of a drill.")] = "mcq",
    like: Annotated[str, typer.Option(help="Track to begin a track from.")] = "sony-ds",
    content: Content = None,
) -> None:
    """Begin a content file that is valid at once: a drill, a track, or a case card."""
    from bot.curriculum import scaffolding
    from bot.curriculum.reading import read
    from bot.domain.errors import StudyError

    folder = content_folder(content)
    try:
        path = scaffolding.create(folder, read(folder).curriculum, kind, name, form, like)
    except StudyError as error:
        refuse(error)
    print(path)  # noqa: T201  to be opened


@app.command()
def schema(
    kind: Annotated[
        str, typer.Argument(help="drill, track, facts, rubric, case, worksheet, script, coverage")
    ] = "drill",
) -> None:
    """Print the JSON Schema of a content file, for completion in an editor."""
    from pydantic import TypeAdapter

    from bot.curriculum.authoring import SCHEMAS

    if kind not in SCHEMAS:
        refuse(Exception(f"There is no kind “{kind}”; the kinds are {', '.join(SCHEMAS)}."))
    adapter: TypeAdapter[object] = TypeAdapter(SCHEMAS[kind])
    print(json.dumps(adapter.json_schema(), indent=2))  # noqa: T201  machine-readable
