-- Prepares a query and runs it. | refused error
PREPARE p AS SELECT content, 1 FROM read_text('@SECRET_FILE@'); EXECUTE p
