"""Settings from the environment and `.env`, checked once at the start.

Names carry the prefix PREPCIRCLE_; PORT and DATABASE_URL, as hosting platforms set them, are
understood too. docs/settings.md lists each; a test keeps the two together.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

PREFIX = "PREPCIRCLE_"
PLATFORM_NAMES = {"PORT": "port", "DATABASE_URL": "database_url"}
ROOT = Path(__file__).resolve().parent.parent


class SettingsError(Exception):
    """One line for each setting that does not fit."""


class Settings(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    database_url: str = Field("sqlite:///data/prepcircle.db", min_length=1)
    """SQLite file, or postgresql://user:password@host/name."""
    host: str = Field("127.0.0.1", min_length=1)
    """Address the web server binds to; nothing but this machine unless asked."""
    port: int = Field(8028, ge=0, le=65535)
    """Port of the web server; the default moves on when it is taken, a chosen one does not."""
    public_host: str = ""
    """One more host name the playground answers to, such as study.example.org."""
    content: Path = ROOT / "content"
    """Folder with tracks, drills, facts and rubrics."""
    playground: bool = True
    """Serve the web playground."""
    playground_path: Path = Path("data/playground.db")
    """Where the playground keeps its rooms."""
    demo: bool = True
    """Fill an empty playground with a demo circle."""
    parts: Literal["all", "web", "worker"] = "all"
    """What this process does; `prepcircle run --only` sets it."""
    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["auto", "console", "json"] = "auto"
    """auto: readable on a terminal, JSON elsewhere."""


def load(environment: Mapping[str, str], dotenv: Path | None = None) -> Settings:
    """Raises SettingsError naming every wrong or unknown setting."""
    given = {**_read_dotenv(dotenv), **environment} if dotenv else dict(environment)
    keys = {name: key for key, name in PLATFORM_NAMES.items() if given.get(key)}
    keys |= {key.removeprefix(PREFIX).lower(): key for key in given if key.startswith(PREFIX)}
    try:
        return Settings.model_validate({name: given[key] for name, key in keys.items()})
    except ValidationError as error:
        lines = [_complaint(dict(detail), keys) for detail in error.errors()]
        raise SettingsError("\n".join(lines)) from error


def _complaint(detail: Mapping[str, object], keys: Mapping[str, str]) -> str:
    """Under the name that was used: PORT may come from the hosting platform."""
    place = detail["loc"]
    name = keys.get(str(place[0]), PREFIX) if isinstance(place, tuple) and place else PREFIX
    if detail["type"] == "extra_forbidden":
        return f"{name} is not a setting. docs/settings.md lists them all."
    return f"{name}={detail.get('input')!r}: {detail['msg']}"


def _read_dotenv(path: Path) -> dict[str, str]:
    """NAME=value lines; quotes around a value and lines starting with # are understood."""
    if not path.is_file():
        return {}
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        name, equals, value = line.removeprefix("export ").partition("=")
        if equals and not name.lstrip().startswith("#"):
            found[name.strip()] = value.strip().strip("\"'")
    return found
