-- Returns numbers as texts. | wrong error refused
SELECT player_id, COUNT(*)::VARCHAR FROM sessions GROUP BY player_id
