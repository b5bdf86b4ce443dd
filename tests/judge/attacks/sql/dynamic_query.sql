-- Runs text as a query. | refused error
SELECT * FROM query('SELECT content, 1 FROM read_text(''@SECRET_FILE@'')')
