-- Puts a second statement behind the first. | refused error
SELECT player_id, COUNT(*) FROM sessions GROUP BY player_id; DROP TABLE sessions
