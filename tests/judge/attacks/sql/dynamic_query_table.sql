-- Names a table in a text. | refused error
SELECT * FROM query_table('@SECRET_FILE@')
