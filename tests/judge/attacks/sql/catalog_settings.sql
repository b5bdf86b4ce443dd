-- Shows settings, with the paths of this machine. | refused error
SELECT name, value FROM duckdb_settings()
