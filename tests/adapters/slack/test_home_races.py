"""The Home tab that two processes draw at once."""

from pathlib import Path

from adapters.slack.places import PLATFORM
from bot.domain.ids import ActorRef, direct_to
from bot.ports import Invocation, Typed
from tests.adapters.slack.club import STUDY, a_club
from tests.adapters.slack.test_home import CAUSE, OLDER, SQL, at_home, ticked
from tests.slack.apps import a_client
from tests.slack.trouble import Held

BEN = ActorRef(PLATFORM, "T1", "U2")


async def test_what_is_drawn_late_is_drawn_as_things_are_by_then(tmp_path: Path) -> None:
    """Another process drew what has become true since this one looked."""
    held = Held(kept=False)
    async with a_club(tmp_path) as club, a_client(club.slack) as client:
        await club.starts(1)
        ben = await at_home(club)
        club.slack.trouble.next("views.publish", held)
        await ben.types(f"/prep checklist {SQL}", STUDY)
        await held.reached.wait()
        elsewhere = Typed(f"checklist {CAUSE}")
        await club.core.desk.dispatch(Invocation("1", direct_to(BEN), BEN, "Ben", elsewhere))
        await client.views_publish(user_id="U2", view=OLDER)
        held.release()
        await club.settled()
        assert ticked(ben) == [SQL, CAUSE]
        assert club.log.lines == []
