"""Tokens at rest: encrypted under keys the operator holds and can exchange."""

import re

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

_MAKE_ONE = (
    "Make one with: python -c "
    "'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())'"
)
_KEY = re.compile(r"[A-Za-z0-9_+/-]{43}=")


class BadKey(ValueError):
    """One line for the operator; it never quotes the key."""


class Unreadable(Exception):
    """None of the keys opens it."""


class Cipher:
    """Seals under the newest key and opens what any of them sealed."""

    __slots__ = ("_all", "_newest")

    def __init__(self, keys: str, setting: str = "PREPCIRCLE_SLACK_TOKEN_KEYS") -> None:
        """`keys` are separated by commas, the newest first; `setting` names them in errors.

        Raises BadKey.
        """
        found = [key.strip() for key in keys.split(",") if key.strip()]
        if not found:
            raise BadKey(f"{setting} is empty: without a key no token is stored. {_MAKE_ONE}")
        fernets = [_fernet(key, f"{setting}, key {n}") for n, key in enumerate(found, 1)]
        self._newest = fernets[0]
        self._all = MultiFernet(fernets)

    def seal(self, text: str) -> str:
        return self._newest.encrypt(text.encode()).decode()

    def open(self, sealed: str) -> str:
        """Raises Unreadable."""
        return _opened(self._all, sealed)

    def is_current(self, sealed: str) -> bool:
        """Whether the newest key alone opens it, so that older ones can go."""
        try:
            _opened(self._newest, sealed)
        except Unreadable:
            return False
        return True


def _fernet(key: str, what: str) -> Fernet:
    # Stricter than Fernet, which of two keys without a comma between them takes the first.
    if not _KEY.fullmatch(key):
        raise BadKey(f"{what} is not a key: it must be 32 bytes in base64. {_MAKE_ONE}")
    return Fernet(key)


def _opened(fernet: Fernet | MultiFernet, sealed: str) -> str:
    try:
        return fernet.decrypt(sealed).decode()
    except (InvalidToken, ValueError):
        raise Unreadable("no key opens it") from None
