"""The judge, where its libraries are installed. They are imported by its helpers, never here."""

from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING

from bot.ports import Isolation

if TYPE_CHECKING:
    from adapters.judge.app import JudgeApp, Log

LIBRARIES = ("duckdb", "numpy", "pandas", "sqlglot")
OFF = Isolation("none", frozenset(), "Running answers is switched off (PREPCIRCLE_JUDGE=off).")
MISSING = Isolation("none", frozenset(), "Running answers needs: pip install 'prepcircle[judge]'.")


def open_judge(
    wanted: str, developers: str, log: "Log", known: Callable[[Isolation], None]
) -> "JudgeApp | Isolation":
    """`wanted` is "auto" or "off"; `developers` "platform:user" names, comma separated.

    `known` is told what was found once the walls have been tried. Says why when there is no judge.
    """
    if wanted == "off":
        return OFF
    if any(find_spec(library) is None for library in LIBRARIES):
        return MISSING
    # Not imported when not used.
    from adapters.judge.app import JudgeApp  # noqa: PLC0415
    from adapters.judge.sandbox.tiers import Sandbox  # noqa: PLC0415

    named = frozenset(name.strip() for name in developers.split(",") if name.strip())
    box = Sandbox(lambda what: log.warning("judge", problem=what))
    return JudgeApp(box, box.examine, log, known, developers=named)


class Quiet:
    """For commands whose output is for people or programs, not for a log."""

    def info(self, event: str, **details: object) -> None: ...

    def warning(self, event: str, **details: object) -> None: ...
