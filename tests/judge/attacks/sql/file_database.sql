-- Attaches the bot's database. | refused error
ATTACH '@DATABASE@' AS other (TYPE sqlite)
