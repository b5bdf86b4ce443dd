"""What a Slack client knows of blocks: which elements are there, what they hold, what is stated."""

from collections.abc import Iterable, Iterator

from tests.slack.records import Json, Touched

# Type of a stateful element -> (key of what it holds, key it starts with).
HOLDS = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "file_input": ("files", ""),
}
MANY = {"checkboxes", "multi_static_select", "file_input"}


def in_block(block: Json) -> list[Json]:
    """The elements one block carries, wherever it carries them."""
    if block["type"] == "input":
        return [block["element"]]
    if block["type"] in {"actions", "context_actions"}:
        return list(block["elements"])
    return [block["accessory"]] if "action_id" in block.get("accessory", {}) else []


def elements(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Every interactive element, with its block."""
    return ((block, element) for block in blocks for element in in_block(block))


def options_of(element: Json) -> list[Json]:
    groups = element.get("option_groups", [])
    return [*element.get("options", []), *(o for group in groups for o in group["options"])]


def label_of(element: Json) -> str:
    text = element.get("text", {})
    return str(text.get("text", ""))


def tokens_of(blocks: Iterable[Json]) -> list[str]:
    """Every value that can be pressed, picked or flipped, in the order it is shown."""
    found: list[str] = []
    for _, element in elements(blocks):
        if "value" in element and element["type"] == "button":
            found.append(element["value"])
        found += [option["value"] for option in options_of(element)]
    return found


def start_of(element: Json) -> Json:
    """What the element holds before anybody touches it, as Slack states it."""
    holds, initial = HOLDS[element["type"]]
    empty: object = [] if element["type"] in MANY else None
    return {"type": element["type"], holds: element.get(initial, empty)}


def state_of(blocks: Iterable[Json], touched: Touched) -> Json:
    """`state.values`: everything that holds something, by block id and action id."""
    values: Json = {}
    for block, element in elements(blocks):
        if element["type"] in HOLDS:
            at = (block["block_id"], element["action_id"])
            values.setdefault(at[0], {})[at[1]] = touched.get(at) or start_of(element)
    return values


def surviving(touched: Touched, blocks: Iterable[Json]) -> Touched:
    """An entry outlives an update only where block id and action id stayed the same."""
    still = {(block["block_id"], element["action_id"]) for block, element in elements(blocks)}
    return {at: held for at, held in touched.items() if at in still}


def prose(node: object) -> list[str]:
    """Every text somebody could read in a payload, in order."""
    if isinstance(node, list):
        return [line for item in node for line in prose(item)]
    if not isinstance(node, dict):
        return []
    own = node["text"] if isinstance(node.get("text"), str) else None
    rest = [
        line for key, value in node.items() if key != "initial_options" for line in prose(value)
    ]
    return [own, *rest] if own is not None else rest
