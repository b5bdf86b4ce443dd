-- Scans the bot's database. | refused error
SELECT * FROM sqlite_scan('@DATABASE@', 'secrets')
