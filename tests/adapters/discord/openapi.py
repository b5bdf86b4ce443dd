"""Discord's published description of its own API, where somebody has put it."""

import json
from functools import cache
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.conftest import ROOT, in_ci

DESCRIPTION = ROOT.parent / "shared" / "specs" / "discord-openapi.json"


def faults(payload: object, schema: str) -> list[str]:
    """What the description has against it. Without the description the test is skipped."""
    if not DESCRIPTION.exists():
        assert not in_ci(), f"{DESCRIPTION} is missing"
        pytest.skip(f"{DESCRIPTION} is missing")
    found = _checker(DESCRIPTION, schema).iter_errors(payload)
    return [f"{error.json_path}: {error.message}" for error in found]


@cache
def _checker(path: Path, schema: str) -> Draft202012Validator:
    described = json.loads(path.read_text(encoding="utf-8"))
    return Draft202012Validator({**described, "$ref": f"#/components/schemas/{schema}"})
