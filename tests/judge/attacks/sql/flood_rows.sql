-- Returns very many rows. | timeout error refused wrong
SELECT n, n FROM range(100000000) AS t(n)
