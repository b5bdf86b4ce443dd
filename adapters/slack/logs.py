"""The SDK's own log."""

import logging


def quiet() -> logging.Logger:
    """What matters we tell ourselves; the SDK's words carry tracebacks, addresses and tokens.

    Its level is its own: without one the SDK puts debug texts together on every call.
    """
    log = logging.getLogger("prepcircle.slack")
    log.setLevel(logging.CRITICAL)
    return log
