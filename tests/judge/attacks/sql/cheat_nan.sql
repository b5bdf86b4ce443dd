-- Returns NaN, in case it passes every tolerance. | wrong error refused
SELECT player_id, 'NaN'::DOUBLE AS sessions FROM sessions GROUP BY player_id
