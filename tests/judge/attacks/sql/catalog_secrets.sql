-- Lists secrets. | refused error
SELECT name, 1 FROM duckdb_secrets()
