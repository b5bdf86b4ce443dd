-- Changes the table for the next member. | refused error
UPDATE sessions SET player_id = 'x'
