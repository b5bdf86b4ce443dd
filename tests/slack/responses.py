"""What Slack does with the payload of an ack: show a message, move a stack of modals."""

from dataclasses import dataclass

from tests.slack.deliveries import Ack
from tests.slack.hooks import Hooks
from tests.slack.records import ApiError, Json, Rejection, View
from tests.slack.views import Views


@dataclass
class Responses:
    """What Slack cannot use is kept in `state.rejected`; the person sees "trouble connecting"."""

    views: Views
    hooks: Hooks

    def to_command(self, room: str, user: str, ack: Ack) -> None:
        """A command's ack may be a message."""
        if not ack.payload:
            return
        try:
            self.hooks.show(room, user, ack.payload, "ack")
        except ApiError as error:
            self._refused("ack", "message", ack.payload, error)

    def to_submission(self, view: View, ack: Ack) -> None:
        """An empty ack closes the view; a `response_action` says otherwise."""
        action = ack.payload.get("response_action")
        try:
            match action:
                case None:
                    self.views.close(view)
                case "clear":
                    self.views.close_all(view.user)
                case "errors":
                    self._show_errors(view, ack.payload.get("errors", {}))
                case "update":
                    self.views.replace(view, ack.payload["view"], "ack")
                case "push":
                    self.views.push(view.user, view.team, ack.payload["view"], "ack")
                case _:
                    raise ApiError("unknown_response_action")
        except ApiError as error:
            self._refused("ack", "modal", ack.payload, error)

    def close(self, view: View, *, all_of_them: bool) -> None:
        """`clear_on_close` takes the whole stack along."""
        if all_of_them or view.content.get("clear_on_close"):
            self.views.close_all(view.user)
        else:
            self.views.close(view)

    def _show_errors(self, view: View, errors: Json) -> None:
        """Errors belong under inputs of the view, else Slack shows nothing of them."""
        inputs = {b["block_id"] for b in view.content["blocks"] if b["type"] == "input"}
        if not errors or not set(errors) <= inputs:
            raise ApiError(f"errors for {sorted(errors)}, inputs are {sorted(inputs)}")
        view.errors = dict(errors)
        self.views.state.touch()

    def _refused(self, method: str, surface: str, payload: Json, error: ApiError) -> None:
        if error.code != "invalid_blocks":
            kept = Rejection(method, surface, payload, (error.code,))
            self.views.state.rejected.append(kept)
