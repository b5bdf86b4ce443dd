"""Making a payload fit, by a stated rule, when it does not."""

from functools import partial
from typing import Any

from adapters.mending import Path, Tools, mended
from adapters.shapes import Json
from adapters.slack.mrkdwn import cut, marked, plain
from adapters.slack.validate import Surface, Violation, violations

SHORTENED = "Shortened: Slack takes no more than this."
_LINE: Json = {"type": "context", "elements": [marked(SHORTENED)]}
_USUAL: dict[str, Any] = {
    "text": "Prepcircle",
    "title": plain("Prepcircle"),
    "submit": plain("Send"),
    "blocks": [_LINE],
}


def fitted(payload: Json, surface: Surface) -> tuple[Json, list[Violation]]:
    """The payload without violations, and what had to be mended.

    First texts are cut at a word, ending in "…". Then lists lose their last items; a message or
    view that loses blocks keeps its last actions and what follows them, and a line says that it was
    shortened. Then what may be left out is, and at last whatever is still wrong goes with the
    button, field or block it is part of. What had nothing wrong with it comes back as it was.
    """
    usual = {**_USUAL, "type": surface}
    tools = Tools(_cut, _trim, usual.__getitem__)
    return mended(payload, partial(violations, surface=surface), tools)


def _cut(_path: Path, text: str, most: int) -> str:
    return cut(text, most)


def _trim(path: Path, items: list[Any], most: int) -> list[Any]:
    return _fewer(items, most) if path == ("blocks",) else items[:most]


def _fewer(blocks: list[Json], most: int) -> list[Json]:
    """`most` of them: from the start, then the last actions and what follows them.

    The line that says so stands where something is missing.
    """
    actions = [n for n, block in enumerate(blocks) if block.get("type") == "actions"]
    at = actions[-1] if actions else len(blocks)
    before, tail = blocks[:at], blocks[at:]
    kept = tail[: max(most // 2, most - 1 - len(before))]
    head = before[: most - 1 - len(kept)]
    return [*head, *kept, _LINE] if len(kept) < len(tail) else [*head, _LINE, *kept]
