"""Values and answers as they come from a child, for tests of the Python judge alone."""

import json

from adapters.judge.python.results import Answer, Value, answer
from adapters.judge.python.values import Encoder
from adapters.judge.work import Json, Ran

GIVEN: Json = {"cases": [{"value": 1}], "slow": [], "hard": [], "seconds": 0.1, "yard": 0.01}


def value(returned: object) -> Value:
    """What the judge reads when a function returns this."""
    found = read(json.loads(json.dumps(Encoder().encode(returned)))).cases[0].value
    assert found is not None
    return found


def read(encoded: Json) -> Answer:
    """An answer of one case with that value."""
    return answer({**GIVEN, "cases": [{"value": encoded}]}, 1)


def ran(*values: Json, seconds: float = 0.0, **more: Json) -> Ran:
    """A child that ended well and says this."""
    cases = [{"value": value} for value in values]
    return Ran("done", {**GIVEN, "cases": cases, **more}, seconds)
