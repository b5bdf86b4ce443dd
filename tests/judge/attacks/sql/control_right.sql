-- Control: the right answer. | correct
SELECT player_id, COUNT(*) AS sessions FROM sessions GROUP BY player_id
