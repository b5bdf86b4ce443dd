-- Lifts the limits. | refused error
SET memory_limit = '100GB'; SET enable_external_access = true; SELECT 1, 2
