"""The command line. Commands import what they need when they run, so that each starts fast."""

# ruff: noqa: PLC0415  a schema or a content check must not wait for the web server's imports

import asyncio
import json
import re
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from bot import cli_authors
from bot.terminal import CANNOT_START, Content, content_folder, err, out, refuse, settings

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
app.add_typer(cli_authors.app)
NO_TOKEN = "it is not set; put the bot's token into .env"
WRONG_LENGTH = "A circle lasts 25 to 30 days, or 14; not {}."


class Part(StrEnum):
    ALL = "all"
    WEB = "web"
    WORKER = "worker"


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
        refuse(error, CANNOT_START)
    try:
        asyncio.run(application.serve(_announce))
    except OSError as error:
        refuse(error, CANNOT_START)


def _announce(address: str) -> None:
    print(f"Prepcircle is ready: {address}", flush=True)  # noqa: T201  for people and scripts alike


@manifests.command("slack")
def manifest_slack(
    url: Annotated[str, typer.Option(help="Public address, for HTTP.")] = "",
) -> None:
    """For a Slack app in Socket Mode; with --url https://… for one reached over HTTP."""
    from adapters.slack.manifest import manifest

    if url and not re.fullmatch(r"https://[^\s/?#]+(/[^\s?#]*)?", url):
        refuse(ValueError(f"{url} is no public address such as https://prep.example.org"))
    print(json.dumps(manifest(url), indent=2, ensure_ascii=False))  # noqa: T201  to be piped


@invites.command("discord")
def invite_discord() -> None:
    """The addresses that add the bot to a server or to your own account."""
    from adapters.discord.invite import invite, invite_own

    application = settings().discord_application
    if not application:
        refuse(ValueError(f"PREPCIRCLE_DISCORD_TOKEN: {NO_TOKEN}"))
    print(f"For a server:         {invite(application)}")  # noqa: T201  to be opened
    print(f"For your own account: {invite_own(application)}")  # noqa: T201


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
        refuse(error, CANNOT_START)
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
        refuse(Exception(WRONG_LENGTH.format(length)))

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
        refuse(error)
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
    content: Content = None,
) -> None:
    """Print every day of a circle with its date and local time."""
    from zoneinfo import ZoneInfo

    from bot.curriculum.reading import read
    from bot.domain.cohorts import LENGTHS, zone_or_error
    from bot.domain.errors import StudyError
    from bot.domain.timeline import Calendar, instant
    from bot.usecases.hosting import planned_days

    first = start.date() if start else date(2027, 3, 8)
    if length not in LENGTHS:
        refuse(Exception(WRONG_LENGTH.format(length)))
    try:
        chosen = read(content_folder(content)).curriculum.track(track)
        known = zone_or_error(zone)
    except StudyError as error:
        refuse(error)
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
    """Look at the content, the database, the walls around answers and the form of the tokens."""
    from bot.selfcheck import examine

    findings = asyncio.run(examine(settings()))
    for found in findings:
        mark = "[green]✓[/]" if found.good else "[red]✗[/]"
        out.print(f"{mark} {escape(found.what)}", highlight=False, soft_wrap=True)
        if found.fix:
            out.print(f"  {found.fix}", highlight=False, markup=False, soft_wrap=True)
    if not all(found.good for found in findings):
        raise typer.Exit(1)
