"""A language in which the sandbox attacks itself: the text names an attack.

`run` returns "held" when the attack was refused. Nothing here does harm where it is not.
"""

import ctypes
import mmap
import os
import resource
import signal
import socket
import threading
from collections.abc import Callable, Mapping

from adapters.judge.sandbox.kernel import prctl
from adapters.judge.work import Json

HELD, THROUGH = "held", "got through"
_EXPECTED_VARIABLES = frozenset({"OPENBLAS_NUM_THREADS", "LC_CTYPE"})
_TOO_MUCH = 1 << 32
_EVERYTHING = resource.RLIM_INFINITY


def preload() -> None:
    """Nothing: what is needed is imported above."""


def build(recipe: Json) -> bytes:  # noqa: ARG001  every language's build gets one
    return b""


def prepare(inputs: bytes) -> object:
    return inputs


def run(prepared: object, text: str) -> Json:  # noqa: ARG001  every language's run gets it
    attack = ATTACKS[text]
    try:
        return THROUGH if attack() else HELD
    except (OSError, RuntimeError, ValueError):
        return HELD


def _reads_a_file() -> object:
    return os.open(os.__file__, os.O_RDONLY) >= 0


def _writes_a_file() -> object:
    return os.memfd_create("probe") >= 0


def _lists_a_folder() -> object:
    return os.listdir("/")


def _asks_whether_a_file_exists() -> object:
    return os.stat("/")


def _opens_a_socket() -> object:
    return socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def _opens_a_datagram_socket() -> object:
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


def _opens_a_local_socket() -> object:
    return socket.socketpair()


def _starts_a_process() -> object:
    if (pid := os.fork()) == 0:
        os._exit(0)
    return pid


def _runs_a_program() -> object:
    return os.execv("/bin/true", ["true"])


def _starts_a_thread() -> object:
    threading.Thread(target=int).start()
    return True


def _signals_its_parent() -> object:
    os.kill(os.getppid(), 0)
    return True


def _signals_itself() -> object:
    signal.raise_signal(0)
    return True


def _reads_its_parents_environment() -> object:
    return os.open(f"/proc/{os.getppid()}/environ", os.O_RDONLY) >= 0


def _traces_its_parent() -> object:
    attach = 0x4206  # PTRACE_SEIZE: does not stop it
    return int(ctypes.CDLL(None).ptrace(attach, os.getppid(), None, None)) >= 0


def _makes_memory_executable() -> object:
    return mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)


def _raises_its_limits() -> object:
    resource.setrlimit(resource.RLIMIT_AS, (_EVERYTHING, _EVERYTHING))
    return True


def _becomes_traceable() -> object:
    dumpable = 4
    return prctl(dumpable, 1) >= 0


def _has_descriptors() -> object:
    """One is its own, and says nothing: it can only be written to."""
    return any(_readable(number) for number in range(64))


def _sees_variables() -> object:
    return set(os.environ) - _EXPECTED_VARIABLES


def _takes_all_memory() -> object:
    room = mmap.mmap(-1, _TOO_MUCH)
    # Where asking for it is not refused, using it must be.
    return [room.write(bytes(1 << 26)) for _ in range(_TOO_MUCH >> 26)]


def _never_ends() -> object:
    while True:
        pass


def _readable(number: int) -> bool:
    try:
        os.read(number, 0)
    except OSError:
        return False
    return True


ATTACKS: Mapping[str, Callable[[], object]] = {
    "read a file": _reads_a_file,
    "make a file": _writes_a_file,
    "list a folder": _lists_a_folder,
    "look for a file": _asks_whether_a_file_exists,
    "open a socket": _opens_a_socket,
    "open a datagram socket": _opens_a_datagram_socket,
    "open a local socket": _opens_a_local_socket,
    "start a process": _starts_a_process,
    "run a program": _runs_a_program,
    "start a thread": _starts_a_thread,
    "signal the process that started it": _signals_its_parent,
    "send a signal": _signals_itself,
    "read the environment of the process that started it": _reads_its_parents_environment,
    "trace the process that started it": _traces_its_parent,
    "make memory executable": _makes_memory_executable,
    "raise its limits": _raises_its_limits,
    "become traceable": _becomes_traceable,
    "read an open file": _has_descriptors,
    "see settings": _sees_variables,
    "take all memory": _takes_all_memory,
    "run for ever": _never_ends,
}
