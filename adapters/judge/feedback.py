"""What is told alike in every language; the words are each language's own."""

from dataclasses import dataclass

from adapters.judge.work import End
from bot.domain.exercises import LONGEST_SUBMISSION, Material, Outcome, Stage, Verdict

LOST = "The judge lost this answer. Nothing is counted; please send it again."
OTHER = "other data like it"


@dataclass(frozen=True, slots=True)
class Words:
    """Sentences for texts that are not run and for runs without an answer.

    `blanks` are the control characters that a text may have.
    """

    nothing: str
    too_long: str
    control: str
    timeout: str
    memory: str
    output: str
    died: str
    blanks: str = "\t\n\r"

    def before_running(self, text: str) -> Verdict | None:
        """What is wrong with the characters themselves."""
        if len(text) > LONGEST_SUBMISSION:
            return Verdict(Outcome.REFUSED, Stage.LENGTH, self.too_long)
        if not text.strip():
            return Verdict(Outcome.REFUSED, Stage.LENGTH, self.nothing)
        if any(ord(sign) < 32 and sign not in self.blanks for sign in text):
            return Verdict(Outcome.REFUSED, Stage.LENGTH, self.control)
        return None

    def stopped(self, end: End) -> Verdict:
        match end:
            case "lost" | "done":
                return Verdict(Outcome.LOST, Stage.RUNTIME, LOST)
            case "timeout":
                return Verdict(Outcome.TIMEOUT, Stage.RUNTIME, self.timeout)
            case "memory":
                return Verdict(Outcome.ERROR, Stage.RUNTIME, self.memory)
            case "output":
                return Verdict(Outcome.ERROR, Stage.RUNTIME, self.output)
            case "died":
                return Verdict(Outcome.ERROR, Stage.RUNTIME, self.died)


def named(material: Material, place: int) -> str:
    """What a hidden draw is called, the first being 0; its rows never leave."""
    shape = material.hidden[place].shape if place < len(material.hidden) else ""
    said = dict(material.properties).get(shape)
    if said is None:
        return "empty tables" if shape == "empty" else OTHER
    return f"data with this: {said.rstrip('.')}"
