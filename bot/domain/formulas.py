"""Arithmetic that content files may use: names, numbers, operators, a few functions.

A formula is data from an author, not code: it is parsed to a syntax tree, of which the listed nodes
alone become functions of the drawn values, once for each formula. There are no attributes beyond a
drawn record's fields, no calls beyond the table.
"""

import ast
import math
import operator
from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from statistics import NormalDist

Value = float | int | bool | str
Names = Mapping[str, "Value | Mapping[str, Value]"]
Making = Callable[[Names], Value]

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


def _power(base: float, exponent: float) -> float:
    if abs(exponent) > 1000 or abs(base) > 1e9:
        raise FormulaError("a power that large is not allowed")
    result: float | complex = base**exponent
    if isinstance(result, complex):
        raise FormulaError("a root of a negative number has no value")
    return result


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
    ast.Pow: _power,
}  # fmt: skip
_COMPARE: dict[type[ast.cmpop], Callable[[Value, Value], bool]] = {
    ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt, ast.GtE: operator.ge,
    ast.Eq: operator.eq, ast.NotEq: operator.ne,
}  # fmt: skip


class FormulaError(ValueError):
    """The formula cannot be read or has no value; the message names the part."""


def evaluate(formula: str, names: Names) -> Value:
    try:
        return _made(formula)(names)
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
def _made(formula: str) -> Making:
    try:
        node = ast.parse(formula.strip(), mode="eval").body
    except SyntaxError as error:
        raise FormulaError("cannot be read as arithmetic") from error
    return _value(node)


def _value(node: ast.expr) -> Making:
    match node:
        case ast.Constant(value=bool() | int() | float() | str() as value):
            return lambda _: value
        case ast.Name(id=name):
            return partial(_name, name)
        case ast.Attribute(value=ast.Name(id=record), attr=key):
            return partial(_record_field, record, key)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            plain = _number(operand)
            return lambda names: -plain(names)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _BINARY:
            work, first, second = _BINARY[type(op)], _number(left), _number(right)
            return lambda names: work(first(names), second(names))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in FUNCTIONS:
            function, parts = FUNCTIONS[name], [_number(arg) for arg in args]
            return lambda names: function(*(part(names) for part in parts))
        case _:
            return _logic(node)


def _logic(node: ast.expr) -> Making:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARE:
            holds, first, second = _COMPARE[type(op)], _value(left), _value(right)
            return lambda names: holds(first(names), second(names))
        case ast.BoolOp(op=op, values=values):
            each, parts = all if isinstance(op, ast.And) else any, [_value(v) for v in values]
            return lambda names: each(part(names) for part in parts)
        case ast.IfExp(test=test, body=body, orelse=orelse):
            decides, then, otherwise = _value(test), _value(body), _value(orelse)
            return lambda names: (then if decides(names) else otherwise)(names)
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


def _number(node: ast.expr) -> Callable[[Names], float]:
    made = _value(node)

    def value(names: Names) -> float:
        found = made(names)
        if isinstance(found, str):
            raise FormulaError(f"{ast.unparse(node)} is a text, not a number")
        return found

    return value
