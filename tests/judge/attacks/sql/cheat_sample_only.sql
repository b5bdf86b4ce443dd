-- Knows the sample by heart. | wrong error refused
SELECT * FROM (VALUES ('p001', 1), ('p002', 2)) AS t(player_id, sessions)
