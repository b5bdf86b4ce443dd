"""The list of kernel calls that stay possible; every other one fails with EPERM."""

import ctypes
import errno
import struct

from adapters.judge.sandbox.kernel import prctl
from adapters.judge.sandbox.syscalls import Machine

_PR_SET_SECCOMP, _MODE_FILTER = 22, 2
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_ALLOW, _KILL, _DENY = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM
_NUMBER, _MACHINE, _FIRST, _THIRD = 0, 4, 16, 32
"""Where the kernel puts the call's number, the machine and the low halves of arguments."""
_PROT_EXEC = 4

Step = tuple[int, int, int, int]
"""Operation, steps to skip when it holds, steps to skip when it does not, operand."""


def program(machine: Machine, result: int) -> bytes:
    """`result` is the one descriptor that may be written to; no memory becomes executable."""
    steps = [*_own_machine(machine), (_LOAD, 0, 0, _NUMBER)]
    if machine.foreign is not None:
        steps += [(_AT_LEAST, 0, 1, machine.foreign), _end(_KILL)]
    for number in machine.allowed.values():
        steps += [(_EQUAL, 0, 1, number), _end(_ALLOW)]
    steps += _when(machine.write, _FIRST, (_EQUAL, 0, 1, result), _ALLOW, _DENY)
    for number in (machine.mmap, machine.mprotect):
        steps += _when(number, _THIRD, (_ANY_BIT, 0, 1, _PROT_EXEC), _DENY, _ALLOW)
    return b"".join(struct.pack("HBBI", *step) for step in [*steps, _end(_DENY)])


def install(code: bytes) -> None:
    """Cannot be undone. Raises OSError when the kernel has no filters."""
    lines = ctypes.create_string_buffer(code, len(code))
    header = ctypes.create_string_buffer(
        struct.pack("H6xP", len(code) // 8, ctypes.addressof(lines))
    )
    prctl(_PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(header))


def _own_machine(machine: Machine) -> list[Step]:
    return [(_LOAD, 0, 0, _MACHINE), (_EQUAL, 1, 0, machine.audit), _end(_KILL)]


def _when(number: int, argument: int, test: Step, holds: int, fails: int) -> list[Step]:
    """For one call, decide by the low half of one argument."""
    return [(_EQUAL, 0, 4, number), (_LOAD, 0, 0, argument), test, _end(holds), _end(fails)]


def _end(action: int) -> Step:
    return (_RETURN, 0, 0, action)
