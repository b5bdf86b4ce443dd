"""Discord's errors by name, with the status, code and words it answers with."""

from collections.abc import Iterable

from tests.discord.records import ApiError


def unauthorized() -> ApiError:
    return ApiError(401, 0, "401: Unauthorized")


def no_route() -> ApiError:
    return ApiError(404, 0, "404: Not Found")


def unknown_channel() -> ApiError:
    return ApiError(404, 10003, "Unknown Channel")


def unknown_guild() -> ApiError:
    return ApiError(404, 10004, "Unknown Guild")


def unknown_member() -> ApiError:
    return ApiError(404, 10007, "Unknown Member")


def unknown_message() -> ApiError:
    return ApiError(404, 10008, "Unknown Message")


def unknown_role() -> ApiError:
    return ApiError(404, 10011, "Unknown Role")


def unknown_user() -> ApiError:
    return ApiError(404, 10013, "Unknown User")


def unknown_webhook() -> ApiError:
    return ApiError(404, 10015, "Unknown Webhook")


def unknown_interaction() -> ApiError:
    return ApiError(404, 10062, "Unknown interaction")


def unknown_command() -> ApiError:
    return ApiError(404, 10063, "Unknown application command")


def too_many_commands_made() -> ApiError:
    words = "Max number of daily application command creates has been reached (200)"
    return ApiError(400, 30034, words)


def already_acknowledged() -> ApiError:
    return ApiError(400, 40060, "Interaction has already been acknowledged.")


def tag_needed() -> ApiError:
    return ApiError(400, 40067, "A tag is required to create a forum post in this channel")


def too_many_follow_ups() -> ApiError:
    words = "This interaction has reached the maximum number of follow-up messages that can be sent"
    return ApiError(400, 40094, words)


def missing_access() -> ApiError:
    return ApiError(403, 50001, "Missing Access")


def other_authors_message() -> ApiError:
    return ApiError(403, 50005, "Cannot edit a message authored by another user")


def empty_message() -> ApiError:
    return ApiError(400, 50006, "Cannot send an empty message")


def closed_dms() -> ApiError:
    return ApiError(403, 50007, "Cannot send messages to this user")


def not_a_text_channel() -> ApiError:
    return ApiError(400, 50008, "Cannot send messages in a non-text channel")


def missing_permissions() -> ApiError:
    return ApiError(403, 50013, "Missing Permissions")


def wrong_channel_type() -> ApiError:
    return ApiError(400, 50024, "Cannot execute action on this channel type")


def expired_token() -> ApiError:
    return ApiError(401, 50027, "Invalid Webhook Token")


def archived_thread() -> ApiError:
    return ApiError(400, 50083, "Thread is archived")


def thread_there() -> ApiError:
    return ApiError(400, 160004, "A thread has already been created for this message")


def no_history() -> ApiError:
    return ApiError(400, 160002, "Cannot reply without permission to read message history")


def locked_thread() -> ApiError:
    return ApiError(403, 160005, "Thread is locked")


def too_many_threads() -> ApiError:
    return ApiError(400, 160006, "Maximum number of active threads reached")


def invalid_form(why: Iterable[str]) -> ApiError:
    """Each reason is `where: what`, as in a violation."""
    errors = {"_errors": [{"code": "BASE_TYPE_INVALID", "message": line} for line in why]}
    return ApiError(400, 50035, "Invalid Form Body", errors=errors)
