-- Makes a long list for every row. | timeout error refused
SELECT player_id, len(range(100000000)) FROM sessions
