"""A language that never gets ready."""

import threading


def preload() -> None:
    threading.Event().wait()
