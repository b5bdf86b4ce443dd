"""Check boxes flipped one after the other in a view that was drawn once.

Slack tells which boxes are on now, beside the view as it was published. Which one was flipped just
now shows only against how they stood after the flip before.
"""

from collections import OrderedDict

from adapters.slack.deeds import Json

MOST_REMEMBERED = 5_000
_Key = tuple[str, str, str]


class Boxes:
    def __init__(self) -> None:
        self._held: OrderedDict[_Key, list[Json]] = OrderedDict()

    def as_left(self, body: Json) -> Json:
        """The body with its view as the person saw it just before, and remembered as it is now."""
        made, view = body["actions"][0], body.get("view")
        if made.get("type") != "checkboxes" or not view:
            return body
        key = (str(view.get("id")), str(view.get("hash")), str(made["action_id"]))
        before = self._held.pop(key, None)
        self._held[key] = made.get("selected_options") or []
        if len(self._held) > MOST_REMEMBERED:
            self._held.popitem(last=False)
        return body if before is None else {**body, "view": _drawn(view, key[2], before)}


def _drawn(view: Json, action: str, on: list[Json]) -> Json:
    blocks = [
        {**block, "elements": [_filled(each, action, on) for each in block["elements"]]}
        if "elements" in block
        else block
        for block in view["blocks"]
    ]
    return {**view, "blocks": blocks}


def _filled(element: Json, action: str, on: list[Json]) -> Json:
    return {**element, "initial_options": on} if element.get("action_id") == action else element
