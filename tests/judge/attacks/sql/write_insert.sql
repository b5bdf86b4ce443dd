-- Fills the table for the next member. | refused error
INSERT INTO sessions SELECT * FROM sessions
