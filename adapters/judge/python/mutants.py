"""Slips an author's function could have had: its syntax tree with one thing changed."""

import ast
import copy
from collections.abc import Callable, Iterator
from dataclasses import dataclass

_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE,), ast.LtE: (ast.Lt,), ast.Gt: (ast.GtE,), ast.GtE: (ast.Gt,),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
    ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
}  # fmt: skip
_REPLACED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult,
    ast.FloorDiv: ast.Div, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd,
}  # fmt: skip
_NAMES = {
    "sum": "mean", "mean": "median", "median": "mean", "min": "max", "max": "min",
    "first": "last", "last": "first", "size": "count", "count": "size", "nunique": "count",
    "any": "all", "all": "any", "cumsum": "cumcount", "idxmin": "idxmax", "idxmax": "idxmin",
    "head": "tail", "tail": "head", "notna": "isna", "isna": "notna", "ffill": "bfill",
    "ceil": "floor", "floor": "ceil", "lower": "upper", "lstrip": "rstrip",
}  # fmt: skip
_PASSED_THROUGH = frozenset(
    {"dropna", "fillna", "drop_duplicates", "strip", "lower", "casefold", "sort_values", "abs"}
)
"""Calls that give something like what they were called on: leaving one out still runs."""
_WORDS = {"inner": "left", "left": "inner", "outer": "inner", "first": "last", "last": "first"}


@dataclass(frozen=True, slots=True)
class Mutant:
    what: str
    code: str


def mutants(code: str) -> list[Mutant]:
    """Each different text once, the reference itself left out. Raises SyntaxError."""
    tree = ast.parse(code)
    found: dict[str, str] = {}
    for place, node in enumerate(ast.walk(tree)):
        for what, change in _changes(node):
            found.setdefault(_changed(tree, place, change), f"line {_line(node)}: {what}")
    found.pop(ast.unparse(tree), None)
    return [Mutant(what, text) for text, what in found.items()]


Change = Callable[[ast.AST], ast.AST]


def _changed(tree: ast.Module, place: int, change: Change) -> str:
    """The text with the change made to the node at that place of a walk."""
    other = copy.deepcopy(tree)
    node = list(ast.walk(other))[place]
    return ast.unparse(ast.fix_missing_locations(_Swap(node, change(node)).visit(other)))


class _Swap(ast.NodeTransformer):
    def __init__(self, old: ast.AST, new: ast.AST) -> None:
        self._old, self._new = old, new

    def visit(self, node: ast.AST) -> ast.AST:
        return self._new if node is self._old else super().generic_visit(node)


def _line(node: ast.AST) -> int:
    return getattr(node, "lineno", 0)


def _changes(node: ast.AST) -> Iterator[tuple[str, Change]]:
    match node:
        case ast.Compare():
            yield from _comparisons(node)
        case ast.BinOp(op=op) if type(op) in _REPLACED:
            yield f"other sign for {_said(node)}", _with(op=_REPLACED[type(op)]())
        case ast.BoolOp(op=op):
            other = ast.Or() if isinstance(op, ast.And) else ast.And()
            yield f"and for or in {_said(node)}", _with(op=other)
        case ast.UnaryOp(op=ast.Invert() | ast.Not(), operand=operand):
            yield f"not turned round: {_said(node)}", lambda _: operand
        case ast.Constant(value=value):
            yield from _constants(value)
        case ast.Call():
            yield from _calls(node)
        case ast.List(elts=[_, _, *_] as entries):
            for place, entry in enumerate(entries):
                left = [*entries[:place], *entries[place + 1 :]]
                yield f"without {_said(entry)} in {_said(node)}", _with(elts=left)
        case ast.Attribute(attr=name) if name in _NAMES:
            yield f"{_NAMES[name]} for {name}", _with(attr=_NAMES[name])


def _comparisons(node: ast.Compare) -> Iterator[tuple[str, Change]]:
    for other in _COMPARED.get(type(node.ops[0]), ()):
        yield f"{other.__name__} in {_said(node)}", _with(ops=[other(), *node.ops[1:]])


def _constants(value: object) -> Iterator[tuple[str, Change]]:
    if isinstance(value, bool):
        yield f"{not value} for {value}", _with(value=not value)
    elif isinstance(value, int | float):
        for near in (value + 1, value - 1):
            yield f"{near} for {value}", _with(value=near)
    elif isinstance(value, str) and (other := _WORDS.get(value, _NAMES.get(value))):
        yield f"{other!r} for {value!r}", _with(value=other)


def _calls(node: ast.Call) -> Iterator[tuple[str, Change]]:
    for place, word in enumerate(node.keywords):
        left = [*node.keywords[:place], *node.keywords[place + 1 :]]
        yield f"without {word.arg} in {_said(node)}", _with(keywords=left)
    if isinstance(node.func, ast.Attribute) and node.func.attr in _PASSED_THROUGH:
        called_on = node.func.value
        yield f"without {node.func.attr} in {_said(node)}", lambda _: called_on


def _with(**fields: object) -> Change:
    def change(node: ast.AST) -> ast.AST:
        for name, value in fields.items():
            setattr(node, name, value)
        return node

    return change


def _said(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 60 else f"{text[:59]}…"
