-- Fetches an address named as a table. | refused error
SELECT * FROM 'http://127.0.0.1:@PORT@/x.parquet'
