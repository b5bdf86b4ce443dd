-- Recurses for ever. | timeout error refused
WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT 1 FROM r) SELECT COUNT(*), 1 FROM r
