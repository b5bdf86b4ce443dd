-- Drops the table for the next member. | refused error
DROP TABLE sessions
