-- Hides a path behind a recursive CTE's own name. | refused error
WITH RECURSIVE r AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM r, "@SECRET_FILE@" WHERE n < 2)
SELECT n, n FROM r
