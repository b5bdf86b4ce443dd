"""The command line. Commands import what they need when they run, so that each starts fast."""

# ruff: noqa: PLC0415  a schema or a content check must not wait for the web server's imports

import asyncio
import json
import os
import re
import sys
from datetime import date, datetime, time
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from bot.settings import Settings, SettingsError, load

if TYPE_CHECKING:
    from bot.curriculum.bank_lint import Report

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


@app.command("check-content")
def check_content(
    as_json: Annotated[bool, typer.Option("--json", help="Print figures as JSON.")] = False,
    content: Annotated[Path | None, typer.Option(help="Another content folder.")] = None,
) -> None:
    """Check every content file against the model and the item rules."""
    from bot.curriculum.bank_lint import check
    from bot.curriculum.reading import read

    report = check(read((content or settings().content).resolve()))
    if as_json:
        print(json.dumps(_as_dict(report)))  # noqa: T201  machine-readable
    else:
        for problem in report.problems:
            err.print(str(problem), highlight=False, soft_wrap=True, markup=False)
        _print_bank(report)
    if report.problems:
        raise typer.Exit(1)


def _as_dict(report: "Report") -> dict[str, object]:
    return {
        "families": report.families,
        "generators": report.generators,
        "errors": len(report.problems),
        "by_track": report.by_track,
        "by_skill": report.by_skill,
        "by_format": report.by_format,
        "problems": [str(problem) for problem in report.problems],
    }


def _print_bank(report: "Report") -> None:
    share = report.generators / max(1, report.families)
    out.print(
        f"{report.families} families over {len(report.by_skill)} skills, {report.generators} "
        f"generators ({share:.0%}), {len(report.problems)} problems"
    )
    table = Table("skill", "families")
    for skill, count in report.by_skill.items():
        table.add_row(skill, str(count))
    out.print(table)


@app.command()
def schema(
    kind: Annotated[str, typer.Argument(help="drill, track, facts or rubric")] = "drill",
) -> None:
    """Print the JSON Schema of a content file, for completion in an editor."""
    from pydantic import TypeAdapter

    from bot.curriculum.families import Family
    from bot.curriculum.tracks import FactFile, RubricFile, TrackFile

    kinds: dict[str, Any] = {
        "drill": Family,
        "track": TrackFile,
        "facts": FactFile,
        "rubric": RubricFile,
    }
    if kind not in kinds:
        _refuse(Exception(f"There is no kind “{kind}”; the kinds are {', '.join(kinds)}."))
    adapter: TypeAdapter[object] = TypeAdapter(kinds[kind])
    print(json.dumps(adapter.json_schema(), indent=2))  # noqa: T201  machine-readable
