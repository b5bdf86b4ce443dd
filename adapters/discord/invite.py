"""The addresses with which the bot is added, asking for no more than it needs."""

from urllib.parse import urlencode

PERMISSIONS = {
    "view_channel": "View Channel",
    "send_messages": "Send Messages",
    "send_messages_in_threads": "Send Messages in Threads",
    "create_public_threads": "Create Public Threads",
    "read_message_history": "Read Message History",
    "attach_files": "Attach Files",
}
"""discord.py's names and what Discord's own pages call them. Never Administrator."""
BITS = {
    "view_channel": 10,
    "send_messages": 11,
    "attach_files": 15,
    "read_message_history": 16,
    "create_public_threads": 35,
    "send_messages_in_threads": 38,
}


def invite(application: str) -> str:
    """To a server."""
    permissions = sum(1 << bit for bit in BITS.values())
    return _address(
        client_id=application, scope="bot applications.commands", permissions=str(permissions)
    )


def invite_own(application: str) -> str:
    """To one person's account, where there is nothing that a bot could be permitted."""
    return _address(client_id=application, scope="applications.commands", integration_type="1")


def _address(**asked: str) -> str:
    return f"https://discord.com/oauth2/authorize?{urlencode(asked)}"
