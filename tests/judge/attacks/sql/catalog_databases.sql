-- Lists databases with their paths. | refused error
SELECT database_name, path FROM duckdb_databases()
