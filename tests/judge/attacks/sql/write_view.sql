-- Puts a view in the place of a table. | refused error
CREATE OR REPLACE TEMP VIEW sessions AS SELECT 'x' AS player_id
