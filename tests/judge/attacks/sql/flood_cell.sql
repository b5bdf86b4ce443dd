-- Returns one very large cell. | timeout error refused wrong
SELECT repeat('x', 50000000), 1
