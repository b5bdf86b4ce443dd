-- Gathers everything in one cell. | timeout error refused
SELECT length(string_agg(repeat('x', 10000), '')), 1 FROM range(10000000)
