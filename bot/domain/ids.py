"""Names for identities: mixing up a member and a cohort is a type error."""

from dataclasses import dataclass
from typing import NewType

CohortId = NewType("CohortId", int)
PersonId = NewType("PersonId", int)
MemberId = NewType("MemberId", int)
PlaceId = NewType("PlaceId", int)
ServingId = NewType("ServingId", int)
PostId = NewType("PostId", int)
NoteId = NewType("NoteId", int)

Platform = NewType("Platform", str)


@dataclass(frozen=True, slots=True)
class ActorRef:
    """An account as its platform names it; one person may hold several."""

    platform: Platform
    workspace: str
    user: str


@dataclass(frozen=True, slots=True)
class ChannelRef:
    """A room as its platform names it; a direct conversation has the user as its channel."""

    platform: Platform
    workspace: str
    channel: str
    direct: bool = False


def direct_to(actor: ActorRef) -> ChannelRef:
    return ChannelRef(actor.platform, actor.workspace, actor.user, direct=True)
