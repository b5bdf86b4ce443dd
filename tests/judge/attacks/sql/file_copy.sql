-- Writes a file. | refused error
COPY (SELECT 1) TO '@FOLDER@/made.csv'
