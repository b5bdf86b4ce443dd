"""The few payload laws this Slack holds on its own, whatever validator a test plugs in."""

import json
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Literal

from tests.slack.elements import elements
from tests.slack.records import Json

Surface = Literal["message", "modal", "home"]
Validator = Callable[[Json, Surface], Iterable[object]]
MOST_BLOCKS = {"message": 50, "modal": 100, "home": 100}
VIEW_BYTES = 250_000
TITLE = 24


def nothing_against(_payload: Json, _surface: Surface) -> Iterable[object]:
    """The validator of a test that does not care."""
    return ()


def broken_laws(payload: Json, surface: Surface) -> list[str]:
    """Why Slack refuses it; empty when it does not."""
    blocks: list[Json] = payload.get("blocks") or []
    if not all(isinstance(block, dict) and "type" in block for block in blocks):
        return ["a block without a type"]
    found = _about_blocks(blocks, surface)
    return found if surface == "message" else [*found, *_about_view(payload, blocks, surface)]


def _about_blocks(blocks: list[Json], surface: Surface) -> list[str]:
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    found = [f"block_id {name!r} twice" for name, times in Counter(ids).items() if times > 1]
    if len(blocks) > MOST_BLOCKS[surface]:
        found.append(f"{len(blocks)} blocks")
    for block in blocks:
        names = [e.get("action_id") for _, e in elements([block])]
        found += [f"action_id {n!r} twice in a block" for n, t in Counter(names).items() if t > 1]
        found += ["an element without action_id" for n in names if not n]
    return found


def _about_view(view: Json, blocks: list[Json], surface: Surface) -> list[str]:
    found = []
    if view.get("type") != surface:
        found.append(f"a view of type {view.get('type')!r}")
    if any(block["type"] == "input" for block in blocks) and surface == "modal":
        found += [] if view.get("submit") else ["inputs without submit"]
    for part in ("title", "submit", "close"):
        if len((view.get(part) or {}).get("text", "")) > TITLE:
            found.append(f"{part} over {TITLE} characters")
    if surface == "modal" and not (view.get("title") or {}).get("text"):
        found.append("no title")
    if len(json.dumps(view)) > VIEW_BYTES:
        found.append("view_too_large")
    return found
