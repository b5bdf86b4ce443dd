"""The filter, read as the kernel reads it, for both machines wherever the tests run."""

import errno
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.judge.sandbox.filter import program
from adapters.judge.sandbox.syscalls import AARCH64, MACHINES, X86_64, Machine

ALLOW, KILL, DENY = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM
RESULT = 7
MACHINE = pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES.keys())
EXEC, READ_WRITE = 4, 3


def decided(
    machine: Machine, number: int, *arguments: int, audit: int | None = None, result: int = RESULT
) -> int:
    """What the filter says to one call."""
    words = [*arguments, 0, 0, 0, 0, 0, 0][:6]
    data = struct.pack("IIQ6Q", number, audit or machine.audit, 0, *words)
    steps = list(struct.iter_unpack("HBBI", program(machine, result)))
    loaded, at = 0, 0
    while True:
        operation, yes, no, operand = steps[at]
        at += 1
        if operation == 0x06:
            return int(operand)
        if operation == 0x20:
            loaded = struct.unpack_from("I", data, operand)[0]
            continue
        tests = {0x15: loaded == operand, 0x35: loaded >= operand, 0x45: bool(loaded & operand)}
        at += yes if tests[operation] else no


@MACHINE
def test_listed_calls_pass(machine: Machine) -> None:
    assert {decided(machine, number) for number in machine.allowed.values()} == {ALLOW}


@MACHINE
@given(number=st.integers(0, 700))
def test_every_other_call_is_refused(machine: Machine, number: int) -> None:
    own = {*machine.allowed.values(), machine.write, machine.mmap, machine.mprotect}
    if number not in own:
        assert decided(machine, number) == DENY


@MACHINE
def test_the_result_can_be_written_to(machine: Machine) -> None:
    assert decided(machine, machine.write, RESULT) == ALLOW


@MACHINE
@given(descriptor=st.integers(0, 2**32 - 1).filter(lambda number: number != RESULT))
def test_nothing_else_can_be_written_to(machine: Machine, descriptor: int) -> None:
    assert decided(machine, machine.write, descriptor) == DENY


@MACHINE
def test_memory_can_be_taken(machine: Machine) -> None:
    assert decided(machine, machine.mmap, 0, 4096, READ_WRITE) == ALLOW
    assert decided(machine, machine.mprotect, 0, 4096, READ_WRITE) == ALLOW


@MACHINE
@given(others=st.integers(0, 2**32 - 1))
def test_memory_cannot_be_made_executable(machine: Machine, others: int) -> None:
    assert decided(machine, machine.mmap, 0, 4096, others | EXEC) == DENY
    assert decided(machine, machine.mprotect, 0, 4096, others | EXEC) == DENY


@MACHINE
@given(audit=st.integers(1, 2**32 - 1))
def test_calls_of_another_machine_end_the_process(machine: Machine, audit: int) -> None:
    if audit != machine.audit:
        assert decided(machine, machine.write, RESULT, audit=audit) == KILL


@given(number=st.integers(0, 700))
def test_calls_by_their_x32_numbers_end_the_process(number: int) -> None:
    assert decided(X86_64, 0x40000000 + number) == KILL


@MACHINE
def test_no_way_is_left_to_files_processes_or_the_network(machine: Machine) -> None:
    x86 = {2: "open", 257: "openat", 437: "openat2", 41: "socket", 56: "clone", 57: "fork"}
    x86 |= {58: "vfork", 435: "clone3", 59: "execve", 322: "execveat", 62: "kill", 234: "tgkill"}
    x86 |= {101: "ptrace", 310: "vm_readv", 425: "io_uring", 319: "memfd", 157: "prctl"}
    x86 |= {0: "read", 16: "ioctl", 32: "dup", 302: "prlimit", 272: "unshare", 321: "bpf"}
    arm = {56: "openat", 437: "openat2", 198: "socket", 220: "clone", 435: "clone3"}
    arm |= {221: "execve", 281: "execveat", 129: "kill", 131: "tgkill", 117: "ptrace"}
    arm |= {270: "vm_readv", 425: "io_uring", 279: "memfd", 167: "prctl", 63: "read"}
    arm |= {29: "ioctl", 23: "dup", 261: "prlimit", 97: "unshare", 280: "bpf"}
    numbers = x86 if machine is X86_64 else arm
    assert {name for number, name in numbers.items() if decided(machine, number) != DENY} == set()


def test_both_machines_allow_the_same_calls() -> None:
    only_x86 = set(X86_64.allowed) - set(AARCH64.allowed)
    assert only_x86 == {"time"}
    assert set(AARCH64.allowed) <= set(X86_64.allowed)
