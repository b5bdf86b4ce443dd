-- Writes from within a query. | refused error
WITH gone AS (DELETE FROM sessions RETURNING player_id) SELECT player_id, 1 FROM gone
