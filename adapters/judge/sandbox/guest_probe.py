"""What the sandbox tries from inside WebAssembly; only what that interpreter has is used.

`run` returns "held" when the attack was refused.
"""

import os
import subprocess
from collections.abc import Callable, Mapping

from adapters.judge.work import Json

HELD, THROUGH = "held", "got through"


def prepare(inputs: bytes) -> object:
    return inputs


def run(prepared: object, text: str) -> Json:  # noqa: ARG001  every language's run gets it
    try:
        return THROUGH if ATTACKS[text]() else HELD
    except (OSError, AttributeError, ImportError, MemoryError):
        return HELD


def _reads_a_file() -> object:
    return any(os.path.exists(path) for path in ("/etc/passwd", "/etc/hosts", "/proc/self"))


def _makes_a_file() -> object:
    with open("/made", "w") as file:
        return file.write("x")


def _connects() -> object:
    import socket  # noqa: PLC0415  the guest may not have it

    with socket.create_connection(("127.0.0.1", 1), 1):
        return True


def _starts_a_process() -> object:
    return os.fork() >= 0


def _runs_a_program() -> object:
    return subprocess.run(["true"], check=False)


def _sees_settings() -> object:
    return "OPENBLAS_NUM_THREADS" in os.environ  # which every helper has


def _takes_all_memory() -> object:
    return bytearray(2 << 30)


def _never_ends() -> object:
    while True:
        pass


ATTACKS: Mapping[str, Callable[[], object]] = {
    "read a file": _reads_a_file,
    "make a file": _makes_a_file,
    "reach the network": _connects,
    "start a process": _starts_a_process,
    "run a program": _runs_a_program,
    "see settings": _sees_settings,
    "take all memory": _takes_all_memory,
    "run for ever": _never_ends,
}
