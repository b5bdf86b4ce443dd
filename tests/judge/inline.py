"""Workers without walls, for speed: texts of our own run in the test's own process."""

import importlib
import json
import time
from dataclasses import dataclass, field
from typing import Protocol, cast

from adapters.judge.work import Job, Json, Ran

INSIDE = {"sql": "adapters.judge.sql.inside", "python": "adapters.judge.python.inside"}


class Inside(Protocol):
    """What adapters.judge.work asks of a language's module."""

    def preload(self) -> None: ...
    def build(self, recipe: Json) -> bytes: ...
    def prepare(self, inputs: bytes) -> object: ...
    def run(self, prepared: object, text: str) -> Json: ...


def _read(inside: Inside, prepared: object, text: str) -> Json:
    return inside.preview(prepared, text) if hasattr(inside, "preview") else None


@dataclass
class InlineWorkers:
    """`jobs` remembers what was asked; what is raised ends as "died", named in value."""

    jobs: list[Job] = field(default_factory=list)
    _inputs: dict[tuple[str, str], bytes] = field(default_factory=dict)

    async def run(self, job: Job) -> Ran:
        self.jobs.append(job)
        inside = cast("Inside", importlib.import_module(INSIDE[job.language]))
        inputs = self._built(inside, job)
        try:
            prepared = inside.prepare(inputs)
            read = _read(inside, prepared, job.text)
            began = time.process_time()
            value = json.loads(json.dumps(inside.run(prepared, job.text)))
        except Exception as error:
            return Ran("died", repr(error))
        return Ran("done", value, read=read, cpu=time.process_time() - began)

    def _built(self, inside: Inside, job: Job) -> bytes:
        key = (job.language, job.recipe)
        if key not in self._inputs:
            self._inputs[key] = inside.build(json.loads(job.recipe))
        return self._inputs[key]


@dataclass
class FixedWorkers:
    """Answers each job with the next of these, whatever it asks."""

    answers: list[Ran]

    async def run(self, job: Job) -> Ran:  # noqa: ARG002  the contract's
        return self.answers.pop(0)
