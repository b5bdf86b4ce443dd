-- Sorts more than fits. | timeout error refused
SELECT n, repeat('x', 1000) FROM range(100000000) AS t(n) ORDER BY hash(n)
