"""What the sandbox loads to run functions; see adapters.judge.work for the contract.

The sample, the hidden draws and the large case are three jobs of their own: what is shown to the
member comes from a process that has never held a hidden row.
"""

import ast
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np

from adapters.judge.python import preloading, style
from adapters.judge.python.calling import Fault, function_in, guarded, parsed
from adapters.judge.python.fingerprint import large
from adapters.judge.python.inputs import Bench, Frames, drawn, unpacked
from adapters.judge.python.values import Encoder, Unfit
from adapters.judge.work import Json

_clock = time.process_time
"""Of this process alone: a busy machine makes nobody slower."""
_YARD_ROWS, _YARD_TIMES = 200_000, 3


def preload() -> None:
    preloading.load()
    _yard()


def build(recipe: Json) -> bytes:
    return drawn(recipe)


def prepare(inputs: bytes) -> Bench:
    return unpacked(inputs)


def run(prepared: object, text: str) -> Json:
    """{"cases": [{"value": …} or {"fault": …}], "slow": […], "hard": […], …}, or a "fault".

    A timed bench adds "seconds" of the function and "yard", seconds of a fixed piece of work.
    """
    if not isinstance(prepared, Bench):
        raise TypeError("run takes what prepare gave")
    warnings.simplefilter("ignore")
    yard = _yard() if prepared.timed else 0.0
    try:
        tree = parsed(text)
        reading = _reading(tree, text) if prepared.reads else {"slow": [], "hard": []}
        function = function_in(tree, prepared.function, prepared.modules)
    except Fault as fault:
        return {"fault": fault.plain()}
    watch = _Watch()
    cases = [_case(function, prepared, frames, watch) for frames in prepared.cases]
    return {"cases": cases, "seconds": watch.seconds, "yard": yard, **reading}


@dataclass
class _Watch:
    """Seconds of processor time inside the function, all cases together."""

    seconds: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        began = _clock()
        try:
            yield
        finally:
            self.seconds += _clock() - began


def _case(function: Callable[..., object], bench: Bench, frames: Frames, watch: _Watch) -> Json:
    # Each case is used once; only where the text is read as well does a change of the input count.
    given = {name: frame.copy() for name, frame in frames.items()} if bench.reads else frames
    try:
        with watch.running():
            value = guarded(lambda: function(*given.values(), **bench.constants))
        answer = {"value": guarded(lambda: _encoded(value, timed=bench.timed))}
    except Fault as fault:
        return {"fault": fault.plain()}
    changed = not all(
        frame is frames[name] or frame.equals(frames[name]) for name, frame in given.items()
    )
    return answer | {"changed": changed}


def _encoded(value: object, *, timed: bool) -> Json:
    try:
        return large(value) if timed else Encoder().encode(value)
    except Unfit as unfit:
        raise Fault("runtime", str(unfit)) from None


def _reading(tree: ast.Module, text: str) -> Json:
    try:
        found = style.read(tree, text)
    except RecursionError:
        return {"slow": [], "hard": ["It is nested too deeply to be read."]}
    return {"slow": found.slow[:5], "hard": found.hard[:5]}


def _yard() -> float:
    """How fast this machine is just now: seconds of the same vectorised work, the best of three."""
    numbers = np.arange(_YARD_ROWS, dtype="float64")
    best = float("inf")
    for _ in range(_YARD_TIMES):
        began = _clock()
        np.sort(numbers * 7919.0 % 1013.0).cumsum()
        best = min(best, _clock() - began)
    return best
