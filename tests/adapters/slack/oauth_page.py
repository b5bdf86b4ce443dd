"""What a reader sees of one of the installation's pages."""

from collections.abc import Mapping
from dataclasses import dataclass
from html.parser import HTMLParser


@dataclass(frozen=True)
class Seen:
    """`button` is where the page's one link leads."""

    status: int
    headers: Mapping[str, str]
    text: str
    tags: tuple[str, ...]
    button: str
    label: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []
        self.links: list[str] = []
        self.labels: list[str] = []
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self._open = tag
        if tag == "a":
            self.links.append(dict(attrs)["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        del tag
        self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open != "style":
            self.words.append(data)
        if self._open == "a":
            self.labels.append(data)


def seen(status: int, headers: Mapping[str, str], html: str) -> Seen:
    reader = _Reader()
    reader.feed(html)
    assert len(reader.links) == 1, "a page has one thing to press"
    return Seen(
        status,
        headers,
        " ".join("".join(reader.words).split()),
        tuple(reader.tags),
        reader.links[0],
        reader.labels[0],
    )
