"""Application commands: read, written all at once or one at a time, globally or for one guild."""

import re

from tests.discord import refusals
from tests.discord.records import Call, Json
from tests.discord.state import State

NAME = re.compile(r"[-_'\w]{1,32}")
SUBCOMMAND, GROUP = 1, 2
MOST = {1: 100, 2: 15, 3: 15}
CREATES_A_DAY, DAY = 200, 86_400.0
CHARACTERS = 8_000


def read(state: State, call: Call) -> list[Json]:
    return list(_scope(state, call).values())


def overwrite(state: State, call: Call) -> list[Json]:
    """PUT: what is not named goes, what has the same name keeps its id."""
    scope = _scope(state, call)
    _check(state, call, call.body)
    known = {(one["type"], one["name"]): one for one in scope.values()}
    made = [_made(state, call, one, known) for one in call.body]
    scope.clear()
    scope.update({one["id"]: one for one in made})
    state.touch()
    return made


def create(state: State, call: Call) -> Json:
    """POST: one of the same name is replaced."""
    scope = _scope(state, call)
    _check(state, call, [call.body])
    known = {(one["type"], one["name"]): one for one in scope.values()}
    made = _made(state, call, call.body, known)
    scope[made["id"]] = made
    state.touch()
    return made


def edit(state: State, call: Call) -> Json:
    scope = _scope(state, call)
    old = _known(scope, call)
    changed = {**old, **call.body, "version": state.new_id()}
    _check(state, call, [changed])
    scope[old["id"]] = changed
    state.touch()
    return changed


def delete(state: State, call: Call) -> None:
    scope = _scope(state, call)
    del scope[_known(scope, call)["id"]]
    state.touch()


def _known(scope: dict[str, Json], call: Call) -> Json:
    found = scope.get(call.path["command_id"])
    if found is None:
        raise refusals.unknown_command()
    return found


def _scope(state: State, call: Call) -> dict[str, Json]:
    if call.path["application_id"] != state.app_id:
        raise refusals.missing_access()
    guild = call.path.get("guild_id", "")
    if guild and (guild not in state.guilds or not state.guilds[guild].bot_in):
        raise refusals.missing_access()
    return state.commands.setdefault(guild, {})


def _made(state: State, call: Call, given: Json, known: dict[tuple[int, str], Json]) -> Json:
    """A command as it is returned; a new one counts towards the day's creations."""
    kind = given.get("type") or 1
    old = known.get((kind, given["name"]))
    guild = call.path.get("guild_id", "")
    if old is None:
        _count_creation(state, guild)
    return {
        "description": "",
        "default_member_permissions": None,
        "nsfw": False,
        "integration_types": [0],
        "contexts": None,
        "options": [],
        **given,
        "type": kind,
        "id": old["id"] if old else state.new_id(),
        "application_id": state.app_id,
        "version": state.new_id(),
        **({"guild_id": guild} if guild else {}),
    }


def _count_creation(state: State, guild: str) -> None:
    recent = [one for one in state.commands_made if state.now() - one[1] < DAY]
    if sum(1 for scope, _ in recent if scope == guild) >= CREATES_A_DAY:
        raise refusals.too_many_commands_made()
    state.commands_made = type(state.commands_made)([*recent, (guild, state.now())])


def _check(state: State, call: Call, commands: list[Json]) -> None:
    why = [reason for command in commands for reason in broken_by_command(command)]
    for kind, most in MOST.items():
        number = sum(1 for command in commands if (command.get("type") or 1) == kind)
        why += [f"{number} commands of type {kind}"] if number > most else []
    names = [(command.get("type") or 1, command.get("name")) for command in commands]
    why += ["two commands of one name"] if len(set(names)) < len(names) else []
    if why:
        state.refuse(call.route, "commands", {"commands": commands}, why)


def broken_by_command(command: Json) -> list[str]:
    """Why Discord refuses it."""
    name, words = command.get("name") or "", command.get("description") or ""
    if (command.get("type") or 1) != 1:
        found = [] if 1 <= len(name) <= 32 else [f"name {name!r}"]
        return found + (["a description on a context menu"] if words else [])
    length = _length(command)
    found = [f"{name}: {length} characters"] if length > CHARACTERS else []
    return found + _about_option(command, depth=0)


def _about_option(one: Json, depth: int) -> list[str]:
    """A command, a group, a subcommand or a value: all have a name, words and options."""
    name, words = one.get("name") or "", one.get("description") or ""
    good = NAME.fullmatch(name) and name == name.lower()
    found = [] if good else [f"name {name!r}"]
    found += [] if 1 <= len(words) <= 100 else [f"{name}: {len(words)} characters of description"]
    options, choices = one.get("options") or [], one.get("choices") or []
    found += [f"{name}: {len(options)} options"] if len(options) > 25 else []
    found += [f"{name}: {len(choices)} choices"] if len(choices) > 25 else []
    if choices and one.get("autocomplete"):
        found.append(f"{name}: choices and autocomplete")
    for choice in choices:
        found += [] if 1 <= len(choice.get("name") or "") <= 100 else [f"{name}: choice {choice}"]
        found += [] if len(str(choice.get("value"))) <= 100 else [f"{name}: choice {choice}"]
    return found + _about_nesting(one, options, depth)


def _about_nesting(one: Json, options: list[Json], depth: int) -> list[str]:
    name, kinds = one.get("name"), [option.get("type") for option in options]
    nested = [kind in {SUBCOMMAND, GROUP} for kind in kinds]
    found = [f"{name}: subcommands beside values"] if any(nested) and not all(nested) else []
    found += [f"{name}: a group in a group"] if depth and GROUP in kinds else []
    found += [f"{name}: nested too deep"] if depth > 1 and SUBCOMMAND in kinds else []
    needed = [bool(option.get("required")) for option in options]
    found += [f"{name}: optional before required"] if needed != sorted(needed)[::-1] else []
    names = [option.get("name") for option in options]
    found += [f"{name}: an option twice"] if len(set(names)) < len(names) else []
    return found + [line for option in options for line in _about_option(option, depth + 1)]


def _length(one: Json) -> int:
    """Names, descriptions and values together; of translations the longest counts."""
    total = 0
    for part in ("name", "description"):
        texts = [one.get(part) or "", *(one.get(f"{part}_localizations") or {}).values()]
        total += max(map(len, texts))
    for choice in one.get("choices") or []:
        total += len(choice.get("name") or "") + len(str(choice.get("value")))
    return total + sum(_length(option) for option in one.get("options") or [])
