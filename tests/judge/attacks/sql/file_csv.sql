-- Reads a file as a table. | refused error
SELECT content, 1 FROM read_text('@SECRET_FILE@')
