-- Returns NULL, in case it is equal to everything. | wrong error refused
SELECT NULL, NULL FROM sessions GROUP BY player_id
