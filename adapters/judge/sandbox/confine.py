"""The native tier: from here on this process can compute, and write to one descriptor."""

import ctypes
import os
import signal
import struct
import sys

from adapters.judge.sandbox import filter as calls
from adapters.judge.sandbox import landlock
from adapters.judge.sandbox.kernel import prctl, syscall
from adapters.judge.sandbox.limits import Allowance, close_all_but, limit, no_more_descriptors
from adapters.judge.sandbox.syscalls import MACHINES, Machine

_SET_DEATH_SIGNAL, _SET_DUMPABLE, _SET_NO_NEW_PRIVILEGES = 1, 4, 38
_CAPABILITIES_VERSION = 0x20080522


class Unconfined(Exception):
    """The machine cannot be made safe; says what is missing."""


def die_with(parent: int) -> None:
    """A process whose parent is gone has nobody to stop it. Raises Unconfined."""
    prctl(_SET_DEATH_SIGNAL, signal.SIGKILL)
    prctl(_SET_DUMPABLE, 0)
    if os.getppid() != parent:
        raise Unconfined("its parent is gone")


def confine(allowance: Allowance, result: int) -> None:
    """Cannot be undone; `result` is the descriptor that stays. Raises Unconfined or OSError."""
    machine = machine_named(os.uname().machine)
    close_all_but(result)
    limit(allowance)
    prctl(_SET_NO_NEW_PRIVILEGES, 1)
    _drop_capabilities(machine)
    landlock.forbid_everything()
    no_more_descriptors()
    calls.install(calls.program(machine, result))
    _forget_places()


def machine_named(name: str) -> Machine:
    """Raises Unconfined."""
    if name not in MACHINES:
        raise Unconfined(f"there is no list of kernel calls for {name}")
    return MACHINES[name]


def _drop_capabilities(machine: Machine) -> None:
    """What root may do beyond others; for anybody else nothing changes."""
    header = ctypes.create_string_buffer(struct.pack("Ii", _CAPABILITIES_VERSION, 0))
    nothing = ctypes.create_string_buffer(24)
    syscall(machine.capset, ctypes.addressof(header), ctypes.addressof(nothing))


def _forget_places() -> None:
    """Where things are on this machine is nobody's business; imports from there fail anyway."""
    for places in (sys.path, sys.argv, sys.orig_argv, sys.path_importer_cache):
        places.clear()
    sys.executable = ""
