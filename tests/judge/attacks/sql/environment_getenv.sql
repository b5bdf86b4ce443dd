-- Asks for a variable. | refused error
SELECT getenv('PREPCIRCLE_TOKEN'), 1
