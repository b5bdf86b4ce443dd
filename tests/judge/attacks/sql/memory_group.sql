-- Groups by more than fits. | timeout error refused
SELECT n, COUNT(*) FROM range(1000000000) AS t(n) GROUP BY n
