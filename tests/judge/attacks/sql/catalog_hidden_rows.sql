-- Reads the tables of a hidden database. | refused error
SELECT player_id, COUNT(*) FROM d1.sessions GROUP BY player_id
