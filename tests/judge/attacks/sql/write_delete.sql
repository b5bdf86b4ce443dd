-- Empties the table for the next member. | refused error
DELETE FROM sessions
