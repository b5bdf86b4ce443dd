"""A process with secrets, like the bot's, that has attacks run. See test_attacks.

    python -m tests.judge.attacks.victim FD UID

One JSON line in, `{"stack", "language", "text"}`; one out, what happened.
"""

import asyncio
import json
import os
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from adapters.judge.sandbox.workers import Helpers
from bot.domain.exercises import Language
from tests.judge.attacks import stacks
from tests.judge.attacks.ordinary import become


@dataclass(frozen=True)
class Stack:
    helpers: Helpers
    attempt: stacks.Try


async def _answer(stack: Stack, language: Language, text: str) -> dict[str, object]:
    if language not in stack.helpers.pids:
        # What a helper takes to start is no attacker's time.
        await stack.attempt(language, stacks.RIGHT[language], stack.helpers)
    started = time.monotonic()
    outcome, reply = await stack.attempt(language, text, stack.helpers)
    seconds = time.monotonic() - started
    after, _ = await stack.attempt(language, stacks.RIGHT[language], stack.helpers)
    return {
        "outcome": outcome,
        "reply": reply,
        "seconds": seconds,
        "after": after,
        "kilobytes": _most_kilobytes(),
    }


def _most_kilobytes() -> int:
    """Ever in memory. What rusage says of it begins with what the parent had."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))


async def _serve(mark: int) -> None:
    problems: list[str] = []
    made = {
        name: Stack(Helpers(stacks.marked(languages, mark), problems.append), attempt)
        for name, (languages, attempt) in stacks.STACKS.items()
    }
    loop = asyncio.get_running_loop()
    while line := await loop.run_in_executor(None, sys.stdin.readline):
        asked = json.loads(line)
        problems.clear()
        facts = await _answer(made[asked["stack"]], asked["language"], asked["text"])
        facts["helpers"] = [pid for one in made.values() for pid in one.helpers.pids.values()]
        sys.stdout.write(json.dumps({**facts, "problems": problems}) + "\n")
        sys.stdout.flush()
    for stack in made.values():
        stack.helpers.close()


def main() -> None:
    descriptor, user = (int(word) for word in sys.argv[1:])
    os.set_inheritable(descriptor, True)
    if user != os.geteuid():
        become(user)
    asyncio.run(_serve(mark=os.getpid() % (1 << 19)))


if __name__ == "__main__":
    main()
