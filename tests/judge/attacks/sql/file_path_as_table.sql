-- Names a file as a table. | refused error
SELECT * FROM '@SECRET_FILE@'
