"""Prometheus's text format 0.0.4, read strictly: what a scraper would make of /metrics."""

import re
from dataclasses import dataclass, field

_LABEL = re.compile(r'(?P<name>[a-zA-Z_]\w*)="(?P<value>(?:[^"\\\n]|\\["\\n])*)"(?:,|$)')
_SAMPLE = re.compile(r"(?P<name>[a-zA-Z_:][\w:]*)(?:\{(?P<labels>.*)\})? (?P<value>\S+)")
_ESCAPES = {r"\\": "\\", r"\"": '"', r"\n": "\n"}

Labels = frozenset[tuple[str, str]]


@dataclass
class Exposition:
    """`kinds` by metric; `samples` by name and labels. A repeated sample is an error."""

    kinds: dict[str, str] = field(default_factory=dict)
    samples: dict[tuple[str, Labels], float] = field(default_factory=dict)

    def value(self, name: str, **labels: str) -> float:
        """0 for what was never counted."""
        return self.samples.get((name, frozenset(labels.items())), 0)


def parse(text: str) -> Exposition:
    found = Exposition()
    assert text.endswith("\n")
    for line in text[:-1].split("\n"):
        if line.startswith("# TYPE "):
            _, _, name, kind = line.split(" ")
            assert name not in found.kinds
            found.kinds[name] = kind
        elif not line.startswith("# HELP "):
            _read_sample(line, found)
    return found


def _read_sample(line: str, found: Exposition) -> None:
    match = _SAMPLE.fullmatch(line)
    assert match is not None, line
    name = match["name"]
    base = re.sub(r"_(bucket|sum|count)$", "", name)
    assert name in found.kinds or found.kinds.get(base) == "histogram", f"{name} has no TYPE"
    key = (name, _labels(match["labels"] or ""))
    assert key not in found.samples, f"{line} stands there twice"
    found.samples[key] = float(match["value"])


def _labels(text: str) -> Labels:
    labels, end = dict[str, str](), 0
    while end < len(text):
        match = _LABEL.match(text, end)
        assert match is not None, text
        labels[match["name"]] = re.sub(r"\\.", lambda m: _ESCAPES[m[0]], match["value"])
        end = match.end()
    return frozenset(labels.items())
