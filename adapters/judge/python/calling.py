"""Makes a function of a text and calls it. Confined already: what is barred here is to teach."""

import ast
import builtins
import sys
import traceback
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from adapters.judge.python.preloading import LATE, STANDARD
from adapters.judge.work import Json

FILE = "your answer"
BYTE_ORDER = "\ufeff"
"""What some editors put before the first letter of a file."""
_BARRED = ("open", "input", "exec", "eval", "compile", "breakpoint")
_LONGEST = 200


@dataclass(eq=False)
class Fault(Exception):
    """`stage` as in bot.domain.exercises; `says` may quote what the text raised."""

    stage: str
    says: str
    line: int = 0
    column: int = 0
    kind: str = ""
    """The name of a built-in exception, or empty."""

    def plain(self) -> Json:
        return {
            "stage": self.stage,
            "says": self.says[:_LONGEST],
            "line": self.line,
            "column": self.column,
            "kind": self.kind,
        }


def parsed(text: str) -> ast.Module:
    """Raises Fault."""
    try:
        return ast.parse(text.removeprefix(BYTE_ORDER), FILE)
    except SyntaxError as error:
        says = f"Python cannot read this: {error.msg}."
        raise Fault("syntax", says, error.lineno or 0, error.offset or 0) from None
    except (ValueError, RecursionError, MemoryError):
        raise Fault("syntax", "This is nested too deeply to be read.") from None


def function_in(tree: ast.Module, name: str, modules: tuple[str, ...]) -> Callable[..., object]:
    """Runs the text once and takes the function it defines. Raises Fault."""
    space = _space(modules)
    guarded(lambda: exec(compile(tree, FILE, "exec"), space))
    found = space.get(name)
    if not callable(found):
        defined = [n.name for n in tree.body if isinstance(n, ast.FunctionDef)]
        seen = f" I see {', '.join(f'`{one}`' for one in defined[:3])}." if defined else ""
        raise Fault("name", f"There is no function `{name}`.{seen}")
    return found


def _space(modules: tuple[str, ...]) -> dict[str, object]:
    """Of a module that can be found by name: dataclasses look there for types that are texts."""
    module = types.ModuleType("answer")
    sys.modules[module.__name__] = module
    module.__dict__["__builtins__"] = _builtins(modules)
    return module.__dict__


def guarded(work: Callable[[], object]) -> object:
    """Raises Fault for whatever the text raises, MemoryError apart."""
    try:
        return work()
    except MemoryError:
        raise
    except Fault:
        raise
    except BaseException as error:
        raise _fault(error) from None


def _fault(error: BaseException) -> Fault:
    kind = type(error).__name__ if type(error).__module__ == "builtins" else ""
    line = _own_line(error)
    if isinstance(error, SystemExit | KeyboardInterrupt | GeneratorExit):
        return Fault("runtime", "It ends the program instead of returning a value.", line)
    says = f"{type(error).__name__[:60]}: {_words_of(error)}"
    stage = "name" if kind in {"NameError", "ImportError", "ModuleNotFoundError"} else "runtime"
    return Fault(stage, says, line, 0, kind)


def _words_of(error: BaseException) -> str:
    try:
        return " ".join(str(error).split())[:_LONGEST]
    except Exception:
        return "it cannot say why"


def _own_line(error: BaseException) -> int:
    """The last line of the text that was being run."""
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno or 0 for f in reversed(frames) if f.filename == FILE), 0)


def _builtins(modules: tuple[str, ...]) -> Mapping[str, object]:
    allowed = {name.partition(".")[0] for name in (*STANDARD, *modules)}

    def guarded_import(
        name: str,
        space: Mapping[str, object] | None = None,
        local: Mapping[str, object] | None = None,
        wanted: tuple[str, ...] = (),
        level: int = 0,
    ) -> types.ModuleType:
        _ = space, local
        top = name.partition(".")[0]
        if level or top not in allowed | LATE:
            raise ImportError(f"`{top}` is not there; this one needs {', '.join(modules)}")
        if name in LATE:
            return sys.modules[name]
        if name in sys.modules or wanted:
            return builtins.__import__(name, None, None, wanted, 0)
        raise ImportError(f"`{name}` is not there")

    known = {name: value for name, value in vars(builtins).items() if name not in _BARRED}
    known["__import__"] = guarded_import
    known.update({name: _barred(name) for name in _BARRED})
    return known


def _barred(name: str) -> Callable[..., object]:
    def bar(*_: object, **__: object) -> object:
        raise NameError(f"`{name}` is of no use here: the tables come as arguments")

    return bar
