-- Generates for ever. | timeout error refused
SELECT SUM(hash(n)), 1 FROM generate_series(1, 100000000000) AS t(n)
