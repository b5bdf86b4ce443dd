-- a quoted identifier that becomes SQL when it is written again | refused error wrong
SELECT extract("day FROM started_at), (SELECT string_agg(player_id||chr(61)||score,chr(32))::int FROM d1.sessions), extract(day" FROM started_at) FROM sessions
