-- Joins for ever. | timeout error refused
SELECT COUNT(*), 1 FROM range(1000000) AS a, range(1000000) AS b, range(1000000) AS c
