-- Runs a script from a folder. | refused error
IMPORT DATABASE '@FOLDER@'
