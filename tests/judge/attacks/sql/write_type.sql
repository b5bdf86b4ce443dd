-- Changes what a column is. | refused error
ALTER TABLE sessions ADD COLUMN evil INTEGER
