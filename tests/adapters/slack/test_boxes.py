"""Check boxes where a press does not tell which were on: buttons, which are also spoken."""

from pathlib import Path

from tests.adapters.slack.club import STUDY, a_club
from tests.adapters.slack.reading import elements
from tests.adapters.slack.test_home import SQL


async def test_each_says_whether_it_is_done(tmp_path: Path) -> None:
    async with a_club(tmp_path) as club:
        await club.starts(1)
        await club.types("U2", "/prep home")
        await club.presses("U2", f"v1:tick:{SQL}:home")
        shown = club.slack.user("U2").sees(STUDY)[-1]
        made = elements([*shown.blocks], "button")
        spoken = [button.get("accessibility_label", "") for button in made]
        assert f"done: {SQL} SQL that runs first time" in spoken
        assert sum(label.startswith("not done: CK0-") for label in spoken) == 6
