"""Attacks rewritten to get what a list of modules keeps from them.

Nothing but the sandbox is a boundary: what numpy and pandas have loaded can always be reached.
"""

import re

_IMPORT = re.compile(r"^( *)(?!.* as )import ([a-z_, 0-9]+)$", re.MULTILINE)
_TOOLS = """\
import pandas as _pandas
def _dig(name):
    modules = _pandas.io.common.os.sys.modules
    return modules[name] if name in modules else modules["importlib"].import_module(name)
open, eval, exec = (getattr(_dig("builtins"), name) for name in ("open", "eval", "exec"))
"""


def dug(text: str) -> str:
    """The same attack with what it imports taken from where it is; itself if that is nothing."""
    header, _, body = text.partition("\n")
    if not (_IMPORT.search(body) or "open(" in body):
        return text
    return f"{header}\n{_TOOLS}{_IMPORT.sub(_taken, body)}"


def _taken(found: re.Match[str]) -> str:
    indent, names = found.groups()
    return "\n".join(f'{indent}{name} = _dig("{name}")' for name in names.split(", "))
