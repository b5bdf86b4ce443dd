"""What the commands share: settings read, refusals printed."""

import os
from pathlib import Path
from typing import NoReturn

import typer
from rich.console import Console

from bot.settings import Settings, SettingsError, load

out, err = Console(), Console(stderr=True)


def settings(**chosen: str) -> Settings:
    """`chosen` on the command line stands above the environment."""
    given = {f"PREPCIRCLE_{name.upper()}": value for name, value in chosen.items() if value}
    try:
        return load({**os.environ, **given}, Path(".env"))
    except SettingsError as error:
        for line in str(error).splitlines():
            err.print(f"[bold red]setting[/]: {line}", highlight=False, soft_wrap=True)
        raise typer.Exit(2) from error


def refuse(error: Exception) -> NoReturn:
    """One line for the operator: a database that is not there is no reason for a traceback."""
    first = str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__
    err.print(f"[bold red]Prepcircle cannot start[/]: {first}", highlight=False, soft_wrap=True)
    raise typer.Exit(1) from error
