-- Reaches a file from a subquery among the columns. | refused error
SELECT (SELECT content FROM read_text('@SECRET_FILE@')), 1
