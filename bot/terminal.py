"""What the commands share: settings read, refusals printed."""

import os
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console
from rich.markup import escape

from bot.domain.errors import StudyError
from bot.settings import Settings, SettingsError, load

out, err = Console(), Console(stderr=True)
CANNOT_START = "Prepcircle cannot start"
Content = Annotated[Path | None, typer.Option(help="Another content folder.")]


def settings(**chosen: str) -> Settings:
    """`chosen` on the command line stands above the environment."""
    given = {f"PREPCIRCLE_{name.upper()}": value for name, value in chosen.items() if value}
    try:
        return load({**os.environ, **given}, Path(".env"))
    except SettingsError as error:
        for line in str(error).splitlines():
            err.print(f"[bold red]setting[/]: {escape(line)}", highlight=False, soft_wrap=True)
        raise typer.Exit(2) from error


def content_folder(chosen: Path | None) -> Path:
    """The one chosen on the command line, else the one in the settings."""
    return (chosen or settings().content).resolve()


def refuse(error: Exception, what: str = "error") -> NoReturn:
    """One line, `what` before it: a database that is not there is no reason for a traceback."""
    told = f"{error.message} {error.hint}" if isinstance(error, StudyError) else str(error)
    lines = told.strip().splitlines() or [type(error).__name__]
    err.print(f"[bold red]{what}[/]: {escape(lines[0])}", highlight=False, soft_wrap=True)
    raise typer.Exit(1) from error
