-- Fetches an address. | refused error
SELECT * FROM read_csv('http://127.0.0.1:@PORT@/x.csv')
