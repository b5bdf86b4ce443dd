"""ping, circle posts: how a room learns of the day's drill. The platform keeps both."""

from collections.abc import Iterable
from typing import Literal

from bot.cards import Button
from bot.commands.spec import Command, Params, ask
from bot.domain.cohorts import Cohort, Member
from bot.domain.errors import Closed
from bot.ports import Reply, Wish
from bot.tokens import token
from bot.usecases.scene import Scene
from bot.views import circles

_STATUS = Button("Status", token("circle status"))
_CALLED = (
    "When the day's drill is up in this room, you are called by a role, where the chat has roles. "
    "Where it has none, a nudge does it: `/prep settings nudges on`."
)


class PingParams(Params):
    on: Literal["on", "off"] = ask("Call me", options=[("On", "on"), ("Off", "off")])


def ping(scene: Scene, params: PingParams) -> Reply:
    if scene.channel.direct:
        raise Closed("Nobody is called in a direct conversation.", "Type it in the circle's room.")
    if params.on == "on":
        scene.enrolled()
        card = circles.said_card("You will be called", _CALLED, _button("Call me no more", "off"))
    else:
        text = "The day's drill is posted without calling you."
        card = circles.said_card("You are called no more", text, _button("Call me", "on"))
    return Reply(card, wish=Wish(calls=params.on == "on"))


def _button(label: str, to: str) -> Button:
    return Button(label, token("ping", to))


def uncalled(scene: Scene, memberships: Iterable[Member]) -> Wish:
    """To be asked for while the accounts are still known."""
    repos = scene.repos
    return Wish(
        leaving=tuple(
            (place.channel, account)
            for one in memberships
            for place in repos.cohorts.places(one.cohort)
            for account in repos.people.accounts(one.person)
        )
    )


def taken_over(scene: Scene, by: Cohort) -> Wish | None:
    """Whoever was called for this room's last circle has not asked to be called for this one."""
    last = scene.cohort
    if last is None or last.id == by.id:
        return None
    return Wish(silence=True)


class PostsParams(Params):
    posts: Literal["room", "thread"] = ask(
        "The day's drill stands",
        options=[("In the room", "room"), ("In the room, with a thread of its own", "thread")],
    )


def posts(scene: Scene, params: PostsParams) -> Reply:
    scene.hosted()
    begins = "at once" if params.posts == "thread" else "when its answer comes"
    text = f"Where the chat has threads, a drill's thread begins {begins}."
    card = circles.said_card("How posts stand here", text, _STATUS)
    return Reply(card, wish=Wish(posts=params.posts))


COMMANDS = (
    Command("ping", "Be called when the day's drill is up", ping, PingParams, "/prep ping on"),
    Command(
        "circle posts", "Give each day's drill a thread of its own", posts, PostsParams,
        "/prep circle posts thread", host_only=True,
    ),
)  # fmt: skip
