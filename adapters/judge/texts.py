"""What nobody needs to read in an error's own words."""

import re

_PATH = re.compile(r"(?<!\w)(?:/[\w.~-]+){2,}/?")
"""Of the machine that runs the answer; 2026/03/02 is none."""


def without_paths(text: str) -> str:
    return _PATH.sub("…", text)
