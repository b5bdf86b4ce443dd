"""Discord's published description of its own API, where somebody has put it."""

import json
from functools import cache

from jsonschema import Draft202012Validator

from tests.conftest import beside


def faults(payload: object, schema: str) -> list[str]:
    """What the description has against it. Without the description the test is skipped."""
    found = _checker(schema).iter_errors(payload)
    return [f"{error.json_path}: {error.message}" for error in found]


@cache
def _checker(schema: str) -> Draft202012Validator:
    described = json.loads(beside("specs/discord-openapi.json"))
    return Draft202012Validator({**described, "$ref": f"#/components/schemas/{schema}"})
