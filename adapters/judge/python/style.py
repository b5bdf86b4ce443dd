"""Reads code as a colleague would: what loops over rows, what is hard to take over."""

import ast
import contextlib
import io
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass, field

LONGEST_FUNCTION = 30
SHORTEST_NAME = 3
_KNOWN_SHORT = frozenset({"df", "np", "pd", "id", "ts", "at", "by", "ok", "n", "_"})
_ASSUMES = re.compile(
    r"assum|null|missing|\bnan\b|empty|utc|zone|duplicat|\bties?\b|sorted|order|unit|invalid|blank",
    re.IGNORECASE,
)
_LOOPS = (ast.For, ast.While, ast.AsyncFor)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True)
class Reading:
    """`slow` are ways that do not scale, `hard` what makes the code hard to take over."""

    slow: list[str] = field(default_factory=list)
    hard: list[str] = field(default_factory=list)


def read(tree: ast.Module, text: str) -> Reading:
    """Reasons as sentences, each once."""
    return Reading(_once(_slow(tree)), _once(_hard(tree, text)))


def _once(reasons: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(reasons))


def _slow(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _slow_call(node)
        if isinstance(node, _LOOPS):
            yield from _slow_loop(node)


def _slow_call(call: ast.Call) -> Iterator[str]:
    name = _called(call)
    if name in {"iterrows", "itertuples"}:
        yield f"`{name}` walks row by row (line {call.lineno})."
    elif name == "apply" and any(_is_rows(word) for word in call.keywords):
        yield f"`apply` with axis=1 calls Python for each row (line {call.lineno})."
    elif name == "vectorize":
        yield f"`np.vectorize` is a loop in disguise (line {call.lineno})."


def _is_rows(word: ast.keyword) -> bool:
    value = word.value
    return word.arg == "axis" and isinstance(value, ast.Constant) and value.value in (1, "columns")


def _slow_loop(loop: ast.stmt) -> Iterator[str]:
    iterated = getattr(loop, "iter", None)
    if isinstance(iterated, ast.Call):
        yield from _slow_source(iterated, loop.lineno)
    for node in ast.walk(loop):
        if node is not loop and isinstance(node, _LOOPS):
            yield f"A loop inside a loop (line {node.lineno})."
        if isinstance(node, ast.Call) and _called(node) == "concat":
            yield f"`concat` in a loop copies everything each time (line {node.lineno})."


def _slow_source(call: ast.Call, line: int) -> Iterator[str]:
    name = _called(call)
    last = call.args[-1] if call.args else None
    if name == "range" and isinstance(last, ast.Call) and _called(last) == "len":
        yield f"`range(len(…))` walks by position (line {line})."
    columns = name == "zip" and any(_is_column(part) for part in call.args)
    if columns or name in {"tolist", "to_list", "to_dict"}:
        yield f"A loop takes columns value by value (line {line})."


def _is_column(part: ast.expr) -> bool:
    """Such as frame["name"], as it is or after a method."""
    if isinstance(part, ast.Call) and isinstance(part.func, ast.Attribute):
        return _is_column(part.func.value)
    return isinstance(part, ast.Subscript) and isinstance(part.slice, ast.Constant)


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""


def _hard(tree: ast.Module, text: str) -> Iterator[str]:
    functions = [n for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)]
    yield from _long(functions)
    if functions and not any(ast.get_docstring(function) for function in functions):
        yield "No docstring says what the function promises."
    if not any(_ASSUMES.search(said) for said in _comments(functions, text)):
        yield "No comment states an assumption, such as how gaps or zones are treated."
    short = sorted(set(_short_names(tree)))
    if short:
        yield f"Short names: {', '.join(f'`{name}`' for name in short[:4])}."


def _long(functions: list[ast.FunctionDef]) -> Iterator[str]:
    for function in functions:
        lines = (function.end_lineno or function.lineno) - function.lineno + 1
        if lines > LONGEST_FUNCTION:
            yield f"`{function.name}` has {lines} lines; split it where it changes the subject."
            if len(functions) == 1:
                yield "Everything is in one function, so no part can be tried by itself."


def _comments(functions: list[ast.FunctionDef], text: str) -> Iterator[str]:
    """Docstrings too."""
    yield from (ast.get_docstring(function) or "" for function in functions)
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    with contextlib.suppress(tokenize.TokenError, SyntaxError):
        yield from (token.string for token in tokens if token.type == tokenize.COMMENT)


def _short_names(tree: ast.Module) -> Iterator[str]:
    counters = set(_counters(tree))
    for node in ast.walk(tree):
        name = node.id if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store) else ""
        if isinstance(node, ast.FunctionDef):
            name = node.name
        if 0 < len(name) < SHORTEST_NAME and name not in counters | _KNOWN_SHORT:
            yield name


def _counters(tree: ast.Module) -> Iterator[str]:
    """Names of loops and comprehensions may be short."""
    for node in ast.walk(tree):
        targets: list[ast.expr] = []
        if isinstance(node, ast.For):
            targets = [node.target]
        elif isinstance(node, _COMPREHENSIONS):
            targets = [generator.target for generator in node.generators]
        for target in targets:
            yield from (name.id for name in ast.walk(target) if isinstance(name, ast.Name))
