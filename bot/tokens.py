"""Action tokens: what a button carries. Lookup keys only, never trusted, at most 100 characters.

`v1:<command>:<value>:<value>…`, values in the order of the command's parameters.
"""

from urllib.parse import quote, unquote

VERSION = "v1"
LONGEST = 100


def token(command: str, *values: object) -> str:
    """Raises ValueError when it would not fit a button on every platform."""
    parts = [VERSION, command, *(quote(str(value), safe="/ ,.-") for value in values)]
    made = ":".join(parts)
    if len(made) > LONGEST:
        raise ValueError(f"the action token is {len(made)} characters long: {made}")
    return made


def read(text: str) -> tuple[str, list[str]] | None:
    """Command and values; None for anything that is no token of this version."""
    version, *parts = text.split(":")
    if version != VERSION or not parts or len(text) > LONGEST:
        return None
    return parts[0], [unquote(value) for value in parts[1:]]
