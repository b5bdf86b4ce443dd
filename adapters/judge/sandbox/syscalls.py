"""The numbers of the few kernel calls that running an answer needs, by machine."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Machine:
    """`audit` is what the kernel calls it; numbers from `foreign` on belong to another one."""

    audit: int
    allowed: Mapping[str, int]
    write: int
    mmap: int
    mprotect: int
    capset: int
    foreign: int | None = None


X86_64 = Machine(
    audit=0xC000003E,
    write=1,
    mmap=9,
    mprotect=10,
    capset=126,
    foreign=0x40000000,  # x32: the same kernel calls under other numbers
    allowed={
        "close": 3,
        "munmap": 11,
        "brk": 12,
        "rt_sigaction": 13,
        "rt_sigprocmask": 14,
        "rt_sigreturn": 15,
        "sched_yield": 24,
        "mremap": 25,
        "madvise": 28,
        "nanosleep": 35,
        "getpid": 39,
        "exit": 60,
        "gettimeofday": 96,
        "getrusage": 98,
        "times": 100,
        "sigaltstack": 131,
        "gettid": 186,
        "time": 201,
        "futex": 202,
        "sched_getaffinity": 204,
        "restart_syscall": 219,
        "clock_gettime": 228,
        "clock_getres": 229,
        "clock_nanosleep": 230,
        "exit_group": 231,
        "getcpu": 309,
        "getrandom": 318,
        "membarrier": 324,
    },
)

AARCH64 = Machine(
    audit=0xC00000B7,
    write=64,
    mmap=222,
    mprotect=226,
    capset=91,
    allowed={
        "close": 57,
        "exit": 93,
        "exit_group": 94,
        "futex": 98,
        "nanosleep": 101,
        "clock_gettime": 113,
        "clock_getres": 114,
        "clock_nanosleep": 115,
        "sched_getaffinity": 123,
        "sched_yield": 124,
        "restart_syscall": 128,
        "sigaltstack": 132,
        "rt_sigaction": 134,
        "rt_sigprocmask": 135,
        "rt_sigreturn": 139,
        "times": 153,
        "getrusage": 165,
        "getcpu": 168,
        "gettimeofday": 169,
        "getpid": 172,
        "gettid": 178,
        "brk": 214,
        "munmap": 215,
        "mremap": 216,
        "madvise": 233,
        "getrandom": 278,
        "membarrier": 283,
    },
)

MACHINES: Mapping[str, Machine] = {"x86_64": X86_64, "aarch64": AARCH64}
