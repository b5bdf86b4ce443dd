-- Returns infinity, in case it passes every relative tolerance. | wrong error refused
SELECT player_id, 'Infinity'::DOUBLE AS sessions FROM sessions GROUP BY player_id
