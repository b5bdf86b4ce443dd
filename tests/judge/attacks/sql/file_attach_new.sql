-- Makes a database file. | refused error
ATTACH '@FOLDER@/made.db' AS made
