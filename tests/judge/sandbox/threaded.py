"""A language that cannot be forked safely."""

import threading


def preload() -> None:
    threading.Thread(target=threading.Event().wait, daemon=True).start()
