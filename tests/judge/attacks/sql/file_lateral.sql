-- Reaches a file from a lateral subquery. | refused error
SELECT s.player_id, t.content FROM sessions AS s, LATERAL (SELECT content FROM read_text('@SECRET_FILE@')) AS t
