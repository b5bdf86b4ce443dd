-- Recurses for ever without growing. | timeout error refused
WITH RECURSIVE r(n) AS (SELECT 0 UNION SELECT (n + 1) % 1000000007 FROM r) SELECT COUNT(*), 1 FROM r
