-- Gives an outer CTE the name of a path and reads it from inside. | refused error wrong
WITH "@SECRET_FILE@" AS (SELECT 1 AS a, 2 AS b) SELECT * FROM "@SECRET_FILE@"
