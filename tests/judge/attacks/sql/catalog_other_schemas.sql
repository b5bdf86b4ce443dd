-- Lists the tables of all schemas: the hidden databases. | refused error
SELECT table_schema, table_name FROM information_schema.tables
