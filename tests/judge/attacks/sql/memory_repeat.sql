-- Repeats a text. | timeout error refused
SELECT length(repeat('x', 2000000000)), 1
