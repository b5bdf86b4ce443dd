"""Python drills inside WebAssembly, where the kernel cannot confine them."""

from adapters.judge.sandbox.guest import ROOT, Guest, engine
from adapters.judge.work import Json

_PACKAGES = ("adapters", "adapters/judge", "adapters/judge/python", "bot", "bot/domain")
_PARTS = (
    *(f"{package}/__init__.py" for package in (*_PACKAGES, "bot/datasets")),
    *sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("adapters/judge/python/*.py")),
    "adapters/judge/work.py",
    "bot/domain/exercises.py",
    "bot/datasets/model.py",
)
_GUEST = Guest("adapters.judge.python.inside", tuple(dict.fromkeys(_PARTS)))


def preload() -> None:
    """The engine cannot be forked, so each submission starts its own from the compiled cache."""
    engine()


def build(recipe: Json) -> bytes:
    # Imported here: the helper itself needs neither numpy nor pandas.
    from adapters.judge.python import inside  # noqa: PLC0415

    return bytes([recipe["reads"]]) + inside.build(recipe)


def prepare(inputs: bytes) -> object:
    """The first byte says whether the text is to be read as well: a guest of its own does that."""
    return inputs


def preview(prepared: object, text: str) -> Json:
    """Raises Broken."""
    assert isinstance(prepared, bytes)
    return _GUEST.run(prepared[1:], text, "preview") if prepared[0] else None


def run(prepared: object, text: str) -> Json:
    """Raises Broken."""
    assert isinstance(prepared, bytes)
    return _GUEST.run(prepared[1:], text)
