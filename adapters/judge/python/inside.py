"""What the sandbox loads to run functions; see adapters.judge.work for the contract.

The sample is a job of its own: what is shown to the member comes from a process that has never
held a hidden row.
"""

import json
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pandas as pd

from adapters.judge.python import fingerprint, preloading, style
from adapters.judge.python.calling import Fault, function_in, guarded, parsed
from adapters.judge.python.inputs import Bench, Frames, drawn, unpacked
from adapters.judge.python.values import Encoder, Unfit
from adapters.judge.work import Json

_clock = time.process_time
"""Of this process alone: a busy machine makes nobody slower."""
MOST_REASONS, _LONGEST_REASON = 5, 200
_USUAL = """
def usual(table):
    known = table.dropna().groupby("key")["value"]
    return known.agg(["size", "mean"]).reset_index()
"""


def preload() -> None:
    preloading.load()


def warm() -> None:
    """What a first call does, on next to no data.

    A child copies each page of its helper's memory when it first touches it: now, while it waits.
    """
    tree = parsed(_USUAL)
    style.read(tree, _USUAL)
    usual = function_in(tree, "usual", ())
    table = pd.DataFrame({"key": pd.array(["a", "b"], dtype="str"), "value": [1.0, 2.0]})
    json.dumps(Encoder().encode(usual(table)))


def build(recipe: Json) -> bytes:
    return drawn(recipe)


def prepare(inputs: bytes) -> Bench:
    return unpacked(inputs)


def preview(prepared: object, text: str) -> Json:
    """{"slow": […], "hard": […]}, reasons as sentences; null where nobody asks for them."""
    if not isinstance(prepared, Bench) or not prepared.reads:
        return None
    try:
        found = style.read(parsed(text), text)
    except Fault:
        return {"slow": [], "hard": []}
    except RecursionError:
        return {"slow": [], "hard": ["It is nested too deeply to be read."]}
    return {"slow": _first(found.slow), "hard": _first(found.hard)}


def _first(reasons: list[str]) -> list[str]:
    return [reason[:_LONGEST_REASON] for reason in reasons[:MOST_REASONS]]


def run(prepared: object, text: str) -> Json:
    """{"cases": [{"value": …} or {"fault": …}], "seconds": …}, or a "fault".

    The seconds are those of the function on the large case.
    """
    if not isinstance(prepared, Bench):
        raise TypeError("run takes what prepare gave")
    warnings.simplefilter("ignore")
    try:
        function = function_in(parsed(text), prepared.function, prepared.modules)
    except Fault as fault:
        return {"fault": fault.plain()}
    small = [_case(function, prepared, frames, _Watch()) for frames in prepared.cases]
    watch = _Watch()
    large = [_case(function, prepared, frames, watch, large=True) for frames in prepared.large]
    return {"cases": small + large, "seconds": watch.seconds}


@dataclass
class _Watch:
    """Seconds of processor time inside the function."""

    seconds: float = 0.0

    @contextmanager
    def running(self) -> Iterator[None]:
        began = _clock()
        try:
            yield
        finally:
            self.seconds += _clock() - began


def _case(
    function: Callable[..., object],
    bench: Bench,
    frames: Frames,
    watch: _Watch,
    *,
    large: bool = False,
) -> Json:
    # Each case is used once; only where the text is read as well does a change of the input count.
    given = {name: frame.copy() for name, frame in frames.items()} if bench.reads else frames
    try:
        with watch.running():
            value = guarded(lambda: function(*given.values(), **bench.constants))
        answer = {"value": guarded(lambda: _encoded(value, large=large))}
    except Fault as fault:
        return {"fault": fault.plain()}
    changed = not all(
        frame is frames[name] or frame.equals(frames[name]) for name, frame in given.items()
    )
    return answer | {"changed": changed}


def _encoded(value: object, *, large: bool) -> Json:
    try:
        return fingerprint.large(value) if large else Encoder().encode(value)
    except Unfit as unfit:
        raise Fault("runtime", str(unfit)) from None
