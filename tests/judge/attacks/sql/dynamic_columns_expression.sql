-- Picks columns by an expression. | refused error wrong
SELECT COLUMNS(lambda c: c LIKE 'p%'), 1 FROM sessions
