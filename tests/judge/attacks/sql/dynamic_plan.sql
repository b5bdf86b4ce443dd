-- Runs a plan that was written down. | refused error
SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1, 2'))
