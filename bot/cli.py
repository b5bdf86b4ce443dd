"""The command line. Commands import what they need when they run, so that each starts fast."""

# ruff: noqa: PLC0415  a schema or a content check must not wait for the web server's imports

import asyncio
import json
import os
import re
import sys
from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime, time
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.settings import Settings, SettingsError, load

app = typer.Typer(
    help="Interview-prep study groups that run themselves in chat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
manifests = typer.Typer(
    help="Print the manifest to create a platform's app from.", no_args_is_help=True
)
app.add_typer(manifests, name="manifest")
invites = typer.Typer(help="Print the address that adds the bot somewhere.")
app.add_typer(invites, name="invite")
authors = typer.Typer(help="For those who write drills.", no_args_is_help=True)
app.add_typer(authors, name="author")
out, err = Console(), Console(stderr=True)
WRONG_LENGTH = "A circle lasts 25 to 30 days, or 14; not {}."


class Part(StrEnum):
    ALL = "all"
    WEB = "web"
    WORKER = "worker"


def settings(**chosen: str) -> Settings:
    """`chosen` on the command line stands above the environment."""
    given = {f"PREPCIRCLE_{name.upper()}": value for name, value in chosen.items() if value}
    try:
        return load({**os.environ, **given}, Path(".env"))
    except SettingsError as error:
        for line in str(error).splitlines():
            err.print(f"[bold red]setting[/]: {line}", highlight=False, soft_wrap=True)
        raise typer.Exit(2) from error


@app.command()
def run(
    only: Annotated[Part, typer.Option(help="What this process does.")] = Part.ALL,
    shards: Annotated[
        str, typer.Option(help="This process's share of many servers, such as 0-7/32.")
    ] = "",
) -> None:
    """Start the bot and the playground; Ctrl-C stops it tidily."""
    from bot.serving import Application

    chosen = settings(discord_shards=shards)
    if only is not Part.ALL:
        chosen = chosen.model_copy(update={"parts": only.value, "playground": False})
    try:
        application = Application(chosen)
    except Exception as error:
        _refuse(error)
    try:
        asyncio.run(application.serve(_announce))
    except OSError as error:
        _refuse(error)


def _announce(address: str) -> None:
    print(f"Prepcircle is ready: {address}", flush=True)  # noqa: T201  for people and scripts alike


def _refuse(error: Exception) -> NoReturn:
    """One line for the operator: a database that is not there is no reason for a traceback."""
    first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    err.print(f"[bold red]Prepcircle cannot start[/]: {first}", highlight=False, soft_wrap=True)
    raise typer.Exit(1) from error


@manifests.command("slack")
def manifest_slack(
    url: Annotated[str, typer.Option(help="Public address, for HTTP.")] = "",
) -> None:
    """For a Slack app in Socket Mode; with --url https://… for one reached over HTTP."""
    from adapters.slack.manifest import manifest

    if url and not re.fullmatch(r"https://[^\s/?#]+(/[^\s?#]*)?", url):
        _refuse(ValueError(f"{url} is no public address such as https://prep.example.org"))
    print(json.dumps(manifest(url), indent=2, ensure_ascii=False))  # noqa: T201  to be piped


@invites.command("discord")
def invite_discord() -> None:
    """The address that adds the bot to a server, asking for no more than it needs."""
    from adapters.discord.invite import application_of, invite

    token = settings().discord_token.get_secret_value()
    try:
        address = invite(application_of(token))
    except ValueError as error:
        _refuse(ValueError(f"PREPCIRCLE_DISCORD_TOKEN: {error}"))
    print(address)  # noqa: T201  to be opened


@app.command()
def migrate() -> None:
    """Bring the database's schema up to date."""
    from bot import bootstrap

    try:
        store = bootstrap.open_store(settings())
        made = bootstrap.migrate(store)
        store.close()
    except typer.Exit:
        raise
    except Exception as error:
        _refuse(error)
    out.print(f"Made: {', '.join(made)}" if made else "The schema is up to date.")


@app.command()
def simulate(
    track: Annotated[str, typer.Option(help="Track to run.")] = "sony-ds",
    members: Annotated[int, typer.Option(min=0, max=2000)] = 12,
    start: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    zone: Annotated[str, typer.Option(help="Time zone of the circle.")] = "Europe/Berlin",
    hour: Annotated[int, typer.Option(min=0, max=23)] = 9,
    length: Annotated[int, typer.Option(help="25–30 days, or 14.")] = 28,
    kill_rate: Annotated[
        float, typer.Option(min=0, max=0.5, help="Chance of a crash at each step.")
    ] = 0.0,
    seed: Annotated[int, typer.Option(help="Same seed, same run.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print figures as JSON.")] = False,
) -> None:
    """Run a whole circle in seconds, with crashes if asked, and count what its room received."""
    from bot.domain.cohorts import LENGTHS
    from bot.domain.errors import StudyError
    from bot.simulation import Scenario, run_scenario

    if length not in LENGTHS:
        _refuse(Exception(WRONG_LENGTH.format(length)))

    first = start.date() if start else date(2027, 3, 8)
    scenario = Scenario(
        track, members, first, zone, time(hour), length, kill_rate, seed, settings().content
    )
    try:
        with Progress(console=err, transient=True) as bar:
            task = bar.add_task(f"{length} days", total=1.0)
            result = asyncio.run(
                run_scenario(scenario, lambda share: bar.update(task, completed=share))
            )
    except StudyError as error:
        _refuse(Exception(f"{error.message} {error.hint}"))
    if as_json:
        print(json.dumps(result.as_dict()))  # noqa: T201  machine-readable
    else:
        _print_figures(result.as_dict())
    if result.doubled or result.lost:
        raise typer.Exit(1)


def _print_figures(figures: dict[str, object]) -> None:
    table = Table("figure", "value", title="What the room received")
    for name, value in figures.items():
        table.add_row(name, str(value))
    out.print(table)


@app.command()
def preview(
    track: Annotated[str, typer.Option(help="Track to show.")] = "sony-ds",
    start: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    zone: Annotated[str, typer.Option()] = "Europe/Berlin",
    hour: Annotated[int, typer.Option(min=0, max=23)] = 9,
    length: Annotated[int, typer.Option()] = 28,
) -> None:
    """Print every day of a circle with its date and local time."""
    from zoneinfo import ZoneInfo

    from bot.curriculum.reading import Bookshelf
    from bot.domain.cohorts import LENGTHS, zone_or_error
    from bot.domain.errors import StudyError
    from bot.domain.timeline import Calendar, instant
    from bot.usecases.hosting import planned_days

    first = start.date() if start else date(2027, 3, 8)
    if length not in LENGTHS:
        _refuse(Exception(WRONG_LENGTH.format(length)))
    try:
        chosen = Bookshelf(settings().content).current.track(track)
        known = zone_or_error(zone)
    except StudyError as error:
        _refuse(Exception(f"{error.message} {error.hint}".strip()))
    calendar = Calendar(first, known, time(hour), chosen.plan(length), chosen.reviews)
    table = Table("day", "date", "local", "UTC", "theme", "form", "checklist", title=chosen.title)
    for day in planned_days(chosen, calendar):
        at = instant(day.on or first, calendar.hour, known)
        here = at.astimezone(ZoneInfo(known))
        table.add_row(
            str(day.day), f"{day.on:%a %d %b}", f"{here:%H:%M}", f"{at:%H:%M}",
            day.theme, day.form, day.checklist,
        )  # fmt: skip
    out.print(table)


@app.command()
def doctor() -> None:
    """Look at the content, the database and the walls around answers that are run."""
    from bot.selfcheck import examine

    findings = asyncio.run(examine(settings()))
    for found in findings:
        out.print(
            f"[{'green' if found.good else 'red'}]{'✓' if found.good else '✗'}[/] {found.what}"
        )
        if found.fix:
            out.print(f"  {found.fix}", highlight=False, markup=False, soft_wrap=True)
    if not all(found.good for found in findings):
        raise typer.Exit(1)


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
        asked = exercise(drill, settings().content, content)
        asyncio.run(serve(asked, developer, sys.stdin, lambda line: print(line, flush=True)))  # noqa: T201  machine-readable
    except CannotJudge as error:
        _refuse(error)


@authors.command("check")
def author_check(
    drill: Annotated[str, typer.Argument(help="An executed drill, such as sql.window.…")],
    content: Annotated[Path | None, typer.Option(help="Another content folder.")] = None,
    write: Annotated[bool, typer.Option(help="Put the drawings into the drill's file.")] = False,
) -> None:
    """Try the neighbours of an executed drill, pick its hidden data and prove its answers."""
    from bot.author_lines import check

    folder = (content or settings().content).resolve()
    if not check(drill, folder, out, err, write=write):
        raise typer.Exit(1)


@app.command("check-content")
def check_content(
    as_json: Annotated[bool, typer.Option("--json", help="Print figures as JSON.")] = False,
    content: Annotated[Path | None, typer.Option(help="Another content folder.")] = None,
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

    folder = (content or settings().content).resolve()
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
    content: Annotated[Path | None, typer.Option(help="Another content folder.")] = None,
) -> None:
    """Begin a content file that is valid at once: a drill, a track, or a case card."""
    from bot.curriculum import scaffolding
    from bot.curriculum.reading import read
    from bot.domain.errors import StudyError

    folder = (content or settings().content).resolve()
    try:
        path = scaffolding.create(folder, read(folder).curriculum, kind, name, form, like)
    except StudyError as error:
        _refuse(Exception(f"{error.message} {error.hint}".strip()))
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
        _refuse(Exception(f"There is no kind “{kind}”; the kinds are {', '.join(SCHEMAS)}."))
    adapter: TypeAdapter[object] = TypeAdapter(SCHEMAS[kind])
    print(json.dumps(adapter.json_schema(), indent=2))  # noqa: T201  machine-readable
