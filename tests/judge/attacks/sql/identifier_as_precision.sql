-- a quoted precision that becomes SQL when it is written again | refused error wrong
SELECT player_id, 1::decimal("5,2)), (SELECT max(score) FROM d1.sessions), cast(1 as decimal(5",2) FROM sessions
