"""What people typed comes back as they typed it, whatever Slack made of it on the way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.heard import heard


def on_the_way(text: str) -> str:
    """Slack escapes three characters in what people type."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("answer 5 &lt; 7 &amp;&amp; 7 &gt; 5", "answer 5 < 7 && 7 > 5"),
        ("see <https://a.org/x?y=1&amp;z=2>", "see https://a.org/x?y=1&z=2"),
        ("see <https://a.org|a.org>", "see a.org"),
        ("write to <mailto:ana@a.org|ana@a.org>", "write to ana@a.org"),
        ("remove <@U012AB|ana>", "remove @ana"),
        ("remove <@U012AB>", "remove @U012AB"),
        ("remove <@U012AB|>", "remove @U012AB"),
        ("place add <#C012AB|prep-two>", "place add #prep-two"),
        ("place add <#C012AB>", "place add #C012AB"),
        ("hello <!subteam^S1|@prep-hosts>", "hello @prep-hosts"),
        ("by <!date^1392734382^{date_short}|Feb 18, 2014>", "by Feb 18, 2014"),
        ("a <@U1|ana> and <#C1|two>", "a @ana and #two"),
    ],
)
def test_wrappings_are_taken_off(sent: str, typed: str) -> None:
    assert heard(sent) == typed


@pytest.mark.parametrize("everybody", ["<!channel>", "<!here>", "<!everyone>"])
def test_a_mention_of_everybody_is_no_word(everybody: str) -> None:
    assert heard(f"today {everybody}").strip() == "today"


@pytest.mark.parametrize("text", ["<b>", "<@U1>", "<!channel>", "<https://a.org|b>", "&lt;", "&"])
def test_what_only_looks_like_a_wrapping_was_typed(text: str) -> None:
    assert heard(on_the_way(text)) == text


@given(st.text())
def test_any_text_survives_the_way(text: str) -> None:
    assert heard(on_the_way(text)) == text


@given(st.text(alphabet=st.characters(exclude_characters="<>&")))
def test_plain_words_are_left_alone(text: str) -> None:
    assert heard(text) == text


@given(st.text(alphabet="<>&|@#!;amplt a^"))
def test_nonsense_is_no_trouble(text: str) -> None:
    assert isinstance(heard(text), str)
