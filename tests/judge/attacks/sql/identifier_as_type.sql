-- a quoted type name that becomes SQL when it is written again | refused error wrong
SELECT player_id, 1::"oid), (SELECT max(score) FROM d1.sessions), CAST(2 AS INT" FROM sessions
