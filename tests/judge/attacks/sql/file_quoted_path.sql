-- Names a file as a quoted table. | refused error
SELECT * FROM "@SECRET_FILE@"
