"""Keys that can be exchanged, and errors that name the setting but never the key."""

from base64 import b64encode

import pytest
from cryptography.fernet import Fernet
from hypothesis import given
from hypothesis import strategies as st

from adapters.slack.install_cipher import BadKey, Cipher, Unreadable

OLD, NEW, OTHER = (Fernet.generate_key().decode() for _ in range(3))


@given(st.text())
def test_what_was_sealed_is_opened_again(text: str) -> None:
    cipher = Cipher(NEW)
    sealed = cipher.seal(text)
    assert cipher.open(sealed) == text


def test_what_is_sealed_does_not_show() -> None:
    assert "xoxb" not in Cipher(NEW).seal("xoxb-1")


def test_an_older_key_still_opens() -> None:
    assert Cipher(f"{NEW}, {OLD}").open(Cipher(OLD).seal("xoxb-1")) == "xoxb-1"


def test_the_first_key_seals() -> None:
    assert Cipher(NEW).open(Cipher(f"{NEW},{OLD}").seal("xoxb-1")) == "xoxb-1"


def test_what_an_older_key_sealed_is_not_current() -> None:
    both = Cipher(f"{NEW},{OLD}")
    assert both.is_current(both.seal("x"))
    assert not both.is_current(Cipher(OLD).seal("x"))


def test_a_key_that_is_not_there_opens_nothing() -> None:
    with pytest.raises(Unreadable):
        Cipher(f"{NEW},{OLD}").open(Cipher(OTHER).seal("x"))


@given(st.text())
def test_what_was_never_sealed_is_unreadable(text: str) -> None:
    with pytest.raises(Unreadable):
        Cipher(NEW).open(text)


@pytest.mark.parametrize("keys", ["", " ", ",", " , "])
def test_a_missing_key_is_named_in_one_line_that_says_how_to_make_one(keys: str) -> None:
    with pytest.raises(BadKey, match=r"^THE_KEYS is empty: .*python -c '.*'$"):
        Cipher(keys, "THE_KEYS")


@pytest.mark.parametrize(
    "bad", ["short", "ключ", "=" * 44, NEW[:-2], NEW + NEW, "*" * 44], ids="abcdef"
)
def test_a_malformed_key_is_counted_but_not_quoted(bad: str) -> None:
    with pytest.raises(BadKey, match=r"^THE_KEYS, key 2 is not a key") as error:
        Cipher(f"{NEW},{bad}", "THE_KEYS")
    assert bad not in str(error.value)
    assert "\n" not in str(error.value)


def test_a_key_in_plain_base64_is_one_too() -> None:
    """As `openssl rand -base64 32` prints it."""
    key = b64encode(b"\xfb\xff" * 16).decode()
    assert "+" in key
    assert "/" in key
    assert Cipher(key).open(Cipher(key).seal("x")) == "x"


def test_keys_do_not_show_in_a_printed_cipher() -> None:
    cipher = Cipher(NEW)
    assert NEW not in repr(cipher)
    assert NEW not in str(cipher)
