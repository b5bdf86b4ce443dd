"""Making a function of a text, as people write them."""

import pytest

from adapters.judge.python.calling import Fault, function_in, parsed

MODULES = ("numpy", "pandas")


def called(text: str, name: str = "answer") -> object:
    return function_in(parsed(text), name, MODULES)()


@pytest.mark.parametrize(
    "text",
    [
        "answer = lambda: 7",
        "def helper(): return 7\ndef answer(): return helper()",
        "class Counter:\n    seven = 7\ndef answer(): return Counter.seven",
        "from dataclasses import dataclass\n@dataclass\nclass Point:\n    x: int\n"
        "def answer(): return Point(7).x",
        "from __future__ import annotations\nfrom dataclasses import dataclass\n"
        "@dataclass(frozen=True, order=True)\nclass Point:\n    x: int = 7\n"
        "def answer(): return Point().x",
        "from __future__ import annotations\nimport typing\nclass Point:\n    x: Point\n"
        "def answer(): return 7 if typing.get_type_hints(Point)['x'] is Point else 0",
        "from __future__ import annotations\nimport typing\ndef answer() -> typing.Any: return 7",
        "from collections import abc\nimport datetime as dt\ndef answer(): return 7",
        "import numpy as np\ndef answer(): return int(np.int64(7))",
        "def answer():\n    import pandas as pd\n    return int(pd.Series([7]).iloc[0])",
        "def answer():\n    global seven\n    seven = 7\n    return seven",
        "def answer(): return 7\nif __name__ == '__main__':\n    print(answer(), 1 / 0)",
        "\ufeffdef answer(): return 7",
        "# -*- coding: latin-1 -*-\ndef answer(): return 7",
        "def answer(): return 7 # caf\u00e9\r\n",
    ],
)
def test_code_as_people_write_it_is_taken(text: str) -> None:
    assert called(text) == 7


def test_an_answer_knows_nothing_of_the_one_before() -> None:
    called("before = 1\ndef answer(): return 7")
    with pytest.raises(Fault) as caught:
        called("before\ndef answer(): return 7")
    assert caught.value.kind == "NameError"


def test_a_function_outlives_the_module_it_came_from() -> None:
    first = function_in(parsed("seven = 7\ndef answer(): return seven"), "answer", MODULES)
    called("seven = 8\ndef answer(): return 8")
    assert first() == 7


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("def answer(:", "syntax"),
        ("def answer():\nreturn 7", "syntax"),
        ("answer = 7", "name"),
        ("def other(): return 7", "name"),
        ("import socket", "name"),
        ("import numpy.ctypeslib.nothing", "name"),
        ("1 / 0", "runtime"),
        ("raise SystemExit(0)", "runtime"),
        ("raise BaseException", "runtime"),
    ],
)
def test_each_failure_has_its_stage(text: str, stage: str) -> None:
    with pytest.raises(Fault) as caught:
        called(text)
    assert caught.value.stage == stage


def test_an_error_that_cannot_say_why_is_told_all_the_same() -> None:
    text = (
        "class Mute(Exception):\n    def __str__(self): return 1 / 0\n"
        "def answer(): return 7\nraise Mute"
    )
    with pytest.raises(Fault, match="cannot say why"):
        called(text)


def test_a_long_error_is_cut() -> None:
    with pytest.raises(Fault) as caught:
        called("raise ValueError('x' * 100_000)")
    assert len(caught.value.plain()["says"]) <= 200


def test_only_built_in_errors_are_named() -> None:
    with pytest.raises(Fault) as caught:
        called("class Own(Exception): pass\nraise Own")
    assert caught.value.kind == ""


def test_running_out_of_memory_is_no_fault_of_a_line() -> None:
    with pytest.raises(MemoryError):
        called("raise MemoryError")
