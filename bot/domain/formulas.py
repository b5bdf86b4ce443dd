"""Arithmetic that content files may use: names, numbers, operators, a few functions.

A formula is data from an author, not code: it is parsed to a syntax tree of which only the listed
nodes are walked. There are no attributes beyond a drawn record's fields, no calls beyond the table.
"""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache
from statistics import NormalDist

Value = float | int | bool | str
Names = Mapping[str, "Value | Mapping[str, Value]"]

_NORMAL = NormalDist()
LARGEST_COUNT = 10_000


def _comb(n: float, k: float) -> int:
    if abs(n) > LARGEST_COUNT:
        raise FormulaError("counts that large are not allowed")
    return math.comb(int(n), int(k))


def _binom_cdf(k: float, n: float, p: float) -> float:
    size, chance = int(n), float(p)
    upto = range(min(int(k), size) + 1)
    return math.fsum(_comb(size, i) * chance**i * (1 - chance) ** (size - i) for i in upto)


def _round(value: float, digits: float = 0) -> float:
    # Rounding an int to a huge negative place would work out that power of ten.
    return round(float(value), int(digits)) if digits else round(value)


FUNCTIONS: dict[str, Callable[..., float]] = {
    "abs": abs, "min": min, "max": max, "round": _round, "ceil": math.ceil, "floor": math.floor,
    "sqrt": math.sqrt, "log": math.log, "log2": math.log2, "exp": math.exp, "comb": _comb,
    "normal_cdf": _NORMAL.cdf, "normal_quantile": _NORMAL.inv_cdf, "binom_cdf": _binom_cdf,
}  # fmt: skip
_BINARY: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
    ast.Div: operator.truediv, ast.FloorDiv: operator.floordiv, ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}  # fmt: skip
_COMPARE: dict[type[ast.cmpop], Callable[[Value, Value], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip


class FormulaError(ValueError):
    """The formula cannot be read or has no value; the message names the part."""


def evaluate(formula: str, names: Names) -> Value:
    try:
        return _value(_parse(formula), names)
    except FormulaError as error:
        raise FormulaError(f"{error} in “{formula}”") from error
    except (ArithmeticError, TypeError, ValueError) as error:
        raise FormulaError(f"{error} in “{formula}”") from error
    except (RecursionError, MemoryError) as error:
        raise FormulaError("the formula is nested too deeply") from error


def number(formula: str, names: Names) -> float:
    value = evaluate(formula, names)
    try:
        found = math.nan if isinstance(value, str) else float(value)
    except OverflowError:
        found = math.inf
    if not math.isfinite(found):
        raise FormulaError(f"“{formula}” does not give a number")
    return found


@lru_cache(maxsize=4096)
def _parse(formula: str) -> ast.expr:
    try:
        return ast.parse(formula.strip(), mode="eval").body
    except SyntaxError as error:
        raise FormulaError("cannot be read as arithmetic") from error


def _value(node: ast.expr, names: Names) -> Value:
    match node:
        case ast.Constant(value=bool() | int() | float() | str() as value):
            return value
        case ast.Name(id=name):
            return _name(name, names)
        case ast.Attribute(value=ast.Name(id=record), attr=key):
            return _record_field(record, key, names)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_number(operand, names)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            return _power_checked(op, _number(left, names), _number(right, names))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            return FUNCTIONS[name](*(_number(arg, names) for arg in args))
        case _:
            return _logic(node, names)


def _logic(node: ast.expr, names: Names) -> Value:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARE:
            return _COMPARE[type(op)](_value(left, names), _value(right, names))
        case ast.BoolOp(op=ast.And(), values=values):
            return all(_value(value, names) for value in values)
        case ast.BoolOp(op=ast.Or(), values=values):
            return any(_value(value, names) for value in values)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            return _value(body if _value(test, names) else orelse, names)
        case _:
            raise FormulaError(f"{ast.unparse(node)} is not allowed")


def _name(name: str, names: Names) -> Value:
    value = names.get(name)
    if value is None or isinstance(value, Mapping):
        raise FormulaError(f"there is no value named {name}")
    return value


def _record_field(record: str, key: str, names: Names) -> Value:
    value = names.get(record)
    if not isinstance(value, Mapping) or key not in value:
        raise FormulaError(f"there is no value named {record}.{key}")
    return value[key]


def _number(node: ast.expr, names: Names) -> float:
    value = _value(node, names)
    if isinstance(value, str):
        raise FormulaError(f"{ast.unparse(node)} is a text, not a number")
    return value


def _power_checked(op: ast.operator, left: float, right: float) -> float:
    if isinstance(op, ast.Pow) and (abs(right) > 1000 or abs(left) > 1e9):
        raise FormulaError("a power that large is not allowed")
    result = _BINARY[type(op)](left, right)
    if isinstance(result, complex):
        raise FormulaError("a root of a negative number has no value")
    return result
