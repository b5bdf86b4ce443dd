"""The self-attack's language inside WebAssembly."""

from adapters.judge.sandbox.guest import Guest, engine
from adapters.judge.work import Json

_GUEST = Guest(
    "adapters.judge.sandbox.guest_probe",
    (
        "adapters/__init__.py",
        "adapters/judge/__init__.py",
        "adapters/judge/work.py",
        "adapters/judge/sandbox/__init__.py",
        "adapters/judge/sandbox/guest_probe.py",
        "bot/__init__.py",
        "bot/domain/__init__.py",
        "bot/domain/exercises.py",
    ),
)


def preload() -> None:
    engine()


def build(recipe: Json) -> bytes:  # noqa: ARG001  every language's build gets one
    return b""


def prepare(inputs: bytes) -> object:
    return inputs


def run(prepared: object, text: str) -> Json:
    """Raises Broken."""
    assert isinstance(prepared, bytes)
    return _GUEST.run(prepared, text)
