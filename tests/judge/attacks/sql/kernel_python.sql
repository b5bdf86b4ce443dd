-- Looks for functions that Python registered. | refused error
SELECT function_name, 1 FROM duckdb_functions()
