"""Where nothing is run: drills served while something was can still be handed in."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

from bot.domain.exercises import Outcome, Stage, Verdict
from bot.ports import Isolation, Judge, Task


@dataclass(frozen=True)
class NoJudge:
    """Implements bot.ports.Judge; nothing is counted, so the short version is still worth all."""

    known: Isolation

    def isolation(self) -> Isolation:
        return self.known

    async def judge(self, _task: Task) -> AsyncIterator[int | Verdict]:
        short = "The short version of the drill keeps the day as well."
        why = self.isolation().why or "Answers cannot be run here."
        yield Verdict(Outcome.REFUSED, Stage.LENGTH, f"{why} {short}")


def judge_or_none(judge: Judge | Isolation | None) -> Judge:
    """One that refuses in place of the reason why there is none."""
    if judge is None or isinstance(judge, Isolation):
        return NoJudge(judge or Isolation("none", frozenset()))
    return judge
