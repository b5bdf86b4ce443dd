"""How the playground names its rooms, to the core and in addresses."""

from bot.domain.ids import ActorRef, ChannelRef, Platform, direct_to

PLATFORM = Platform("playground")
WORKSPACE = "playground"


def room_ref(room: str) -> ChannelRef:
    return ChannelRef(PLATFORM, WORKSPACE, room)


def actor_ref(person: str) -> ActorRef:
    return ActorRef(PLATFORM, WORKSPACE, person)


def direct_ref(person: str) -> ChannelRef:
    """The conversation between the bot and one person."""
    return direct_to(actor_ref(person))


def path_of(place: ChannelRef) -> str:
    return f"{'d' if place.direct else 'r'}/{place.channel}"


def place_from(path: str) -> ChannelRef | None:
    """Undo `path_of`; whether the place exists is for the room to say."""
    letter, _, channel = path.partition("/")
    if letter == "r" and channel:
        return room_ref(channel)
    if letter == "d" and channel:
        return direct_ref(channel)
    return None
