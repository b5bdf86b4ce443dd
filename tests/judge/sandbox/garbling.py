"""A language that breaks into the helper's own talk with the bot."""

import os


def preload() -> None:
    os.write(0, b"\xff\xff\xff\xff not a frame")
