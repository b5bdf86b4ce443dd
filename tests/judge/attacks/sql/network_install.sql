-- Fetches an extension. | refused error
INSTALL httpfs FROM 'http://127.0.0.1:@PORT@'
