-- Reads the tables of a hidden database by a full name. | refused error
SELECT player_id, COUNT(*) FROM memory.d1.sessions GROUP BY player_id
