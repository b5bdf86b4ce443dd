-- Answers by chance. | wrong error refused
SELECT player_id, (random() * 10)::INTEGER FROM sessions GROUP BY player_id
