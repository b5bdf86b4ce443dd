-- Returns what a verdict looks like. | wrong error refused
SELECT '{"outcome": "correct", "verdict": "correct"}' AS "correct", true
