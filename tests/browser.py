"""Finds a Chromium for the page tests, or installs Debian's.

    python -m tests.browser

Exits with 1 and a reason when there is none to be had.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""No sandbox, as CI runs as root; and no calls home, which a closed network would let hang."""
MISSING = """\
The page tests need Chromium. Install it (Debian, Ubuntu: apt-get install chromium), or name one \
you have in PREPCIRCLE_TEST_CHROMIUM."""


def chromium() -> str | None:
    """Path of a browser on this machine."""
    named = os.environ.get("PREPCIRCLE_TEST_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def install() -> bool:
    """With apt, which only root may ask; False when that is not possible here."""
    if os.name != "posix" or os.geteuid() != 0 or shutil.which("apt-get") is None:
        return False
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    steps = (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"])
    return all(
        subprocess.run(["apt-get", *step], env=environment, check=False).returncode == 0
        for step in steps
    )


def main() -> None:
    if chromium() is None and not (install() and chromium()):
        sys.exit(MISSING)


if __name__ == "__main__":
    main()
