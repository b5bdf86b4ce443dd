-- Control: a plausible wrong answer. | wrong
SELECT player_id, COUNT(DISTINCT device_id) AS sessions FROM sessions GROUP BY player_id
