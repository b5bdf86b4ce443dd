-- Sleeps. | refused error
SELECT sleep_ms(60000), 1
