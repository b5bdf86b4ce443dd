-- Loads a library as an extension. | refused error
LOAD '@FOLDER@/evil.duckdb_extension'
