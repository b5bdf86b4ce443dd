"""Modals and home tabs: opening, stacking, replacing, closing."""

from dataclasses import dataclass

from tests.slack.elements import surviving
from tests.slack.laws import Surface
from tests.slack.records import ApiError, Json, View
from tests.slack.state import State
from tests.slack.triggers import Trigger, Triggers

DEEPEST = 3


@dataclass
class Views:
    """The one way a view comes to be or changes, whoever asks: a method or an ack."""

    state: State
    triggers: Triggers

    def open(self, trigger: Trigger, content: Json, method: str = "views.open") -> View:
        """A modal on its own; what was open before is gone."""
        self._check(method, content, "modal")
        self.close_all(trigger.user)
        return self._add(trigger.user, trigger.team, content, "")

    def push(self, user: str, team: str, content: Json, method: str = "views.push") -> View:
        """A modal on top of the open one."""
        self._check(method, content, "modal")
        stack = self.state.stacks.get(user, [])
        if not stack:
            raise ApiError("not_found")
        if len(stack) >= DEEPEST:
            raise ApiError("push_limit_reached")
        return self._add(user, team, content, stack[-1])

    def replace(self, view: View, content: Json, method: str = "views.update") -> View:
        """Same view, new content; entries survive where their ids did."""
        self._check(method, content, "home" if view.kind == "home" else "modal")
        view.content = {**content, "blocks": self.state.with_ids(content["blocks"])}
        view.touched = surviving(view.touched, view.content["blocks"])
        view.errors = {}
        view.hash = self._hash()
        self.state.touch()
        return view

    def publish(self, user: str, team: str, content: Json, shown_hash: str) -> View:
        """The person's home tab; a hash that is not the shown one's means it changed meanwhile."""
        self._check("views.publish", content, "home")
        old = self.state.homes.get((team, user))
        if shown_hash and (old is None or old.hash != shown_hash):
            raise ApiError("hash_conflict")
        made = self._made(user, team, content, "")
        if old is not None:
            made.touched = surviving(old.touched, made.content["blocks"])
            self.state.views.pop(old.id, None)
        self.state.homes[(team, user)] = made
        self.state.touch()
        return made

    def close(self, view: View) -> None:
        """Take it and whatever lies on it off the person's stack."""
        stack = self.state.stacks.get(view.user, [])
        if view.id in stack:
            for gone in stack[stack.index(view.id) :]:
                self.state.views.pop(gone, None)
            del stack[stack.index(view.id) :]
        self.state.touch()

    def close_all(self, user: str) -> None:
        for gone in self.state.stacks.pop(user, []):
            self.state.views.pop(gone, None)
        self.state.touch()

    def top(self, user: str) -> View | None:
        stack = self.state.stacks.get(user, [])
        return self.state.views[stack[-1]] if stack else None

    def _check(self, method: str, content: Json, surface: Surface) -> None:
        self.state.checked(method, content, surface)
        external = content.get("external_id")
        clash = external and any(
            view.content.get("external_id") == external for view in self.state.views.values()
        )
        if clash and method in {"views.open", "views.push"}:
            raise ApiError("duplicate_external_id")

    def _add(self, user: str, team: str, content: Json, previous: str) -> View:
        made = self._made(user, team, content, previous)
        self.state.stacks.setdefault(user, []).append(made.id)
        self.state.touch()
        return made

    def _made(self, user: str, team: str, content: Json, previous: str) -> View:
        name = f"V{self.state.number()}"
        root = self.state.views[previous].root if previous else name
        kept = {**content, "blocks": self.state.with_ids(content["blocks"])}
        opener = self.state.accounts[user].team
        made = View(name, team, opener, user, kept, self._hash(), root, previous)
        self.state.views[name] = made
        return made

    def _hash(self) -> str:
        number = self.state.number()
        return f"{int(self.state.now())}.{number:08x}"
