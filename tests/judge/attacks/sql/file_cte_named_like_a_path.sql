-- Gives a CTE the name of a path, in an inner scope. | refused error
SELECT content, 1 FROM (
  SELECT * FROM (WITH "@SECRET_FILE@" AS (SELECT 1) SELECT 1) AS inner_one, "@SECRET_FILE@"
) AS outer_one
