"""What a Slack client does with the elements it shows: find one, use it, fill in a form."""

from collections.abc import Iterable, Mapping

from tests.slack.elements import HOLDS, MANY, elements, label_of, options_of, start_of
from tests.slack.records import Json, Touched

SELECTS = {"static_select", "radio_buttons", "overflow", "multi_static_select", "external_select"}


class ClientRefuses(Exception):
    """The client would not let a person send this."""


def find_button(blocks: Iterable[Json], wanted: str) -> tuple[Json, Json]:
    """By its value, else by what stands on it. Raises LookupError."""
    shown = [(block, e) for block, e in elements(blocks) if e["type"] == "button"]
    by_value = [pair for pair in shown if pair[1].get("value") == wanted]
    by_label = [pair for pair in shown if label_of(pair[1]) == wanted]
    for found in [*by_value, *by_label]:
        return found
    raise LookupError(
        f"no button {wanted!r} among {[(label_of(e), e.get('value')) for _, e in shown]}"
    )


def find_option(blocks: Iterable[Json], wanted: str, kinds: set[str]) -> tuple[Json, Json, Json]:
    """A block, its element and the option of that value, else of that text."""
    holders = [pair for pair in elements(blocks) if pair[1]["type"] in kinds]
    offered = [(*pair, option) for pair in holders for option in options_of(pair[1])]
    by_value = [found for found in offered if found[2]["value"] == wanted]
    by_text = [found for found in offered if found[2]["text"]["text"] == wanted]
    for found in [*by_value, *by_text]:
        return found
    raise LookupError(f"no option {wanted!r} among {[option['value'] for _, _, option in offered]}")


def button_action(block: Json, element: Json) -> Json:
    kept = ("type", "action_id", "text", "value", "style", "url")
    told = {name: element[name] for name in kept if name in element}
    return {**told, "block_id": block["block_id"]}


def holding_action(block: Json, element: Json, held: Json) -> Json:
    """The action of an element that now holds something."""
    return {**held, "action_id": element["action_id"], "block_id": block["block_id"]}


def picked(element: Json, option: Json) -> Json:
    """What a select or a radio group holds after a pick."""
    if element["type"] in MANY:
        return {"type": element["type"], "selected_options": [option]}
    return {"type": element["type"], "selected_option": option}


def flipped(element: Json, option: Json, held: Json | None) -> Json:
    """What check boxes hold after one is flipped, in the order they are offered."""
    before = (held or start_of(element))["selected_options"]
    values = {chosen["value"] for chosen in before} ^ {option["value"]}
    after = [offered for offered in options_of(element) if offered["value"] in values]
    return {"type": "checkboxes", "selected_options": after}


def filled(
    blocks: Iterable[Json], values: Mapping[str, str | list[Json]], before: Touched
) -> Touched:
    """A form as a person leaves it: `values` by block id, a list for files.

    Raises ClientRefuses, LookupError.
    """
    inputs = {block["block_id"]: block for block in blocks if block["type"] == "input"}
    unknown = set(values) - set(inputs)
    if unknown:
        raise LookupError(f"no inputs {sorted(unknown)} among {sorted(inputs)}")
    touched = dict(before)
    for name, block in inputs.items():
        element = block["element"]
        at = (name, element["action_id"])
        if name in values:
            touched[at] = _entered(element, values[name])
        _accept(block, touched.get(at) or start_of(element))
    return touched


def _entered(element: Json, value: str | list[Json]) -> Json:
    holds, _ = HOLDS[element["type"]]
    if isinstance(value, list):
        return {"type": element["type"], holds: value}
    if element["type"] not in SELECTS | {"checkboxes"}:
        return {"type": element["type"], holds: value or None}
    if element["type"] not in MANY:
        return {"type": element["type"], holds: _offered(element, value) if value else None}
    chosen = [_offered(element, one) for one in value.split(",") if one]
    return {"type": element["type"], holds: chosen}


def _offered(element: Json, value: str) -> Json:
    for option in options_of(element):
        if value in {option["value"], option["text"]["text"]}:
            return option
    raise LookupError(f"no option {value!r} among {[o['value'] for o in options_of(element)]}")


def _accept(block: Json, held: Json) -> None:
    """The checks a client makes before it sends anything."""
    element = block["element"]
    value = held[HOLDS[element["type"]][0]]
    if value in (None, []) and not block.get("optional"):
        raise ClientRefuses(f"{block['block_id']}: please complete this required field")
    if isinstance(value, str):
        longest = element.get("max_length", 3_000)
        if len(value) > longest or len(value) < element.get("min_length", 0):
            raise ClientRefuses(f"{block['block_id']}: {len(value)} characters")
    if element["type"] == "number_input" and value is not None:
        _accept_number(element, value)
    if element["type"] == "file_input":
        _accept_files(element, value)


def _accept_files(element: Json, files: list[Json]) -> None:
    if len(files) > element.get("max_files", 10):
        raise ClientRefuses(f"{len(files)} files")
    for file in files:
        if file["filetype"] not in element.get("filetypes", [file["filetype"]]):
            raise ClientRefuses(f"{file['name']} is of a kind that is not asked for")


def _accept_number(element: Json, value: str) -> None:
    try:
        number = float(value)
    except ValueError:
        raise ClientRefuses(f"{value!r} is not a number") from None
    whole = number == int(number) or element["is_decimal_allowed"]
    low, high = element.get("min_value"), element.get("max_value")
    above = low is None or number >= float(low)
    if not (whole and above and (high is None or number <= float(high))):
        raise ClientRefuses(f"{value} is out of bounds")
