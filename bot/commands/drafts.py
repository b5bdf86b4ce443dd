"""What people wrote into forms last, so that nobody types an answer twice. In memory alone."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import replace

from bot.cards import Form
from bot.domain.ids import ActorRef
from bot.ports import Submitted

MOST = 2_000


class Drafts:
    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._kept: OrderedDict[tuple[ActorRef, str], Mapping[str, str]] = OrderedDict()

    def keep(self, actor: ActorRef, submitted: Submitted) -> None:
        self._kept[actor, submitted.token] = dict(submitted.values)
        self._kept.move_to_end((actor, submitted.token))
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)

    def fill(self, form: Form, actor: ActorRef | None) -> Form:
        """The form with what this person wrote into it last."""
        kept = self._kept.get((actor, form.token)) if actor else None
        if kept is None:
            return form
        fields = (replace(f, default=kept.get(f.name, f.default)) for f in form.fields)
        return replace(form, fields=tuple(fields))
