"""Behind the sandbox's walls a query gives what it gives without them: nothing is loaded late."""

import json

from adapters.judge.sandbox.workers import Helpers
from adapters.judge.work import Job
from tests.judge.inline import InlineWorkers

RECIPE = json.dumps(
    {
        "data": "game_sessions",
        "tables": ["players", "sessions"],
        "draws": [{"seed": seed, "size": 5, "shape": "plain"} for seed in (1, 2)],
    }
)
QUERIES = (
    "SELECT min(started_at AT TIME ZONE 'UTC' AT TIME ZONE 'Asia/Tokyo') FROM sessions",
    "SELECT '2026-03-01 10:00+02'::timestamptz, TIMESTAMP '2026-03-01' AT TIME ZONE 'Asia/Tokyo'",
    "SELECT to_char(min(started_at), 'YYYY-MM-DD HH24:MI'), md5('a'), 1.5::numeric, [1, 2], "
    "interval '1 day', time '10:00', 'a'::bytea FROM sessions",
    "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes), corr(minutes, score), "
    "string_agg(player_id, ',' ORDER BY session_id), array_agg(DISTINCT minutes) FROM sessions",
    "SELECT regexp_replace(player_id, 'p', 'q'), initcap('äö'), 'ä' ILIKE 'Ä' FROM players",
    "SELECT date_trunc('week', started_at), count(*) FROM sessions GROUP BY ROLLUP (1)",
    "SELECT 123456789012345678901234567890::hugeint, 1e300 * 1e10, 'nan'::double",
    "SELECT a.player_id, lag(a.joined_on) OVER (ORDER BY a.player_id) "
    "FROM players a FULL JOIN players b ON a.invited_by = b.player_id",
    "SELEC 1",
    "SELECT playr_id FROM players",
    "SELECT gen_random_uuid()",
    "SELECT 1 / 0",
    "SELECT * FROM players, sessions a, sessions b",
)


async def test_a_confined_query_gives_what_a_free_one_gives() -> None:
    helpers, free = Helpers(), InlineWorkers()
    try:
        for query in QUERIES:
            job = Job("sql", RECIPE, query, seconds=20.0)
            confined = await helpers.run(job)
            assert (confined.end, confined.value) == ("done", (await free.run(job)).value), query
    finally:
        helpers.close()
