-- Gives a column a very long name. | error refused wrong
SELECT 1 AS "@LONG@", 2
